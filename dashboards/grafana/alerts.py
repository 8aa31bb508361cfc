"""The board of alerts and incidents: what fires now, what broke and for how long."""

from dashboards.grafana.board import Board, Variable
from dashboards.grafana.panels import Panel, lines
from dashboards.grafana.parts import INCIDENT_PAGE, LAST, MAX, SUM, series, words
from dashboards.grafana.queries import Latest, Values, Where

RULE = Variable("rule", "Pravidlo", Values(("net_alert",), "rule"))
SEVERITY = Variable("severity", "Závažnost", Values(("net_alert", "net_incident"), "severity"))
OF_SEVERITY = (Where("severity", "severity"),)
OF_RULE = (Where("rule", "rule"), *OF_SEVERITY)


def _alerts(title: str, text: str, field: str) -> Panel:
    """Return at how many things rules are in a phase."""
    asked = series("net_alert", field, MAX, OF_RULE, "rule", "severity")
    return Panel(title, text, lines("short", decimals=0), (asked,))


def _region(title: str, text: str, *fields: tuple[str, str]) -> Panel:
    """Return totals of the region."""
    asked = tuple(series("net_region", field, LAST, (), "region", alias=word) for field, word in fields)
    return Panel(title, text, lines("short", decimals=0), asked)


ALERTS = Board(
    "alerts",
    "Výstrahy a výpadky",
    (RULE, SEVERITY),
    (
        _alerts("Výstrahy platí", "U kolika věcí pravidlo platí; nejvíc za krok.", "firing"),
        _alerts("Výstrahy čekají", "U kolika věcí se čeká, zda to potrvá; nejvíc za krok.", "pending"),
        _region("Otevřené výpadky", "Kolik příčin právě trvá.", ("incidents", "výpadky")),
        _region("Lidé bez spojení", "Obyvatelé obcí, které nejsou připojené.", ("inhabitants_cut", "obyvatelé")),
        Panel(
            "Odříznuté obce podle příčiny",
            "Kolik obcí vzala příčina, když začala nebo když skončila.",
            lines("short", decimals=0),
            (series("net_incident", "isolated", MAX, OF_SEVERITY, "cause", "kind"),),
        ),
        Panel(
            "Jak dlouho trvaly",
            "Součet délek výpadků, které v kroku skončily, podle příčiny.",
            lines("s"),
            (series("net_incident", "lasted_s", SUM, OF_SEVERITY, "cause"),),
        ),
        words(
            "Výpadky",
            "Začátky a konce, nejnovější první; odkaz vede na výpadek.",
            Latest(
                "net_incident",
                ("kind", "severity", "cause_kind", "cause"),
                ("isolated", "inhabitants", "devices", "lasted_s", "id"),
                OF_SEVERITY,
            ),
            width=24,
            links=(INCIDENT_PAGE,),
        ),
    ),
    page="/vystrahy",
)
