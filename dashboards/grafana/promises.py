"""The board of promises: what the month says so far of each contract, and the region as a whole."""

from dashboards.grafana.board import Board, Variable
from dashboards.grafana.panels import Look, Panel, lines
from dashboards.grafana.parts import IN_ORP, LAST, TOWN_BOARD, TOWN_PAGE, series
from dashboards.grafana.queries import Values, Where

ORP = Variable("orp", "ORP", Values(("net_sla",), "orp"))
CLASS = Variable("sla", "Smlouva", Values(("net_sla",), "sla", IN_ORP))
PROMISED = (*IN_ORP, Where("sla", "sla"))


def _month(title: str, text: str, field: str, look: Look) -> Panel:
    """Return a figure of the month so far, one line for each municipality."""
    asked = series("net_sla", field, LAST, PROMISED, "municipality", "sla")
    return Panel(title, text, look, (asked,), links=(TOWN_BOARD, TOWN_PAGE))


PROMISES = Board(
    "sla",
    "Dostupnost a smlouvy",
    (ORP, CLASS),
    (
        _month(
            "Dostupnost měsíce",
            "Podíl známého času v provozu od začátku měsíce, jak ho počítá smlouva.",
            "available_pct",
            lines("percent", top=100, bottom=None, decimals=3),
        ),
        _month("Slíbeno", "Co smlouva slibuje.", "target_pct", lines("percent", top=100, bottom=None, decimals=3)),
        _month(
            "Zbývá z rezervy",
            "Výpadek, který smlouva do konce měsíce ještě snese; pod nulou je porušena.",
            "reserve_s",
            lines("s", bottom=None),
        ),
        _month("Výpadek od začátku měsíce", "Jen čas, který se počítá.", "outage_s", lines("s")),
        _month("Bez dat od začátku měsíce", "Čas, o kterém netmon nic neví.", "unknown_s", lines("s")),
        Panel(
            "Obce kraje",
            "Připojené, odříznuté a bez dat.",
            lines("short", decimals=0),
            tuple(
                series("net_region", field, LAST, (), "region", alias=word)
                for field, word in (
                    ("municipalities", "sledované"),
                    ("connected", "připojené"),
                    ("cut", "odříznuté"),
                    ("unknown", "bez dat"),
                )
            ),
        ),
    ),
    page="/sla",
)
