"""The board of netmon itself: what it asked, what failed, and what waits."""

from dashboards.grafana.board import Board
from dashboards.grafana.panels import Panel, lines
from dashboards.grafana.parts import MAX, SUM
from dashboards.grafana.queries import Series, Summary


def _own(title: str, text: str, unit: str, summary: Summary, *fields: tuple[str, str]) -> Panel:
    """Return what netmon counts of its own work, one line for each collector or for each of several fields."""
    by = ("collector",) if len(fields) == 1 else ()
    queries = tuple(Series("netmon_self", field, summary, by, (), word) for field, word in fields)
    return Panel(title, text, lines(unit, decimals=0), queries, width=8)


EACH_COLLECTOR = "$tag_collector"
ITSELF = Board(
    "self",
    "netmon",
    (),
    (
        _own("Dotazy", "Kolik dotazů za krok.", "short", SUM, ("polled", EACH_COLLECTOR)),
        _own("Neúspěšné", "Kolik z nich nepřineslo, co mělo.", "short", SUM, ("failed", EACH_COLLECTOR)),
        _own("Opožděné", "Kolik jich začalo později než o pětinu intervalu.", "short", SUM, ("late", EACH_COLLECTOR)),
        _own("Nejdelší dotaz", "Nejdelší za krok.", "ms", MAX, ("cycle_ms", EACH_COLLECTOR)),
        _own(
            "Neuvěřitelné rychlosti",
            "Vynechané, protože je rozhraní neunese.",
            "short",
            SUM,
            ("absurd", EACH_COLLECTOR),
        ),
        _own("Vady agentů", "Hodnoty zakódované proti pravidlům.", "short", SUM, ("agent_faults", EACH_COLLECTOR)),
        _own(
            "Čeká na InfluxDB",
            "Řádky ve frontě a kolik z nich server odmítl.",
            "short",
            MAX,
            ("outbox_rows", "čeká"),
            ("dead_lines", "odmítnuto"),
            ("outbox_dropped", "zahozeno pro plnou frontu"),
        ),
        Panel(
            "Stáří fronty",
            "Jak dlouho čeká nejstarší řádek.",
            lines("s", limits=(600, 3600)),
            (Series("netmon_self", "outbox_oldest_s", MAX, (), (), "nejstarší řádek"),),
            width=8,
        ),
        _own(
            "Ztráty vzorků",
            "Od startu netmonu: co nevzal samples.db, a co by nevzal InfluxDB.",
            "short",
            MAX,
            ("samples_lost", "ztraceno"),
            ("samples_poisoned", "vynecháno"),
        ),
    ),
    page="/sber",
)
