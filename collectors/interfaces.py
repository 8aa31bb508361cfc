"""How much each interface carries, what it loses, and whether it is up.

IF-MIB: ifXTable, with ifTable where the former is missing. A series is known by ifName (ifDescr
where there is none), so that renumbered rows never splice; of an interface that was renamed or
moved, by the name that it is known by.

`net_if`: the counters as they stand (`in_octets`, `out_octets`, unicast `in_packets`,
`out_packets`, `in_errors`, `out_errors`, `in_discards`, `out_discards`); `in_bps`, `out_bps` in
whole bit/s on the device's own clock, left out after a reset; `in_absurd`, `out_absurd`, true where
that rate is left out because no interface of this `speed` (bit/s) carries so much; `in_util`,
`out_util` in per cent of `speed`; `oper` and `admin` as IF-MIB numbers them (1 up, 2 down, …);
`last_change`, when `oper` last changed, in milliseconds since the epoch.
`net_if_info`, on the first reading, on change and under a new ifIndex: `alias`, `descr`, as the
device says them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from netmon.clock import MINUTE, Millis
from netmon.collector import Context, SnmpCollector
from netmon.model import FieldValue, Measurement
from netmon.snmp.counters import ABSURD, MILLIS_PER_TICK, Moment, bits_per_second, elapsed_ticks
from netmon.snmp.declaration import Column, Declaration, Index, Reading, Row, Syntax, Table, Value
from netmon.snmp.plan import UPTIME
from netmon.snmp.sheet import differ_in_numbers_alone, numbers_of

IF_TABLE = (1, 3, 6, 1, 2, 1, 2, 2, 1)
IF_X_TABLE = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1)
TABLE_LAST_CHANGE = (1, 3, 6, 1, 2, 1, 31, 1, 5)

TABLE = "interfaces"
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
            TABLE,
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
NUMBERS = tuple(column.name for column in (*COUNTERS, *STATUS))
SPEEDS = ("high_speed", "low_speed")
FIGURES = (UPTIME, *SPEEDS, "last_change", DISCONTINUITY.name)
"""Numbers of a row that others are made of."""
WORDS = tuple(column.name for column in TEXTS)
DIRECTIONS = tuple((f"{way}_octets", f"{way}_bps", f"{way}_util", f"{way}_absurd") for way in ("in", "out"))
"""Of a direction the counter, and the fields that may come of it."""
MEGA = 1_000_000
SPEED_OVERFLOW = (1 << 32) - 1
"""What ifSpeed says of everything faster (IF-MIB)."""
LARGEST_INTEGER = 1 << 63


def is_watched(_table: str, key: Value, context: Context) -> bool:
    """Return whether the inventory wants this interface, by the name it is known by."""
    return context.watched is None or (isinstance(key, str) and context.names.get(key, key) in context.watched)


class Sight(NamedTuple):
    """An interface as it was seen: its row, the figures in it, its speed, and when on both clocks."""

    row: Row
    figures: Mapping[str, int]
    speed: int | None
    moment: Moment

    @classmethod
    def of(cls, row: Row, reading: Reading) -> "Sight":
        """Return what a reading tells of an interface in this row."""
        figures = numbers_of(row, FIGURES)
        moment = Moment(figures.get(UPTIME) or reading.uptime, reading.at, reading.boots)
        return cls(row, figures, speed(figures), moment)


def parse(reading: Reading, previous: Reading | None, context: Context) -> Sequence[Measurement]:
    """Return a `net_if` for each watched interface, and a `net_if_info` where its words are new."""
    return tuple(
        measurement
        for name, index, row in _interfaces(reading, context)
        for measurement in _measurements(
            name, Sight.of(row, reading), _before(previous, index, row, name) if previous else None, context
        )
    )


def _interfaces(reading: Reading, context: Context) -> Iterator[tuple[str, Index, Row]]:
    """Yield the watched interfaces by known name; of rows that share one, the first by index stands."""
    seen = set()
    for index, row in sorted(reading.tables.get(TABLE, {}).items()):
        present = row.get(KEY.name)
        if isinstance(present, str) and is_watched(TABLE, present, context):
            name = context.names.get(present, present)
            if name not in seen:
                seen.add(name)
                yield name, index, row


def _before(previous: Reading, index: Index, row: Row, name: str) -> Sight | None:
    """Return the interface as it was seen before, under its present name or the one that it is known by.

    One with another ifIndex was made anew, even where its discontinuity time stays 0 (net-snmp).
    """
    before = previous.tables.get(TABLE, {}).get(index)
    if before is None:
        return None
    is_the_same = differ_in_numbers_alone(row, before) or before.get(KEY.name) in (row.get(KEY.name), name)
    return Sight.of(before, previous) if is_the_same else None


def _measurements(name: str, sight: Sight, before: Sight | None, context: Context) -> Iterator[Measurement]:
    place = context.tags
    tags = {
        "device": place["device"],
        "ifname": name,
        "municipality": place["municipality"],
        "orp": place["orp"],
        "role": place["role"],
    }
    fields = _standing(sight)
    if before is not None:
        fields |= _rates(sight, before)
    yield Measurement("net_if", tags, fields, context.slot)
    if before is not None and differ_in_numbers_alone(sight.row, before.row):
        return
    texts = _texts(sight.row)
    if texts and (before is None or texts != _texts(before.row)):
        yield Measurement("net_if_info", {"device": place["device"], "ifname": name}, texts, context.slot)


def _standing(sight: Sight) -> dict[str, FieldValue]:
    """Return what the row says by itself."""
    fields: dict[str, FieldValue] = {**_storable(numbers_of(sight.row, NUMBERS))}
    if sight.speed is not None:
        fields["speed"] = sight.speed
    if (changed := last_change(sight)) is not None:
        fields["last_change"] = changed
    return fields


def _rates(sight: Sight, before: Sight) -> dict[str, FieldValue]:
    """Return what two sights say together: nothing if the counters started anew in between.

    An interface that changed its speed may have been as fast as either.
    """
    now, then = sight.row, before.row
    if sight.figures.get(DISCONTINUITY.name) != before.figures.get(DISCONTINUITY.name):
        return {}
    ticks = elapsed_ticks(before.moment, sight.moment)
    limit = max(sight.speed or 0, before.speed or 0)
    fields: dict[str, FieldValue] = {}
    for counter, bps, share, absurd in DIRECTIONS:
        rate = bits_per_second(then.get(counter), now.get(counter), ticks=ticks, speed=limit or None)
        if rate is ABSURD:
            fields[absurd] = True
        elif rate is not None:
            fields[bps] = rate
            if limit and limit == sight.speed:
                fields[share] = round(100 * rate / limit, 2)
    return fields


def speed(figures: Mapping[str, int]) -> int | None:
    """Return the speed in bit/s that SPEEDS tell: ifHighSpeed where it says anything, else ifSpeed; None if unknown."""
    if high := figures.get("high_speed"):
        return high * MEGA
    low = figures.get("low_speed")
    return low if low and low != SPEED_OVERFLOW else None


def last_change(sight: Sight) -> int | None:
    """Return when the interface last changed state, on the wall clock.

    ifLastChange is sysUpTime at that moment; 0 means before the agent started, and what lies ahead
    of sysUpTime is from before its wrap or from an agent that is wrong: both are unknown.
    """
    changed, now = sight.figures.get("last_change"), sight.moment.uptime
    if not changed or changed > now:
        return None
    return Millis(sight.moment.at - (now - changed) * MILLIS_PER_TICK)


def _texts(row: Row) -> Mapping[str, FieldValue]:
    return {name: value for name in WORDS if isinstance(value := row.get(name), str)}


def _storable(numbers: dict[str, int]) -> dict[str, int]:
    """Return the numbers that InfluxDB can keep; an honest counter takes centuries to get beyond."""
    if max(numbers.values(), default=0) < LARGEST_INTEGER:
        return numbers
    return {name: number for name, number in numbers.items() if number < LARGEST_INTEGER}


COLLECTOR = SnmpCollector(TABLE, MINUTE, DECLARATION, parse, keep=is_watched)
