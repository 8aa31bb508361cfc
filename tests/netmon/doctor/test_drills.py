"""Whether it is tried each week that a call would reach people."""

import pytest

from netmon.doctor.drills import examine
from netmon.doctor.finding import Verdict
from netmon.inventory.models import Weekday
from netmon.settings import Drill
from tests.netmon.region import region


@pytest.mark.parametrize(
    ("drill", "routes", "verdict", "cure"),
    [
        (Drill(day=Weekday.WED), None, Verdict.OK, ""),
        (None, None, Verdict.NOT_CHECKED, "NETMON_DRILL__DAY=wed sends everybody a test"),
        (None, [], Verdict.NOT_CHECKED, ""),
    ],
)
def test_it_says_how_drills_are_turned_on(
    drill: Drill | None, routes: list[object] | None, verdict: Verdict, cure: str
) -> None:
    found = examine(drill, region() if routes is None else region(routes=routes))
    assert found.verdict is verdict
    assert (found.cure or "").startswith(cure)
    assert (found.cure is None) is (not cure)
