"""What a municipality's contacts are told of its own outage, and of its end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from netmon.clock import HOUR, Interval, Millis
from netmon.inventory.models import Correspondent, Topic
from netmon.judgement.availability import StateInterval
from netmon.language import Language
from netmon.letters.letter import Letter
from netmon.letters.office import Office
from netmon.letters.outages import Outage, last_outage, outage_since
from netmon.letters.post import Begun, on_the_day_of, outage_subject
from netmon.letters.wording import (
    GREETING,
    LOOK,
    at_moment,
    at_time,
    between,
    footer_for_town,
    help_at,
    lasting,
)
from netmon.model import Entity, EntityKind, Maintenance, MunicipalityCode, NotificationKind
from netmon.phrase import Phrase

STEADY = HOUR
"""How long a connection that came and went must last to be believed in."""


@dataclass(frozen=True, slots=True)
class Sights:
    """What is known of the municipalities of late: their states in order, what excuses, and where somebody works."""

    states: Mapping[MunicipalityCode, Sequence[StateInterval]]
    excuses: Sequence[Maintenance] = ()
    in_hand: frozenset[MunicipalityCode] = frozenset()


def outage_letters(office: Office, sights: Sights) -> tuple[Letter, ...]:
    """Return what is due: that a connection is gone, to whoever asked; that it is back, to whoever was told."""
    return (*_beginnings(office, sights), *_ends(office, sights))


def _beginnings(office: Office, sights: Sights) -> Iterator[Letter]:
    settled = office.inventory.region.letters.settled
    for code in office.inventory.municipalities:
        wanting = tuple(office.contacts(code, Topic.OUTAGE))
        outage = last_outage(sights.states.get(code, ()), settled) if wanting else None
        if outage is None or outage.until is not None:
            continue
        windows = [window for window in sights.excuses if Entity(EntityKind.MUNICIPALITY, code) in window.scope]
        for address, contact in wanting:
            kind = _kind(office, code, address, outage)
            if kind is not None and not any(_is_expected(office, window, code, address) for window in windows):
                yield _beginning(office, _Case(code, address, contact, outage, kind, windows, code in sights.in_hand))


def _is_expected(office: Office, window: Maintenance, code: MunicipalityCode, address: str) -> bool:
    return office.now in window.window and office.announced(window, code, address)


def _kind(office: Office, code: MunicipalityCode, address: str, outage: Outage) -> NotificationKind | None:
    """Return what is to be said of an outage that lasts, None if nothing is, as it is short or told already."""
    known, letters = office.post.about(code, address), office.inventory.region.letters
    if outage.down < letters.settled or any(each.is_open or each.since == outage.since for each in known):
        return None
    today = on_the_day_of(known, office.now)
    if sum(not each.is_flapping for each in today) < letters.per_day:
        return NotificationKind.FIRING
    if not any(each.is_flapping for each in today):
        return NotificationKind.FLAPPING
    return NotificationKind.FIRING if outage.down >= STEADY else None


@dataclass(frozen=True, slots=True)
class _Case:
    """One contact, and the outage that the contact is to hear of."""

    code: MunicipalityCode
    address: str
    contact: Correspondent
    outage: Outage
    kind: NotificationKind
    windows: Sequence[Maintenance]
    is_in_hand: bool


def _beginning(office: Office, case: _Case) -> Letter:
    name, since, language = office.name_of(case.code), case.outage.since, case.contact.language
    if case.kind is NotificationKind.FLAPPING:
        title = Phrase("{name}: the connection comes and goes", name=name)
    else:
        title = Phrase("{name}: no connection since {time}", name=name, time=at_time(since))
    return Letter(
        subject_id=outage_subject(case.code, since),
        kind=case.kind,
        address=case.address,
        language=language,
        title=title,
        paragraphs=tuple(_told(office, case, name)),
        url=office.page_of(case.code),
        button=LOOK,
        footer=footer_for_town(name),
        started=since,
    )


def _told(office: Office, case: _Case, name: str) -> Iterator[Phrase]:
    language = case.contact.language
    yield GREETING
    at = at_moment(case.outage.since, language)
    yield Phrase("{name} has had no connection to the region's network since {at}.", name=name, at=at)
    if case.outage.is_local:
        yield Phrase(
            "The network leads up to the municipality, but the equipment there does not answer. "
            "Please see whether it has power."
        )
    else:
        yield Phrase("The cause lies outside the municipality; there is nothing for you to do.")
    yield from _about_works(office, case)
    if case.is_in_hand:
        yield Phrase("The operator of the network is working on it.")
    else:
        yield Phrase("The operator of the network has been told.")
    if case.kind is NotificationKind.FLAPPING:
        span = lasting(STEADY)
        yield Phrase("It is not the first time today. The next letter comes once it has lasted for {span}.", span=span)
    else:
        yield Phrase("We write again when the connection is back.")
    yield from help_at(office.inventory.region.letters.helpdesk)


def _about_works(office: Office, case: _Case) -> Iterator[Phrase]:
    """Yield whether planned work has to do with it: work that the contact was told of, or was not."""
    language, lasts = case.contact.language, Interval(case.outage.since, Millis(office.now + 1))
    for window in case.windows:
        end = at_moment(window.window.end, language)
        if office.now in window.window:
            yield Phrase("It is planned maintenance, which is to be over by {end}.", end=end)
        elif window.window.intersect(lasts) and office.announced(window, case.code, case.address):
            yield Phrase("It began during the announced maintenance, which was to be over by {end}.", end=end)


def _ends(office: Office, sights: Sights) -> Iterator[Letter]:
    for begun in office.post.begun:
        settled = STEADY if begun.is_flapping else office.inventory.region.letters.settled
        outage = outage_since(begun.since, sights.states.get(begun.code, ()), settled)
        if begun.is_open and outage.until is not None and outage.is_over(settled):
            yield _end(office, begun, outage.until)


def _end(office: Office, begun: Begun, until: Millis) -> Letter:
    name, language = office.name_of(begun.code), Language(str(begun.row.message.payload["language"]))
    outage = Interval(begun.since, until)
    title = Phrase("{name}: connection restored after {span}", name=name, span=lasting(outage.length))
    if begun.is_flapping:
        title = Phrase("{name}: the connection is steady again", name=name)
    return Letter(
        subject_id=begun.row.message.subject_id,
        kind=NotificationKind.RESOLVED,
        address=begun.row.message.address,
        language=language,
        title=title,
        paragraphs=(
            GREETING,
            Phrase("{name} is connected to the region's network again.", name=name),
            *help_at(office.inventory.region.letters.helpdesk),
        ),
        url=office.page_of(begun.code),
        button=LOOK,
        footer=footer_for_town(name),
        started=outage.start,
        ended=outage.end,
        facts=(
            (Phrase("Coming and going" if begun.is_flapping else "Outage"), between(outage, language)),
            (Phrase("It lasted"), lasting(outage.length)),
        ),
    )
