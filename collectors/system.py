"""How long a device's agent has been up, and what the device calls itself.

SNMPv2-MIB: sysUpTime, sysName, sysDescr. SNMP-FRAMEWORK-MIB: snmpEngineBoots, snmpEngineTime.

`net_dev`: `uptime_s` in seconds, beyond sysUpTime's 497 days where the engine knows better;
`engine_boots`, how often the engine has been started.
`net_dev_info`, on the first reading and on change: `name`, `descr`, as the device says them.
"""

from collections.abc import Iterator, Mapping, Sequence

from netmon.clock import MINUTE
from netmon.collector import Context, SnmpCollector
from netmon.model import FieldValue, Measurement
from netmon.snmp.counters import TICKS_PER_SECOND, UPTIME_MODULUS
from netmon.snmp.declaration import Column, Declaration, Reading, Syntax

SYSTEM = (1, 3, 6, 1, 2, 1, 1)
ENGINE = (1, 3, 6, 1, 6, 3, 10, 2, 1)

DECLARATION = Declaration(
    scalars=(
        Column("name", "sysName", (*SYSTEM, 5), Syntax.TEXT),
        Column("descr", "sysDescr", (*SYSTEM, 1), Syntax.TEXT),
        Column("engine_boots", "snmpEngineBoots", (*ENGINE, 2), Syntax.INTEGER),
        Column("engine_time", "snmpEngineTime", (*ENGINE, 3), Syntax.INTEGER),
    ),
)
TEXTS = ("name", "descr")
DISAGREEMENT = 5
"""Seconds between sysUpTime and snmpEngineTime that reading them one after the other explains."""


def parse(reading: Reading, previous: Reading | None, context: Context) -> Sequence[Measurement]:
    """Return the device's uptime, and its own words if they are new."""
    return tuple(_measurements(reading, previous, context))


def _measurements(reading: Reading, previous: Reading | None, context: Context) -> Iterator[Measurement]:
    boots = reading.scalars.get("engine_boots")
    fields: dict[str, FieldValue] = {"uptime_s": uptime_seconds(reading)}
    if isinstance(boots, int):
        fields["engine_boots"] = int(boots)
    yield Measurement("net_dev", context.tags, fields, context.slot)
    texts = _texts(reading)
    if texts and (previous is None or texts != _texts(previous)):
        yield Measurement("net_dev_info", {"device": context.tags["device"]}, texts, context.slot)


def uptime_seconds(reading: Reading) -> int:
    """Return snmpEngineTime where it agrees with sysUpTime but for wraps, else sysUpTime."""
    seconds = reading.uptime // TICKS_PER_SECOND
    engine_time = reading.scalars.get("engine_time")
    if not isinstance(engine_time, int):
        return seconds
    wrap = UPTIME_MODULUS // TICKS_PER_SECOND
    apart = (engine_time - seconds + DISAGREEMENT) % wrap
    return int(engine_time) if apart <= 2 * DISAGREEMENT else seconds


def _texts(reading: Reading) -> Mapping[str, FieldValue]:
    values = {name: reading.scalars.get(name) for name in TEXTS}
    return {name: value for name, value in values.items() if isinstance(value, str)}


COLLECTOR = SnmpCollector("system", MINUTE, DECLARATION, parse)
