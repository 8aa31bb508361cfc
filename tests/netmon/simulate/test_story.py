"""Stories planned over a topology."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory
from netmon.judgement.network import Network
from netmon.model import LinkName
from netmon.simulate.orders import Action
from netmon.simulate.story import STORIES, Step, Story, Work
from netmon.simulate.trunks import Trunks
from tests.netmon.simulate.small import ACCESS, RING, SPUR, TOWNS, small_region


def trunks_of(inventory: Inventory) -> Trunks:
    return Trunks.of(inventory, Network.of(inventory))


TRUNKS = trunks_of(small_region())


def steps_of(story: Story) -> list[Step]:
    return [step for step in story.steps if isinstance(step, Step)]


def test_links_are_told_apart_by_what_their_loss_means() -> None:
    assert TRUNKS.spurs == {SPUR: {TOWNS["d"]}}
    assert set(TRUNKS.rings) == {RING, "b-c", "c-a"}
    assert set(TRUNKS.access) == set(ACCESS)


def test_the_default_story_cuts_the_spur_at_20_s_and_heals_it_at_45_s() -> None:
    story = STORIES["default"](TRUNKS, 1)
    assert story == Story(SPUR, (Step(Millis(20_000), Action.CUT, SPUR), Step(Millis(45_000), Action.HEAL, SPUR)))


@given(seed=st.integers())
def test_the_full_story_goes_forward_and_heals_whatever_it_cuts(seed: int) -> None:
    story = STORIES["full"](TRUNKS, seed)
    assert [step.at for step in story.steps] == sorted(step.at for step in story.steps)
    cut: set[LinkName] = set()
    for step in steps_of(story):
        change = cut.add if step.action is Action.CUT else cut.remove
        change(step.link)
    assert not cut


@given(seed=st.integers())
def test_announced_work_covers_its_outage_and_is_announced_before(seed: int) -> None:
    story = STORIES["full"](TRUNKS, seed)
    (work,) = (step for step in story.steps if isinstance(step, Work))
    outage = [step.at for step in steps_of(story) if step.link == work.link and work.at < step.at <= 115_000]
    assert work.at < work.starts < min(outage)
    assert max(outage) < work.starts + work.length


def test_a_region_without_a_spur_is_refused_with_the_cure() -> None:
    whole = small_region()
    ringed = whole.model_copy(update={"links": {name: link for name, link in whole.links.items() if name != SPUR}})
    with pytest.raises(CommandRefused, match="no spur link for the story"):
        STORIES["default"](trunks_of(ringed), 1)
