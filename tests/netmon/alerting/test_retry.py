"""When a message is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from netmon.alerting.retry import FIRST, GIVE_UP, LONGEST, next_attempt
from netmon.clock import EPOCH, Millis

DRAWS = st.floats(0, 1, exclude_max=True)
ATTEMPTS = st.integers(1, 10_000)


@given(ATTEMPTS, DRAWS, st.integers(0, GIVE_UP - 1))
def test_the_wait_is_drawn_from_a_span_that_doubles_up_to_five_minutes(attempts: int, draw: float, age: int) -> None:
    now = Millis(age)
    next_at = next_attempt(attempts, EPOCH, now, draw)
    assert next_at is not None
    assert 1 <= next_at - now <= min(LONGEST, FIRST * 2 ** (attempts - 1))


@given(ATTEMPTS, DRAWS, st.integers(GIVE_UP, 2 * GIVE_UP))
def test_after_a_day_it_is_given_up(attempts: int, draw: float, age: int) -> None:
    assert next_attempt(attempts, EPOCH, Millis(age), draw) is None


def test_the_wait_grows_with_the_attempts() -> None:
    spans = [next_attempt(attempts, EPOCH, EPOCH, 0.5) for attempts in (1, 2, 3, 9, 100)]
    assert spans == [500, 1_000, 2_000, 128_000, 150_000]
