"""Whether the clock can be believed, and who is asked about it."""

import pytest

from netmon.clock import HOUR, MINUTE, Millis
from netmon.doctor.clock import Reading, judge, judge_synchronisation, read_chrony, read_timedatectl
from netmon.doctor.finding import Verdict

NOW = Millis(1_795_000_000_000)
CHRONY = """Reference ID    : C0000201 (192.0.2.1)
Stratum         : 3
Leap status     : {}
"""


@pytest.mark.parametrize(
    ("installed", "beat", "verdict"),
    [
        (NOW - HOUR, None, Verdict.OK),
        (NOW - HOUR, NOW, Verdict.OK),
        (NOW + MINUTE, NOW + MINUTE, Verdict.OK),
        (NOW + MINUTE + 1, None, Verdict.ERROR),
        (NOW - HOUR, NOW + MINUTE + 1, Verdict.ERROR),
    ],
)
def test_what_has_happened_lies_in_the_past(installed: int, beat: int | None, verdict: Verdict) -> None:
    assert judge(Reading(NOW, Millis(installed), None if beat is None else Millis(beat))).verdict is verdict


@pytest.mark.parametrize(
    ("is_synchronised", "verdict"), [(True, Verdict.OK), (False, Verdict.WARNING), (None, Verdict.WARNING)]
)
def test_a_clock_that_nobody_vouches_for_is_doubted(
    is_synchronised: bool | None,  # noqa: FBT001 -- a column of the table
    verdict: Verdict,
) -> None:
    assert judge_synchronisation(is_synchronised=is_synchronised).verdict is verdict


@pytest.mark.parametrize(
    ("said", "means"),
    [("NTPSynchronized=yes\n", True), ("NTPSynchronized=no\n", False), ("", None), ("Failed to connect to bus", None)],
)
def test_systemd_is_understood(said: str, means: bool | None) -> None:  # noqa: FBT001 -- a column of the table
    assert read_timedatectl(said) is means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (CHRONY.format("Normal"), True),
        (CHRONY.format("Insert second"), True),
        (CHRONY.format("Not synchronised"), False),
        ("506 Cannot talk to daemon", None),
        ("", None),
    ],
)
def test_chrony_is_understood(said: str, means: bool | None) -> None:  # noqa: FBT001 -- a column of the table
    assert read_chrony(said) is means
