"""What a device's interfaces say of themselves, from its newest measurements."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards.plain import plain
from netmon.clock import Millis
from netmon.model import FieldValue, Measurement

OPER_STATUS = ("", "up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown")
"""ifOperStatus by its number, RFC 2863; ifAdminStatus has the first three."""
SIGNS = {"up": "operational", "down": "disconnected", "lowerLayerDown": "disconnected", "notPresent": "disconnected"}


@dataclass(frozen=True, slots=True)
class Port:
    """One interface; rates in bit/s, utilisation as a share of its speed, None where not known."""

    name: str
    alias: str
    oper: str
    admin: str
    speed: int | None
    in_bps: float | None
    out_bps: float | None
    errors: int | None
    at: Millis

    @property
    def sign(self) -> str:
        """The name of its sign; one that is shut on purpose is no trouble."""
        return "unmonitored" if self.admin == "down" else SIGNS.get(self.oper, "unknown")

    def used(self, rate: float | None) -> float | None:
        """Return a rate as a share of the speed."""
        return rate / self.speed if rate is not None and self.speed else None


def ports(measurements: Iterable[Measurement]) -> list[Port]:
    """Return the interfaces, those in trouble first."""
    fields: dict[str, dict[str, FieldValue]] = {}
    times: dict[str, Millis] = {}
    for measurement in measurements:
        if name := measurement.tags.get("ifname"):
            fields.setdefault(name, {}).update(measurement.fields)
            times[name] = max(times.get(name, measurement.time), measurement.time)
    found = [_port(name, known, times[name]) for name, known in fields.items()]
    return sorted(found, key=lambda port: (port.sign == "operational", port.sign == "unmonitored", port.name))


def _port(name: str, fields: dict[str, FieldValue], at: Millis) -> Port:
    errors = [_whole(fields.get(side)) for side in ("in_errors", "out_errors")]
    return Port(
        name,
        alias=plain(fields.get("alias", "")),
        oper=_status(fields.get("oper")),
        admin=_status(fields.get("admin")),
        speed=_whole(fields.get("speed")),
        in_bps=_number(fields.get("in_bps")),
        out_bps=_number(fields.get("out_bps")),
        errors=sum(count for count in errors if count) if any(count is not None for count in errors) else None,
        at=at,
    )


def _status(value: FieldValue | None) -> str:
    number = _whole(value)
    return OPER_STATUS[number] if number is not None and 0 < number < len(OPER_STATUS) else ""


def _whole(value: FieldValue | None) -> int | None:
    return value if isinstance(value, int) else None


def _number(value: FieldValue | None) -> float | None:
    return float(value) if isinstance(value, int | float) else None
