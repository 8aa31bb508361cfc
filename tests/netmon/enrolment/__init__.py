"""Tests of `netmon.enrolment`, and what they begin with: the shipped region, and devices that introduce themselves."""

from dataclasses import replace
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from netmon.enrolment.survey import Neighbour, Port, Portrait
from netmon.enrolment.wishes import Meeting
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.model import InterfaceName

ADDRESS = "198.18.255.4"
MEETING = Meeting(ADDRESS, 161, "core")
XE1, XE2 = InterfaceName("xe1"), InterfaceName("xe2")
STRANGER = Portrait(
    name="cheb-edge-1.example.org",
    descr="Cisco IOS XR Software (NCS-5500), Version 7.3.2",
    location="",
    ports=(Port(XE1, 10**10, is_up=True), Port(XE2, None, is_up=False)),
    addresses=(ip_address(ADDRESS), ip_address("2001:db8::4")),
    neighbours=(),
)


@cache
def region() -> Inventory:
    """Return the shipped inventory: 134 municipalities and a synthetic backbone."""
    return load(Path(__file__).parents[3] / "inventory")


def empty() -> Inventory:
    """Return the region before anybody has written down a device."""
    return region().model_copy(update={"sites": {}, "devices": {}, "links": {}, "anchors": {}, "windows": {}})


def stranger(*neighbours: Neighbour, **said: object) -> Portrait:
    """Return a device nobody has written down, with neighbours, and saying something else where `said`."""
    return replace(STRANGER, neighbours=neighbours, **said)  # type: ignore[arg-type]  # any field of a portrait


def heard(name: str, port: str = "ge-9/9/9", at: InterfaceName = XE1, *addresses: str) -> Neighbour:
    """Return a neighbour."""
    return Neighbour(at, name, port, tuple(map(ip_address, addresses)))
