"""What spans cover together is counted once, wherever they overlap, and only inside the window."""

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import Interval, Millis
from netmon.judgement.cover import Cover

WINDOW = Interval(Millis(10), Millis(40))
SPANS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 12)).map(
        lambda pair: Interval(Millis(pair[0]), Millis(pair[0] + pair[1]))
    ),
    max_size=8,
)


def ticks(spans: list[Interval]) -> set[int]:
    return {tick for span in spans for tick in range(span.start, span.end)}


@given(SPANS, st.integers(0, 60), st.integers(0, 60))
def test_every_millisecond_counts_once(spans: list[Interval], one: int, other: int) -> None:
    asked = Interval(Millis(min(one, other)), Millis(max(one, other)))
    covered = ticks(spans) & ticks([WINDOW])
    assert Cover.of(spans, WINDOW).of_span(asked) == len(covered & ticks([asked]))


@given(SPANS, SPANS)
def test_what_two_cover_is_what_each_covers(spans: list[Interval], others: list[Interval]) -> None:
    both = Cover.of(spans, WINDOW).within(Cover.of(others, WINDOW))
    assert both == Cover.of(others, WINDOW).within(Cover.of(spans, WINDOW))
    assert ticks(list(both.spans)) == ticks(spans) & ticks(others) & ticks([WINDOW])
    assert both.of_span(WINDOW) == len(ticks(list(both.spans)))
