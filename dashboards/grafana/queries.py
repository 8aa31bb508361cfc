"""What a panel asks InfluxDB, in InfluxQL: the one language that 1.8, 2.x and 3 all read."""

from dataclasses import dataclass
from enum import StrEnum

IN_TIME = "$timeFilter"
EVERY = "time($__interval)"
MOST_ROWS = 200


class Form(StrEnum):
    """How Grafana takes an answer."""

    SERIES = "time_series"
    TABLE = "table"


class Summary(StrEnum):
    """What stands for a series over one step of a panel."""

    LAST = "last"
    MEAN = "mean"
    MAX = "max"
    SUM = "sum"
    RATE = "rate"
    """How much a counter grew a second, from its last value of a step to that of the next; nothing if it fell."""


@dataclass(frozen=True, slots=True)
class Where:
    """Only series whose tag is among the values of a variable."""

    tag: str
    variable: str

    @property
    def text(self) -> str:
        """The condition; inside a regular expression Grafana escapes what a device may have put into a name."""
        return f'"{self.tag}" =~ /^${self.variable}$/'


@dataclass(frozen=True, slots=True)
class Series:
    """One field over time, one series for each set of the tags in `by`; where nothing was written is a gap."""

    measurement: str
    field: str
    summary: Summary
    by: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()
    alias: str = ""
    form: Form = Form.SERIES

    @property
    def text(self) -> str:
        """The question in InfluxQL."""
        groups = ", ".join((EVERY, *map(_quoted, self.by)))
        source = f"FROM {_quoted(self.measurement)} WHERE {_conditions(self.where)}"
        return f"SELECT {self._selected} {source} GROUP BY {groups} fill(null)"

    @property
    def _selected(self) -> str:
        field = _quoted(self.field)
        if self.summary is Summary.RATE:
            return f"non_negative_derivative(last({field}), 1s)"
        return f"{self.summary.value}({field})"

    @property
    def tags(self) -> frozenset[str]:
        """The tags it names."""
        return frozenset({*self.by, *(where.tag for where in self.where)})

    @property
    def fields(self) -> frozenset[str]:
        """The fields it names."""
        return frozenset({self.field})


@dataclass(frozen=True, slots=True)
class Census:
    """How many things are in one state at the end of each step, told apart by a tag; none is no point."""

    measurement: str
    of: str
    state: int
    alias: str
    where: tuple[Where, ...] = ()
    form: Form = Form.SERIES

    @property
    def text(self) -> str:
        """The question in InfluxQL."""
        source = f"FROM {_quoted(self.measurement)} WHERE {_conditions(self.where)}"
        each = f'SELECT last("state") AS "state" {source} GROUP BY {EVERY}, {_quoted(self.of)}'
        condition = f'WHERE "state" = {self.state} AND {IN_TIME}'
        return f'SELECT count("state") FROM ({each}) {condition} GROUP BY {EVERY} fill(none)'  # noqa: S608 -- our names

    @property
    def tags(self) -> frozenset[str]:
        """The tags it names."""
        return frozenset({self.of, *(where.tag for where in self.where)})

    @property
    def fields(self) -> frozenset[str]:
        """The fields it names."""
        return frozenset({"state"})


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest points as a table: columns of tags, then of fields."""

    measurement: str
    told_by: tuple[str, ...]
    says: tuple[str, ...]
    where: tuple[Where, ...] = ()
    alias: str = ""
    form: Form = Form.TABLE

    @property
    def text(self) -> str:
        """The question in InfluxQL."""
        columns = (
            *(f"{_quoted(tag)}::tag" for tag in self.told_by),
            *(f"{_quoted(field)}::field" for field in self.says),
        )
        source = f"FROM {_quoted(self.measurement)} WHERE {_conditions(self.where)}"
        return f"SELECT {', '.join(columns)} {source} ORDER BY time DESC LIMIT {MOST_ROWS}"

    @property
    def tags(self) -> frozenset[str]:
        """The tags it names."""
        return frozenset({*self.told_by, *(where.tag for where in self.where)})

    @property
    def fields(self) -> frozenset[str]:
        """The fields it names."""
        return frozenset(self.says)


Query = Series | Census | Latest
"""A panel's question to InfluxDB."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a tag that a variable offers, of one or several measurements."""

    measurements: tuple[str, ...]
    tag: str
    where: tuple[Where, ...] = ()

    @property
    def text(self) -> str:
        """The question in InfluxQL; time is not asked, as InfluxDB forgets a series when its last point goes."""
        condition = f" WHERE {' AND '.join(where.text for where in self.where)}" if self.where else ""
        sources = ", ".join(map(_quoted, self.measurements))
        return f"SHOW TAG VALUES FROM {sources} WITH KEY = {_quoted(self.tag)}{condition}"

    @property
    def tags(self) -> frozenset[str]:
        """The tags it names."""
        return frozenset({self.tag, *(where.tag for where in self.where)})


def _conditions(where: tuple[Where, ...]) -> str:
    return " AND ".join((*(each.text for each in where), IN_TIME))


def _quoted(name: str) -> str:
    return f'"{name}"'
