"""The boards of places: the region with its municipalities, and one municipality."""

from dataclasses import replace

from dashboards.grafana.board import Board, Variable
from dashboards.grafana.panels import Panel, lines
from dashboards.grafana.parts import (
    DEVICE_BOARD,
    DEVICE_PAGE,
    END_PAGE,
    IN_ORP,
    LAST,
    MEAN,
    OF_TOWN,
    TOWN_BOARD,
    TOWN_PAGE,
    census,
    round_trips,
    series,
    timeline,
    traffic,
    words,
)
from dashboards.grafana.queries import Latest, Values
from dashboards.grafana.signs import DEVICES, LINKS, MAINTENANCE, MUNICIPALITIES

ORP = Variable("orp", "ORP", Values(("net_muni",), "orp"))
MUNICIPALITY = Variable("municipality", "Obec (kód)", Values(("net_muni",), "municipality", IN_ORP), several=False)

REGION = Board(
    "region",
    "Kraj a obce",
    (ORP,),
    (
        census("Obce podle stavu", "net_muni", "municipality", MUNICIPALITIES),
        census("Zařízení podle stavu", "net_dev", "device", DEVICES),
        census("Spoje podle stavu", "net_link", "link", LINKS),
        replace(
            timeline(
                "Stavy obcí",
                series("net_muni", "state", LAST, IN_ORP, "municipality"),
                MUNICIPALITIES,
                TOWN_BOARD,
                TOWN_PAGE,
            ),
            height=16,
        ),
        replace(
            timeline(
                "Stavy spojů",
                series("net_link", "state", LAST, IN_ORP, "link", "a_device", alias="$tag_link"),
                LINKS,
                END_PAGE,
            ),
            height=16,
        ),
        Panel(
            "Obce v provozu",
            "Podíl času, kdy je obec spojena; čas bez dat se nepočítá.",
            lines("percentunit", top=1),
            (series("net_muni", "up", MEAN, IN_ORP, "orp"),),
        ),
        timeline(
            "Údržba",
            series("net_muni", "maintenance", LAST, IN_ORP, "municipality"),
            MAINTENANCE,
            TOWN_BOARD,
            TOWN_PAGE,
        ),
        words(
            "Události zařízení",
            "Změny stavu a totožnosti; nejnovější první.",
            Latest("net_event", ("device", "kind", "severity"), ("text",)),
            width=24,
        ),
    ),
)
TOWN = Board(
    "municipality",
    "Obec",
    (ORP, MUNICIPALITY),
    (
        replace(
            timeline(
                "Stav obce",
                series("net_muni", "state", LAST, OF_TOWN, "municipality"),
                MUNICIPALITIES,
                TOWN_PAGE,
            ),
            height=5,
        ),
        replace(
            timeline(
                "Údržba",
                series("net_muni", "maintenance", LAST, OF_TOWN, "municipality"),
                MAINTENANCE,
                TOWN_PAGE,
            ),
            height=5,
        ),
        replace(
            timeline(
                "Stavy zařízení",
                series("net_dev", "state", LAST, OF_TOWN, "device"),
                DEVICES,
                DEVICE_BOARD,
                DEVICE_PAGE,
            ),
            width=24,
        ),
        *round_trips(OF_TOWN),
        *traffic(OF_TOWN),
    ),
    page="/o/${municipality}",
)
