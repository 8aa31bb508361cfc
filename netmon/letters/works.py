"""What a municipality's contacts are told of maintenance that will take its connection, and of its being called off."""

from collections.abc import Iterable, Iterator, Sequence

from netmon.commands import PlanMaintenance
from netmon.inventory.models import Correspondent, Topic
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.language import Language
from netmon.letters.letter import Letter
from netmon.letters.office import Office
from netmon.letters.post import WORK, work_subject
from netmon.letters.wording import GREETING, LOOK, between, footer_for_town, help_at, lasting, on_day
from netmon.letters.workdays import notice_due
from netmon.maintenance.preview import CollisionKind, preview
from netmon.maintenance.work import PERSON, Work
from netmon.model import Delivery, DeliveryState, EntityKind, MunicipalityCode, NotificationKind
from netmon.phrase import Phrase

CALLED_OFF = 1
"""The number of the letter that takes an announcement back."""


def maintenance_letters(office: Office, topology: Topology, works: Sequence[Work]) -> tuple[Letter, ...]:
    """Return the letters that are due about works that people announced and that are not over.

    Recurring windows say when work may be done and not that it is, so nobody is written to about them.
    """
    announced = [work for work in works if work.source == PERSON and office.now < work.frame.end]
    kept = [work for work in announced if work.cancelled is None]
    return (
        *(letter for work in kept for letter in _announcements(office, topology, work, kept)),
        *(letter for work in announced for letter in _withdrawals(office, work)),
    )


def hit_by(work: Work, topology: Topology, works: Iterable[Work]) -> frozenset[MunicipalityCode]:
    """Return who will be without connection: by a work alone, or together with others at the same time."""
    plan = PlanMaintenance(work.scope, work.frame, work.reason, work.length)
    seen = preview(topology, Situation(), plan, works)
    together = (code for each in seen.collisions if each.kind is CollisionKind.WORK for code in each.isolated)
    named = (MunicipalityCode(each.name) for each in work.scope if each.kind is EntityKind.MUNICIPALITY)
    return frozenset((*named, *seen.isolated, *together))


def _announcements(office: Office, topology: Topology, work: Work, works: Sequence[Work]) -> Iterator[Letter]:
    if office.now < notice_due(work.frame.start, office.inventory.region.letters.working_days):
        return
    known = office.inventory.municipalities
    for code in sorted(hit_by(work, topology, works) & known.keys()):
        for address, contact in office.contacts(code, Topic.MAINTENANCE):
            if not office.post.has(work_subject(work.id, code), address):
                yield _announcement(office, work, code, address, contact)


def _announcement(office: Office, work: Work, code: MunicipalityCode, address: str, contact: Correspondent) -> Letter:
    name, language = office.name_of(code), contact.language
    day = on_day(work.frame.start, language)
    return Letter(
        subject_id=work_subject(work.id, code),
        kind=NotificationKind.LETTER,
        address=address,
        language=language,
        title=Phrase("{name}: planned maintenance on {day}", name=name, day=day),
        paragraphs=(
            GREETING,
            Phrase("because of maintenance of the network {name} will be without connection.", name=name),
            *_promises(contact),
            *help_at(office.inventory.region.letters.helpdesk),
        ),
        url=office.page_of(code),
        button=LOOK,
        footer=footer_for_town(name),
        started=work.frame.start,
        ended=work.frame.end,
        facts=tuple(_times(work, language)),
    )


def _times(work: Work, language: Language) -> Iterator[tuple[Phrase, str]]:
    yield Phrase("When"), between(work.frame, language)
    if work.length is not None:
        yield Phrase("Of that without connection at most"), lasting(work.length)


def _promises(contact: Correspondent) -> Iterator[Phrase]:
    """Yield what is to be expected of further mail."""
    if contact.wants(Topic.OUTAGE):
        yield Phrase("During that time we do not write about the outage again, only if it lasts longer.")


def _withdrawals(office: Office, work: Work) -> Iterator[Letter]:
    """Yield what is told to whom a work was announced that was called off before it began."""
    if work.cancelled is None or work.cancelled >= work.frame.start:
        return
    for row in office.post.rows:
        subject, address = row.message.subject_id, row.message.address
        if _announces(row, work) and not office.post.has(subject, address, CALLED_OFF):
            yield _withdrawal(office, work, row)


def _announces(row: Delivery, work: Work) -> bool:
    return row.message.subject_id.startswith(f"{WORK}/{work.id}/") and row.state is not DeliveryState.DEAD


def _withdrawal(office: Office, work: Work, row: Delivery) -> Letter:
    code = MunicipalityCode(row.message.subject_id.rpartition("/")[2])
    name, language = office.name_of(code), Language(str(row.message.payload["language"]))
    return Letter(
        subject_id=row.message.subject_id,
        kind=NotificationKind.LETTER,
        address=row.message.address,
        language=language,
        title=Phrase("{name}: maintenance on {day} is called off", name=name, day=on_day(work.frame.start, language)),
        paragraphs=(
            GREETING,
            Phrase("the announced maintenance is called off; {name} stays connected.", name=name),
            Phrase("If it is put off to another time, we write again."),
            *help_at(office.inventory.region.letters.helpdesk),
        ),
        url=office.page_of(code),
        button=LOOK,
        footer=footer_for_town(name),
        started=work.frame.start,
        ended=work.frame.end,
        facts=((Phrase("It was to be"), between(work.frame, language)),),
        number=CALLED_OFF,
    )
