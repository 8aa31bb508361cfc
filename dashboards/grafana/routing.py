"""The board of routing: the sessions that are planned, and what routers count."""

from dataclasses import replace

from dashboards.grafana.board import Board, Variable
from dashboards.grafana.panels import Panel, lines
from dashboards.grafana.parts import DEVICE_BOARD, DEVICE_PAGE, LAST, OF_DEVICE, RATE, SELDOM, series, timeline
from dashboards.grafana.queries import Values, Where
from dashboards.grafana.signs import SESSIONS

ROUTER = Variable("device", "Zařízení", Values(("net_session", "net_routing"), "device"))
PROTOCOL = Variable("protocol", "Protokol", Values(("net_session",), "protocol", OF_DEVICE))
OF_SESSION = (*OF_DEVICE, Where("protocol", "protocol"))


def _counts(title: str, text: str, *fields: tuple[str, str]) -> Panel:
    """Return what the command line of routers counts."""
    queries = tuple(
        series("net_routing", field, LAST, OF_DEVICE, "device", alias=f"$tag_device {word}") for field, word in fields
    )
    return Panel(
        title, text, lines("short", decimals=0), queries, width=8, every=SELDOM, links=(DEVICE_BOARD, DEVICE_PAGE)
    )


ROUTING = Board(
    "routing",
    "Směrování",
    (ROUTER, PROTOCOL),
    (
        replace(
            timeline(
                "Plánované relace",
                series("net_session", "state", LAST, OF_SESSION, "device", "neighbor", "protocol"),
                SESSIONS,
                DEVICE_BOARD,
                DEVICE_PAGE,
            ),
            every=SELDOM,
            height=10,
        ),
        Panel(
            "Změny relací",
            "Kolik změn stavu za sekundu počítá zařízení samo.",
            lines("cps"),
            (series("net_session", "changes", RATE, OF_SESSION, "device", "neighbor", "protocol"),),
            height=10,
            every=SELDOM,
            links=(DEVICE_BOARD, DEVICE_PAGE),
        ),
        _counts(
            "OSPF",
            "Sousedé, a z nich ve stavu Full. Démon, který neběží, není nula sousedů, ale mezera.",
            ("ospf_neighbors", "sousedé"),
            ("ospf_full", "Full"),
        ),
        _counts(
            "BGP",
            "Protějšky, a z nich ve stavu Established. Démon, který neběží, je mezera.",
            ("bgp_peers", "protějšky"),
            ("bgp_established", "Established"),
        ),
        _counts("Cesty", "Známé a používané.", ("routes_rib", "známé"), ("routes_fib", "používané")),
    ),
)
