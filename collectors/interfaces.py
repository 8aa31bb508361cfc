"""How much each interface carries, what it loses, and whether it is up.

IF-MIB: ifXTable, with ifTable where the former is missing. A series is known by ifName (ifDescr
where there is none), so that renumbered rows never splice.

`net_if`: the counters as they stand (`in_octets`, `out_octets`, unicast `in_packets`,
`out_packets`, `in_errors`, `out_errors`, `in_discards`, `out_discards`); `in_bps`, `out_bps` in
whole bit/s on the device's own clock, left out after a reset; `in_util`, `out_util` in per cent of
`speed` (bit/s); `oper` and `admin` as IF-MIB numbers them (1 up, 2 down, …); `last_change`, when
`oper` last changed, in milliseconds since the epoch.
`net_if_info`, on the first reading and on change: `alias`, `descr`, as the device says them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from netmon.clock import MINUTE, Millis
from netmon.collector import Context, SnmpCollector
from netmon.model import FieldValue, Measurement
from netmon.snmp.counters import MILLIS_PER_TICK, Moment, bits_per_second, elapsed_ticks
from netmon.snmp.declaration import Column, Declaration, Index, Reading, Row, Syntax, Table, Value

IF_TABLE = (1, 3, 6, 1, 2, 1, 2, 2, 1)
IF_X_TABLE = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1)
TABLE_LAST_CHANGE = (1, 3, 6, 1, 2, 1, 31, 1, 5)

C32, C64, GAUGE, INTEGER, TEXT, TICKS = (
    Syntax.COUNTER32,
    Syntax.COUNTER64,
    Syntax.GAUGE32,
    Syntax.INTEGER,
    Syntax.TEXT,
    Syntax.TIME_TICKS,
)


def _wide(name: str, descriptor: str, column: int, narrow: int) -> Column:
    """Return a 64-bit column of ifXTable whose fallback is its 32-bit forerunner in ifTable."""
    fallback = Column(name, descriptor.replace("HC", ""), (*IF_TABLE, narrow), C32)
    return Column(name, descriptor, (*IF_X_TABLE, column), C64, fallback)


KEY = Column("ifname", "ifName", (*IF_X_TABLE, 1), TEXT, fallback=Column("ifname", "ifDescr", (*IF_TABLE, 2), TEXT))
DISCONTINUITY = Column("discontinuity", "ifCounterDiscontinuityTime", (*IF_X_TABLE, 19), TICKS)
COUNTERS = (
    _wide("in_octets", "ifHCInOctets", 6, 10),
    _wide("out_octets", "ifHCOutOctets", 10, 16),
    _wide("in_packets", "ifHCInUcastPkts", 7, 11),
    _wide("out_packets", "ifHCOutUcastPkts", 11, 17),
    Column("in_errors", "ifInErrors", (*IF_TABLE, 14), C32),
    Column("out_errors", "ifOutErrors", (*IF_TABLE, 20), C32),
    Column("in_discards", "ifInDiscards", (*IF_TABLE, 13), C32),
    Column("out_discards", "ifOutDiscards", (*IF_TABLE, 19), C32),
)
STATUS = (
    Column("oper", "ifOperStatus", (*IF_TABLE, 8), INTEGER),
    Column("admin", "ifAdminStatus", (*IF_TABLE, 7), INTEGER),
)
TEXTS = (
    Column("alias", "ifAlias", (*IF_X_TABLE, 18), TEXT),
    Column("descr", "ifDescr", (*IF_TABLE, 2), TEXT),
)
DECLARATION = Declaration(
    tables=(
        Table(
            "interfaces",
            columns=(
                KEY,
                *COUNTERS,
                *STATUS,
                Column("high_speed", "ifHighSpeed", (*IF_X_TABLE, 15), GAUGE),
                Column("low_speed", "ifSpeed", (*IF_TABLE, 5), GAUGE),
                Column("last_change", "ifLastChange", (*IF_TABLE, 9), TICKS),
                DISCONTINUITY,
                *TEXTS,
            ),
            key=KEY,
            trigger=Column("table_last_change", "ifTableLastChange", TABLE_LAST_CHANGE, TICKS),
        ),
    ),
    discontinuity=DISCONTINUITY,
)
TAGS = ("device", "municipality", "orp", "role")
MEGA = 1_000_000
SPEED_OVERFLOW = (1 << 32) - 1
"""What ifSpeed says of everything faster (IF-MIB)."""
LARGEST_INTEGER = 1 << 63


def is_watched(_table: str, key: Value, context: Context) -> bool:
    """Return whether the inventory wants this interface."""
    return context.watched is None or key in context.watched


@dataclass(frozen=True, slots=True)
class Sight:
    """An interface as it was seen: its row and its ifIndex, and when on both clocks."""

    index: Index
    row: Row
    moment: Moment


def parse(reading: Reading, previous: Reading | None, context: Context) -> Sequence[Measurement]:
    """Return a `net_if` for each watched interface, and a `net_if_info` where its words are new."""
    before = _sights(previous) if previous else {}
    return tuple(
        measurement
        for name, sight in _sights(reading).items()
        if is_watched("interfaces", name, context)
        for measurement in _measurements(name, sight, before.get(name), context)
    )


def _sights(reading: Reading) -> Mapping[str, Sight]:
    """Return the interfaces by name; of rows that share one, the first by index stands."""
    rows = sorted(reading.tables.get("interfaces", {}).items(), reverse=True)
    return {
        name: Sight(index, row, Moment(_number(row, "sysUpTime") or reading.uptime, reading.at))
        for index, row in rows
        if isinstance(name := row.get("ifname"), str)
    }


def _measurements(name: str, sight: Sight, before: Sight | None, context: Context) -> Iterator[Measurement]:
    tags = {key: context.tags[key] for key in TAGS} | {"ifname": name}
    fields = {**_standing(sight), **_rates(sight, before)}
    yield Measurement("net_if", dict(sorted(tags.items())), fields, context.slot)
    texts = _texts(sight.row)
    if texts and (before is None or texts != _texts(before.row)):
        yield Measurement("net_if_info", {"device": tags["device"], "ifname": name}, texts, context.slot)


def _standing(sight: Sight) -> dict[str, FieldValue]:
    """Return what the row says by itself."""
    names = [column.name for column in (*COUNTERS, *STATUS)]
    stated = {
        **{name: _number(sight.row, name) for name in names},
        "speed": speed(sight.row),
        "last_change": last_change(sight),
    }
    return {name: value for name, value in stated.items() if value is not None}


def _rates(sight: Sight, before: Sight | None) -> dict[str, FieldValue]:
    """Return what two sights say together: nothing if the counters started anew in between.

    An interface with another ifIndex was made anew, even where its discontinuity time stays 0 (net-snmp).
    """
    if before is None or (sight.index, _discontinuity(sight)) != (before.index, _discontinuity(before)):
        return {}
    ticks, limit = elapsed_ticks(before.moment, sight.moment), speed(sight.row)
    fields: dict[str, FieldValue] = {}
    for direction in ("in", "out"):
        counter = f"{direction}_octets"
        rate = bits_per_second(before.row.get(counter), sight.row.get(counter), ticks=ticks, speed=limit)
        if rate is not None:
            fields[f"{direction}_bps"] = rate
            if limit:
                fields[f"{direction}_util"] = round(100 * rate / limit, 2)
    return fields


def _discontinuity(sight: Sight) -> Value | None:
    return sight.row.get(DISCONTINUITY.name)


def speed(row: Row) -> int | None:
    """Return the speed in bit/s: ifHighSpeed where it says anything, else ifSpeed; None if unknown."""
    if high := _number(row, "high_speed"):
        return high * MEGA
    low = _number(row, "low_speed")
    return low if low and low != SPEED_OVERFLOW else None


def last_change(sight: Sight) -> int | None:
    """Return when the interface last changed state, on the wall clock.

    ifLastChange is sysUpTime at that moment; 0 means before the agent started, and what lies ahead
    of sysUpTime is from before its wrap or from an agent that is wrong: both are unknown.
    """
    changed, now = _number(sight.row, "last_change"), sight.moment.uptime
    if not changed or changed > now:
        return None
    return Millis(sight.moment.at - (now - changed) * MILLIS_PER_TICK)


def _texts(row: Row) -> Mapping[str, FieldValue]:
    values = {column.name: row.get(column.name) for column in TEXTS}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _number(row: Row, name: str) -> int | None:
    """Return a number that InfluxDB can keep; an honest counter takes centuries to get beyond."""
    value = row.get(name)
    return int(value) if isinstance(value, int) and value < LARGEST_INTEGER else None


COLLECTOR = SnmpCollector("interfaces", MINUTE, DECLARATION, parse, keep=is_watched)
