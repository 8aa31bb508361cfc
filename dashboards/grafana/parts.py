"""What the boards have in common: panels that several of them show, and where a click leads."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.grafana.board import ADDRESS
from dashboards.grafana.panels import Link, Panel, heap, lines, states, table
from dashboards.grafana.queries import Census, Latest, Series, Summary, Where
from dashboards.grafana.signs import Shown

LAST, MEAN, MAX, SUM, RATE = Summary.LAST, Summary.MEAN, Summary.MAX, Summary.SUM, Summary.RATE
LOSS = (5.0, 20.0)
LOAD = (70.0, 90.0)
"""Per cent beyond which it is much, and too much."""
SELDOM = "5m"
"""How often the command line of a router is asked."""

IN_ORP = (Where("orp", "orp"),)
OF_TOWN = (Where("municipality", "municipality"),)
OF_DEVICE = (Where("device", "device"),)

TOWN_PAGE = Link("Obec v netmonu", f"${{{ADDRESS}}}/o/${{__field.labels.municipality}}")
DEVICE_PAGE = Link("Zařízení v netmonu", f"${{{ADDRESS}}}/zarizeni/${{__field.labels.device}}")
END_PAGE = Link("Zařízení na konci A v netmonu", f"${{{ADDRESS}}}/zarizeni/${{__field.labels.a_device}}")
PORT_PAGE = Link(
    "Rozhraní v netmonu",
    f"${{{ADDRESS}}}/zarizeni/${{__field.labels.device}}"
    "?interface=${__field.labels.ifname:percentencode}&from=${__from}&to=${__to}",
)
INCIDENT_PAGE = Link("Výpadek v netmonu", f"${{{ADDRESS}}}/v/${{__data.fields.id}}")
TOWN_BOARD = Link(
    "Pohled na obec", "/d/netmon-municipality?var-municipality=${__field.labels.municipality}&${__url_time_range}"
)
DEVICE_BOARD = Link("Pohled na zařízení", "/d/netmon-device?var-device=${__field.labels.device}&${__url_time_range}")
EACH_PORT = "$tag_device $tag_ifname"
SEVERAL_STEPS = "Ukazuje poslední stav každého kroku; v delším období je krok delší než minuta, zkraťte je."
GAP = "Mezera je čas, kdy netmon neběžel nebo nezapisoval."


def census(title: str, measurement: str, of: str, shown: Mapping[int, Shown]) -> Panel:
    """Return how many are in which state."""
    counted = sorted(shown.items())
    return Panel(
        title,
        "Kolik jich je v kterém stavu. Co je bez dat, je vidět jako bez dat, nikdy jako v provozu.",
        heap(),
        tuple(Census(measurement, of, state, each.word, IN_ORP) for state, each in counted),
        width=8,
        colours={each.word: each.colour for _, each in counted},
    )


def timeline(title: str, query: Series, shown: Mapping[int, Shown], *links: Link) -> Panel:
    """Return the states of things over time."""
    return Panel(title, f"{GAP} {SEVERAL_STEPS}", states(shown), (query,), links=links)


def series(
    measurement: str, field: str, summary: Summary, where: tuple[Where, ...], *by: str, alias: str = ""
) -> Series:
    """Return a question about one field, told apart by tags and called by them."""
    return Series(measurement, field, summary, by, where, alias or " ".join(f"$tag_{tag}" for tag in by))


def round_trips(where: tuple[Where, ...]) -> tuple[Panel, Panel]:
    """Return how long devices take to answer, and how often they do not."""
    return (
        Panel(
            "Odezva",
            "Střední doba odpovědi na ICMP; bez odpovědi není žádná, ne nulová.",
            lines("ms"),
            (series("net_dev", "rtt_ms", MEAN, where, "device"),),
            links=(DEVICE_BOARD, DEVICE_PAGE),
        ),
        Panel(
            "Ztráty",
            "Podíl dotazů ICMP bez odpovědi.",
            lines("percent", limits=LOSS, top=100),
            (series("net_dev", "loss_pct", MEAN, where, "device"),),
            links=(DEVICE_BOARD, DEVICE_PAGE),
        ),
    )


@dataclass(frozen=True, slots=True)
class Flow:
    """A figure that interfaces have in both directions: `in_…` and `out_…` of a name."""

    name: str
    summary: Summary
    unit: str


def both_ways(title: str, text: str, flow: Flow, where: tuple[Where, ...]) -> Panel:
    """Return a figure of interfaces in both directions."""
    queries = tuple(
        series("net_if", f"{way}_{flow.name}", flow.summary, where, "device", "ifname", alias=f"{EACH_PORT} {word}")
        for way, word in (("in", "dovnitř"), ("out", "ven"))
    )
    limits, top = (LOAD, 100) if flow.unit == "percent" else (None, None)
    return Panel(title, text, lines(flow.unit, limits=limits, top=top), queries, links=(PORT_PAGE,))


def traffic(where: tuple[Where, ...]) -> tuple[Panel, Panel]:
    """Return what interfaces carry, and how much of what they could."""
    return (
        both_ways("Provoz", "Průměr kroku; po restartu čítačů chybí, není nulový.", Flow("bps", MEAN, "bps"), where),
        both_ways("Využití", "Nejvyšší podíl z rychlosti rozhraní.", Flow("util", MAX, "percent"), where),
    )


def words(title: str, text: str, query: Latest, width: int = 12, links: tuple[Link, ...] = ()) -> Panel:
    """Return the newest of what was said."""
    return Panel(title, text, table(), (query,), width, links=links)
