"""What a collector is given: a device, its tags, and readings as a session would make them."""

from collections.abc import Mapping
from ipaddress import IPv4Address

from netmon.clock import Millis
from netmon.collector import Context
from netmon.inventory.models import Device, DeviceRole
from netmon.model import DeviceName, Measurement
from netmon.snmp.declaration import Counter64, Index, Reading, Row, Value

SLOT = Millis(1_760_000_000_000)
TAGS = {"device": "cheb-core-1", "municipality": "554481", "orp": "4102", "role": "core", "site": "cheb"}
DEVICE = Device(
    name=DeviceName("cheb-core-1"),
    site="cheb",
    role=DeviceRole.CORE,
    platform="frr",
    addresses=(IPv4Address("127.18.0.1"),),
)


def context(watched: frozenset[str] | None = None, names: Mapping[str, str] | None = None) -> Context:
    """Return what `parse` may know beside the answer."""
    return Context(DEVICE, TAGS, SLOT, watched, names or {})


def interface(**values: Value) -> Row:
    """Return a row of the interfaces collector: a gigabit port that is up, unless `values` says otherwise."""
    row: dict[str, Value] = {
        "sysUpTime": 1_000_000,
        "ifname": "xe1",
        "in_octets": Counter64(10**12),
        "out_octets": Counter64(2 * 10**12),
        "oper": 1,
        "admin": 1,
        "high_speed": 1_000,
        "low_speed": 1_000_000_000,
        "discontinuity": 0,
        "alias": "Cheb – Aš",
        "descr": "GigabitEthernet0/1",
    }
    return row | values


def reading(
    rows: Mapping[Index, Row] | None = None, *, seconds: int = 0, scalars: Row | None = None, uptime: int = 1_000_000
) -> Reading:
    """Return a reading some seconds after the first."""
    at = Millis(SLOT + seconds * 1_000)
    return Reading(at, uptime + seconds * 100, scalars or {}, {"interfaces": rows or {}})


def by_name(measurements: object, name: str) -> Mapping[str, Measurement]:
    """Return the measurements of one name by interface."""
    assert isinstance(measurements, tuple)
    return {found.tags.get("ifname", ""): found for found in measurements if found.name == name}
