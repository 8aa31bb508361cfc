"""What happens to the region, and when: stories as data, planned over whatever topology there is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netmon.clock import MINUTE, SECOND, Millis
from netmon.errors import CommandRefused
from netmon.model import LinkName
from netmon.phrase import Phrase
from netmon.simulate.chance import choose
from netmon.simulate.orders import Action
from netmon.simulate.trunks import Trunks

WORK_LENGTH = Millis(2 * MINUTE)
FLAPS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to a link, `at` milliseconds after every device has answered."""

    at: Millis
    action: Action
    link: LinkName


@dataclass(frozen=True, slots=True)
class Work:
    """An announcement, made `at`: a maintenance window on a link begins at `starts`."""

    at: Millis
    link: LinkName
    starts: Millis
    length: Millis = WORK_LENGTH


@dataclass(frozen=True, slots=True)
class Story:
    """Steps in the order of their time; `spur` is the trunk it is all about."""

    spur: LinkName
    steps: tuple[Step | Work, ...]


def default_story(trunks: Trunks, seed: int) -> Story:
    """Return the story that is counted: a spur trunk is cut at 20 s and healed at 45 s."""
    spur = choose_spur(trunks, seed)
    return Story(spur, _outage(spur, 20, 45))


def full_story(trunks: Trunks, seed: int) -> Story:
    """Return the default story, then a ring cut, a flapping access link and announced work."""
    told = default_story(trunks, seed)
    ring = _choose(trunks.rings, seed, "ring")
    worked, flapping = (_choose(trunks.access, seed, purpose) for purpose in ("work", "flap"))
    work = Work(Millis(90 * SECOND), worked, Millis(95 * SECOND))
    flaps = (step for number in range(FLAPS) for step in _outage(flapping, 120 + 6 * number, 123 + 6 * number))
    return Story(told.spur, (*told.steps, *_outage(ring, 60, 80), work, *_outage(worked, 100, 115), *flaps))


STORIES: Mapping[str, Callable[[Trunks, int], Story]] = {"default": default_story, "full": full_story}


def choose_spur(trunks: Trunks, seed: int) -> LinkName:
    """Return the trunk that most municipalities depend on; the seed decides among equals."""
    most = max(map(len, trunks.spurs.values()), default=0)
    return _choose([link for link, behind in trunks.spurs.items() if len(behind) == most], seed, "spur")


def _choose(links: Sequence[LinkName], seed: int, purpose: str) -> LinkName:
    if not links:
        raise CommandRefused(
            Phrase(
                "this inventory has no {purpose} link for the story; show the demo another one with --inventory",
                purpose=purpose,
            )
        )
    return choose(links, seed, purpose)


def _outage(link: LinkName, start: int, end: int) -> tuple[Step, Step]:
    """Return the cut and the heal of a link, in seconds of the story."""
    return Step(Millis(start * SECOND), Action.CUT, link), Step(Millis(end * SECOND), Action.HEAL, link)
