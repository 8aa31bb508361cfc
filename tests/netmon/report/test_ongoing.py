"""A period that is not over is counted until now, whatever is asked of it."""

from collections.abc import Iterable, Mapping

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.judgement.correction import Past
from netmon.model import MunicipalityCode
from netmon.report.ongoing import report_so_far, this_day, this_month
from netmon.report.period import moment
from tests.netmon.report.test_sla import OCTOBER, START, A, B, M, inventory, lived


@pytest.mark.parametrize(
    ("local", "day", "month"),
    [
        ("2026-10-01T00:00:01", "2026-10-01", "2026-10"),
        ("2026-10-31T23:59:59", "2026-10-31", "2026-10"),
        ("2026-11-01T00:00", "2026-10-31", "2026-10"),
        ("2026-11-01T00:00:01", "2026-11-01", "2026-11"),
    ],
)
def test_at_midnight_sharp_the_period_that_is_just_over_is_meant(local: str, day: str, month: str) -> None:
    assert (this_day(moment(local)).name, this_month(moment(local)).name) == (day, month)


def test_a_report_so_far_ends_now_and_reads_no_further() -> None:
    now, asked = Millis(START + 10 * HOUR), list[tuple[tuple[MunicipalityCode, ...], Interval]]()

    def pasts(codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        asked.append((tuple(codes), window))
        return {A: Past(lived()), B: Past(lived((HOUR, 2 * HOUR, M.ISOLATED), (2 * DAY, 3 * DAY, M.ISOLATED)))}

    made = report_so_far(pasts, inventory(minimum_outage="5m"), (A, B), OCTOBER, now)
    assert asked == [((A, B), Interval(Millis(START - 5 * MINUTE), now))]
    assert (made.window, made.is_final) == (Interval(START, now), False)
    assert [line.availability.outage for line in made.lines] == [0, HOUR]
