"""What each status of `/api/v2/write` means."""

import pytest

from netmon.store.influx.verdict import Verdict, decide


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.CONFIRMED),
        (204, Verdict.CONFIRMED),
        (400, Verdict.HALVE),
        (413, Verdict.HALVE),
        (422, Verdict.PARTIAL),
        (301, Verdict.REFUSED),
        (401, Verdict.REFUSED),
        (403, Verdict.REFUSED),
        (404, Verdict.REFUSED),
        (408, Verdict.LATER),
        (429, Verdict.LATER),
        (500, Verdict.LATER),
        (503, Verdict.LATER),
        (None, Verdict.LATER),
    ],
)
def test_each_status_means_one_thing(status: int | None, verdict: Verdict) -> None:
    assert decide(status) is verdict


def test_points_are_given_up_only_when_the_server_has_them_or_says_they_are_bad() -> None:
    keeping = {Verdict.LATER, Verdict.REFUSED}
    assert {status for status in range(100, 600) if decide(status) not in keeping} == {200, 204, 400, 413, 422}
