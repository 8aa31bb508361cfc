"""The boards of a device, and of links and the interfaces they end at."""

from dataclasses import replace

from dashboards.grafana.board import Board, Variable
from dashboards.grafana.panels import Panel, lines
from dashboards.grafana.parts import (
    DEVICE_PAGE,
    END_PAGE,
    LAST,
    OF_DEVICE,
    PORT_PAGE,
    RATE,
    Flow,
    both_ways,
    round_trips,
    series,
    timeline,
    traffic,
    words,
)
from dashboards.grafana.queries import Latest, Values, Where
from dashboards.grafana.signs import DEVICES, LINKS, MAINTENANCE, PORTS

DEVICE = Variable("device", "Zařízení", Values(("net_dev",), "device"), several=False)
LINK = Variable("link", "Spoj", Values(("net_link",), "link"))
AT = Variable("device", "Zařízení", Values(("net_if",), "device"), several=False)
INTERFACE = Variable("ifname", "Rozhraní", Values(("net_if",), "ifname", OF_DEVICE))
OF_LINK = (Where("link", "link"),)
OF_INTERFACE = (*OF_DEVICE, Where("ifname", "ifname"))

ONE_DEVICE = Board(
    "device",
    "Zařízení",
    (DEVICE,),
    (
        replace(
            timeline("Stav", series("net_dev", "state", LAST, OF_DEVICE, "device"), DEVICES, DEVICE_PAGE), height=5
        ),
        replace(
            timeline("Údržba", series("net_dev", "maintenance", LAST, OF_DEVICE, "device"), MAINTENANCE, DEVICE_PAGE),
            height=5,
        ),
        *round_trips(OF_DEVICE),
        Panel(
            "Doba běhu",
            "Jak dlouho běží agent zařízení; pád k nule je restart.",
            lines("s"),
            (series("net_dev", "uptime_s", LAST, OF_DEVICE, "device"),),
            links=(DEVICE_PAGE,),
        ),
        Panel(
            "Starty agenta",
            "Kolikrát se agent SNMPv3 spustil (snmpEngineBoots).",
            lines("short", decimals=0),
            (series("net_dev", "engine_boots", LAST, OF_DEVICE, "device"),),
            links=(DEVICE_PAGE,),
        ),
        *traffic(OF_DEVICE),
        words(
            "Co o sobě říká",
            "Jméno, popis a podvozek, jak je zařízení samo hlásí.",
            Latest("net_dev_info", ("device",), ("name", "descr", "chassis"), OF_DEVICE),
        ),
        words(
            "Události",
            "Změny stavu a totožnosti; nejnovější první.",
            Latest("net_event", ("kind", "severity"), ("from_state", "to_state", "count", "text"), OF_DEVICE),
        ),
    ),
    page="/zarizeni/${device}",
)
LINES = Board(
    "link",
    "Spoje a rozhraní",
    (LINK, AT, INTERFACE),
    (
        timeline(
            "Stavy spojů",
            series("net_link", "state", LAST, OF_LINK, "link", "a_device", alias="$tag_link"),
            LINKS,
            END_PAGE,
        ),
        timeline(
            "Údržba spojů",
            series("net_link", "maintenance", LAST, OF_LINK, "link", "a_device", alias="$tag_link"),
            MAINTENANCE,
            END_PAGE,
        ),
        timeline(
            "Rozhraní: provozní stav",
            series("net_if", "oper", LAST, OF_INTERFACE, "device", "ifname"),
            PORTS,
            PORT_PAGE,
        ),
        timeline(
            "Rozhraní: povoleno",
            series("net_if", "admin", LAST, OF_INTERFACE, "device", "ifname"),
            PORTS,
            PORT_PAGE,
        ),
        *traffic(OF_INTERFACE),
        both_ways("Pakety", "Jednosměrné pakety za sekundu.", Flow("packets", RATE, "pps"), OF_INTERFACE),
        Panel(
            "Rychlost",
            "Rychlost, kterou rozhraní hlásí.",
            lines("bps"),
            (series("net_if", "speed", LAST, OF_INTERFACE, "device", "ifname"),),
            links=(PORT_PAGE,),
        ),
        both_ways("Chyby", "Chybné rámce za sekundu.", Flow("errors", RATE, "pps"), OF_INTERFACE),
        both_ways("Zahozeno", "Zahozené rámce za sekundu.", Flow("discards", RATE, "pps"), OF_INTERFACE),
        words(
            "Popisy rozhraní",
            "Jak je rozhraní popsáno v zařízení; zapisuje se při změně.",
            Latest("net_if_info", ("device", "ifname"), ("alias", "descr"), OF_INTERFACE),
        ),
        words(
            "Sousedé",
            "Koho zařízení slyší (LLDP); zapisuje se hodinově.",
            Latest("net_neighbor", ("device", "ifname"), ("name", "port", "chassis"), OF_INTERFACE),
        ),
    ),
    page="/zarizeni/${device}",
)
