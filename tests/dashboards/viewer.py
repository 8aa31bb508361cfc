"""What Grafana does between a board and InfluxDB: it puts times, steps and the values of variables into a query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from netmon.clock import Interval, Millis

SPECIAL = re.compile(r"[\\^$*+?.()|\[\]{}/]")
"""What Grafana escapes in a value that stands inside a regular expression, the slash that would end it too."""
UNRESOLVED = re.compile(r"\$(?!/)")
EVERYTHING = ".*"


@dataclass(frozen=True, slots=True)
class Viewer:
    """What somebody looks at: a period in steps, and the values chosen of each variable, none for all."""

    period: Interval
    step: Millis
    chosen: Mapping[str, tuple[str, ...]]

    def asks(self, query: str) -> str:
        """Return a query as Grafana sends it."""
        period = f"time >= {self.period.start}ms and time <= {self.period.end}ms"
        query = query.replace("$timeFilter", period).replace("$__interval", f"{self.step}ms")
        for name, values in self.chosen.items():
            query = query.replace(f"${name}", _in_expression(values))
        assert not UNRESOLVED.search(query), query
        return query


def _in_expression(values: tuple[str, ...]) -> str:
    escaped = [SPECIAL.sub(r"\\\g<0>", value) for value in values]
    if not escaped:
        return EVERYTHING
    return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"
