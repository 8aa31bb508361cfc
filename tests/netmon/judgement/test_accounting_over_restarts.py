"""Availability that is computed from a log written in pieces, by netmons that die, equals that of the whole story."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import EPOCH, Interval, ManualClock, Millis
from netmon.judgement.availability import Availability, StateInterval, account
from netmon.model import Entity, EntityKind, MunicipalityCode, MunicipalityState, Transition
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.judgement.histories import M, span

CODES = tuple(map(MunicipalityCode, ("554481", "554499")))
LAST = 100
CHANGES = st.lists(
    st.tuples(st.sampled_from(CODES), st.integers(0, LAST), st.sampled_from(M), st.booleans()), max_size=15
)
"""Whose state became what, when it happened, and whether netmon dies after writing it down."""
WINDOWS = st.tuples(st.integers(0, LAST), st.integers(0, 30)).map(lambda drawn: span(drawn[0], drawn[0] + drawn[1]))

Story = Sequence[tuple[MunicipalityCode, int, MunicipalityState, bool]]


def believed(story: Story, code: MunicipalityCode, window: Interval) -> Availability:
    """Return the availability by the belief at the end: a change that is back-dated undoes the later ones."""
    changes: dict[int, MunicipalityState] = {}
    for name, at, state, _ in story:
        if name == code:
            changes = {moment: known for moment, known in changes.items() if moment < at} | {at: state}
    states = []
    for tick in range(window.start, window.end):
        past = [moment for moment in changes if moment <= tick]
        if past:
            states.append(StateInterval(span(tick, tick + 1), changes[max(past)]))
    return account(window, states, [])


def written(directory: Path, story: Story, window: Interval) -> dict[MunicipalityCode, Availability]:
    """Write a story, beginning anew wherever netmon dies, and return what the log says in the end."""
    store = StateStore(directory)
    for code, at, state, dies in story:
        change = Transition(Entity(EntityKind.MUNICIPALITY, code), None, state, Millis(at), Millis(LAST), "")
        store.record_history([change], [])
        if dies:
            store.close()
            store = StateStore(directory)
    store.close()
    with closing(StoreReader(directory, ManualClock(EPOCH))) as reader:
        pasts = reader.pasts(CODES, window)
        return {code: account(window, past.states, past.excuses) for code, past in pasts.items()}


def check(story: Story, window: Interval) -> None:
    """Hold P8: in pieces and with deaths between them, or at once: the same."""
    with TemporaryDirectory() as directory:
        assert written(Path(directory), story, window) == {code: believed(story, code, window) for code in CODES}


@given(CHANGES, WINDOWS)
@settings(max_examples=15, deadline=None)
def test_a_log_written_in_pieces_tells_the_same_availability(story: Story, window: Interval) -> None:
    check(story, window)


@pytest.mark.long
@given(CHANGES, WINDOWS)
@settings(max_examples=300, deadline=None)
def test_many_logs_written_in_pieces_tell_the_same_availability(story: Story, window: Interval) -> None:
    check(story, window)
