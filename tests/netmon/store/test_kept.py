"""What is kept, as lines and as counts, read beside the one that writes it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import HOUR, MINUTE, SECOND, Interval, Millis
from netmon.model import FieldValue, Measurement
from netmon.store.backlog import waiting
from netmon.store.database import SAMPLES_FILE, open_present
from netmon.store.kept import Kept, Point, counted, read_line, slices
from netmon.store.lineprotocol import encode_fields, encode_series, join_line
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import T0, after, state, traffic

START = Millis(T0 // HOUR * HOUR)
DAY = Interval(START, Millis(START + 24 * HOUR))

names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8).filter(
    lambda text: not text.endswith("\\")
)
values = st.one_of(
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8),
)


@pytest.fixture
def samples(tmp_path: Path) -> Iterator[SampleStore]:
    with SampleStore(tmp_path, forwarding=True) as store:
        yield store


@pytest.fixture
def kept(samples: SampleStore, tmp_path: Path) -> Iterator[Kept]:
    del samples
    with closing(open_present(tmp_path / SAMPLES_FILE)) as connection:
        yield Kept(connection)


def at(span: int) -> Millis:
    return Millis(START + span)


def measured() -> list[Measurement]:
    """Return five hours of an interface and a device, with an event that holds what line protocol escapes."""
    told: dict[str, FieldValue] = {"text": 'says "a=b, c" \\', "count": 3, "is so": True, "rtt_ms": 0.1}
    every = range(0, 5 * HOUR, 10 * MINUTE)
    lines = [each for span in every for each in (traffic("xe 1,2=3", at=at(span)), state(at=at(span + 3)))]
    return [*lines, Measurement("net event", {"kind": "a b"}, told, at(7 * MINUTE))]


def test_what_is_kept_makes_the_lines_that_were_sent(samples: SampleStore, kept: Kept) -> None:
    samples.write(measured(), now=at(5 * HOUR))
    sent = sorted(waiting(kept.connection))
    assert len(sent) == 61
    assert sorted(kept.lines(DAY)) == sent
    while samples.roll_up(at(3 * HOUR)):
        """Three hours settle, the others stay fresh."""
    assert sorted(kept.lines(DAY)) == sent


def test_lines_come_slice_by_slice_and_none_twice(samples: SampleStore, kept: Kept) -> None:
    samples.write(measured(), now=at(5 * HOUR))
    whole = Interval(at(MINUTE), at(5 * HOUR - MINUTE))
    parts = [sorted(kept.lines(part)) for part in slices(whole, Millis(7 * MINUTE))]
    assert sorted(line for part in parts for line in part) == sorted(kept.lines(whole))


def test_counts_are_those_of_the_lines(samples: SampleStore, kept: Kept) -> None:
    samples.write(measured(), now=at(5 * HOUR))
    while samples.roll_up(at(2 * HOUR)):
        """Two hours settle, the others stay fresh."""
    by_hour = counted(kept.lines(DAY), DAY, HOUR)
    assert {part.start: kept.counts(part) for part in slices(DAY, HOUR) if kept.counts(part)} == by_hour
    assert by_hour[START]["net event", "is so"] == 1
    assert by_hour[START]["net_if", "in_bps"] == 6


def test_samples_of_a_series_in_one_second_are_one_point(samples: SampleStore, kept: Kept) -> None:
    samples.write([traffic(at=at(100)), state(at=at(500)), state(at=at(900)), state(at=at(1_000))], now=START)
    parted = [Measurement("net_dev", state().tags, {name: 1}, at(2_000 + number)) for number, name in enumerate("ab")]
    samples.write(parted, now=START)
    counts = kept.counts(DAY)
    assert counts["net_dev", "state"] == 2
    assert (counts["net_dev", "a"], counts["net_dev", "b"]) == (1, 1)


@given(names, st.dictionaries(names, names, max_size=3), st.dictionaries(names, values, min_size=1, max_size=3))
def test_whatever_line_is_written_can_be_read(name: str, tags: dict[str, str], fields: dict[str, FieldValue]) -> None:
    encoded = encode_fields(name, fields)
    series = encode_series(name, tags)
    assert isinstance(series, str)
    assert encoded.poison == ()
    line = join_line(series, encoded.text, T0)
    assert line is not None
    assert read_line(line) == Point(name, tuple(fields), Millis(T0 // SECOND * SECOND))


@pytest.mark.parametrize(
    "line", ["", "# chunk 3, lines: 70", "net_if", "net_if in_bps=1i", "a b=1i x", "a b=1i,c=2i 17"]
)
def test_what_is_no_line_is_none_or_told_whole(line: str) -> None:
    point = read_line(line)
    assert point is None or point == Point("a", ("b", "c"), Millis(17_000))


def test_a_span_is_cut_at_whole_multiples() -> None:
    parts = list(slices(Interval(after(5), after(2 * HOUR)), HOUR))
    assert (parts[0].start, parts[-1].end) == (after(5), after(2 * HOUR))
    assert all(part.end % HOUR == 0 for part in parts[:-1])
    assert Counter(part.start for part in parts).most_common(1)[0][1] == 1
    assert list(slices(Interval(T0, T0), HOUR)) == []
