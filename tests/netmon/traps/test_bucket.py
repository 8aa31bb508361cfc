"""A token bucket gives what it holds at once, then what has grown, and never more."""

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import SECOND, Millis
from netmon.traps.bucket import Allowance, Bucket

FIVE = Allowance.per_second(5, burst=20)
NOON = Millis(1_795_000_000_000)


def taken(moments: list[int], allowance: Allowance = FIVE) -> list[int]:
    """Return the moments at which a token was there to take."""
    bucket, granted = Bucket.full(allowance, NOON), list[int]()
    for moment in moments:
        left = bucket.taken(allowance, Millis(NOON + moment))
        if left is not None:
            bucket = left
            granted.append(moment)
    return granted


def test_a_full_bucket_gives_its_burst_and_then_one_each_time_one_has_grown() -> None:
    assert taken([0] * 25) == [0] * 20
    assert taken([0] * 25 + [199, 200, 201, 399, 400]) == [0] * 20 + [200, 400]


def test_what_grows_beyond_the_burst_is_lost() -> None:
    assert len(taken([0] * 20 + [100_000] * 25)) == 40


def test_ten_thousand_a_second_get_what_one_a_fifth_of_a_second_gets() -> None:
    flood = [number // 10 for number in range(100_000)]
    assert len(taken(flood)) == 20 + 49


@given(st.lists(st.integers(0, 60_000), max_size=300).map(sorted), st.integers(1, 50), st.integers(1, 5 * SECOND))
def test_no_window_of_time_gets_more_than_the_burst_and_what_grew_in_it(
    moments: list[int], burst: int, every: int
) -> None:
    granted = taken(moments, Allowance(burst, Millis(every)))
    for start in range(len(granted)):
        for end in range(start, len(granted)):
            assert end - start + 1 <= burst + (granted[end] - granted[start]) // every + 1


def test_a_bucket_is_full_again_when_all_has_grown_back() -> None:
    bucket = Bucket(0, NOON)
    assert not bucket.is_full(FIVE, Millis(NOON + 3_999))
    assert bucket.is_full(FIVE, Millis(NOON + 4_000))
