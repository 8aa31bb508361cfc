"""How the monitor itself is doing, as it is written down."""

from netmon.clock import MINUTE, SECOND, Millis
from netmon.engine.tally import Tally
from netmon.model import DeviceName, Measurement, PollErrorKind, PollFailure, PollResult

AT = Millis(1_795_000_020_000)


def test_polls_failures_and_what_was_hard_to_believe_are_counted_until_they_are_taken() -> None:
    absurd = Measurement("net_if", {}, {"in_absurd": True, "out_absurd": True}, AT)
    sound = Measurement("net_if", {}, {"in_bps": 1, "out_absurd": True}, AT)
    silent = PollFailure(PollErrorKind.NO_RESPONSE, "silent")
    tally = Tally()
    tally.add(
        [
            PollResult(
                DeviceName("a"), "interfaces", AT, AT, Millis(AT + 40), (absurd, sound), answered=True, faults=2
            ),
            PollResult(DeviceName("b"), "interfaces", AT, AT, Millis(AT + 90), failure=silent, faults=1),
        ],
        {"interfaces": MINUTE},
    )
    counted, _ = tally.take(AT, outbox_rows=0, outbox_oldest_s=0)
    assert counted.tags == {"collector": "interfaces"}
    assert counted.fields == {
        "polled": 2,
        "failed": 1,
        "late": 0,
        "cycle_ms": 90,
        "absurd": 3,
        "agent_faults": 3,
    }
    assert len(list(tally.take(AT, outbox_rows=0, outbox_oldest_s=0))) == 1


def test_a_poll_that_begins_over_a_fifth_of_its_interval_late_is_counted() -> None:
    tally = Tally()
    for seconds in (0, 12, 13):
        started = Millis(AT + seconds * SECOND)
        tally.add([PollResult(DeviceName("a"), "interfaces", AT, started, started)], {"interfaces": MINUTE})
    assert tally.late == 1
