"""The figures of a month on their way to their readers, on the first working day of the next one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netmon.clock import EPOCH, Millis
from netmon.inventory.models import Recipient
from netmon.judgement.availability import SlaVerdict
from netmon.letters.figures import Figures, Row, Share, Total, scope_of
from netmon.letters.letter import Letter
from netmon.letters.office import Office
from netmon.letters.post import report_subject
from netmon.letters.wording import GREETING, at_moment, called, help_at, lasting, percent
from netmon.letters.workdays import figures_due, last_month
from netmon.model import MunicipalityCode, NotificationKind
from netmon.phrase import Phrase

MOST_NAMED = 10
"""Municipalities that a letter names; the others stand in the table that goes with it."""
MOST_ATTACHED = 2_000_000
"""Characters of files that go with one letter: more is in the way of mailboxes, and of the outbox."""
VERDICTS: Mapping[SlaVerdict, Phrase] = {
    SlaVerdict.MET: Phrase("the contract was kept"),
    SlaVerdict.BREACHED: Phrase("the contract was not kept"),
    SlaVerdict.UNDETERMINED: Phrase("it is not known whether the contract was kept"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """Which figures these are: those that somebody published."""

    number: int
    at: Millis
    sha256: str


@dataclass(frozen=True, slots=True)
class Monthly:
    """The figures of a month, and the version that they were published as, None if nobody published them."""

    figures: Figures
    version: Version | None


def readers_due(office: Office) -> tuple[Recipient, ...]:
    """Return who is to get the figures of last month now, and has not got them yet."""
    if office.now < figures_due(office.now):
        return ()
    month = last_month(office.now)
    recipients = office.inventory.region.reports.recipients
    return tuple(each for each in recipients if not office.post.has(report_subject(month, scope_of(each)), each.email))


def report_letters(office: Office, recipients: tuple[Recipient, ...], monthly: Monthly) -> tuple[Letter, ...]:
    """Return the letters with a month's figures; none to whom they would tell nothing, as nobody has watched."""
    shares = ((each, Share.of(monthly.figures, each)) for each in recipients)
    return tuple(_letter(office, each, share, monthly.version) for each, share in shares if share is not None)


def _letter(office: Office, recipient: Recipient, share: Share, version: Version | None) -> Letter:
    name, scope = _name(office, recipient), scope_of(recipient)
    files = tuple(share.attached(scope, _beside(version)))
    is_light = sum(len(each.content) for each in files) <= MOST_ATTACHED
    return Letter(
        subject_id=report_subject(share.month, scope),
        kind=NotificationKind.LETTER,
        address=recipient.email,
        language=recipient.language,
        title=Phrase("Availability in {month}: {name}", month=_month(share.month), name=name),
        paragraphs=(
            GREETING,
            Phrase("here are the figures of {month} for {name}.", month=_month(share.month), name=name),
            _about(version, recipient),
            _attachment(is_attached=is_light),
            *help_at(office.inventory.region.letters.helpdesk),
        ),
        url=_page(office, recipient),
        button=Phrase("Figures and outages"),
        footer=Phrase("You get this mail once a month, as a recipient of the reports of the network's operator."),
        started=Millis(share.figures["start"]),
        ended=Millis(share.figures["end"]),
        facts=tuple(_facts(share, recipient)),
        attachments=files if is_light else (),
    )


def _about(version: Version | None, recipient: Recipient) -> Phrase:
    """Return whether anybody stands for the figures."""
    if version is None:
        return Phrase("They are not published yet, and may still be corrected.")
    return Phrase(
        "They were published as version {version} on {at}; the SHA-256 of the whole is {sha256}.",
        version=version.number,
        at=at_moment(version.at, recipient.language),
        sha256=version.sha256,
    )


def _attachment(*, is_attached: bool) -> Phrase:
    if is_attached:
        return Phrase("All of it is attached, as a table (CSV) and for programs (JSON).")
    return Phrase("All of it is too much for a mail; you find it at the address below.")


def _beside(version: Version | None) -> Mapping[str, object]:
    if version is None:
        return {"published": None}
    return {"published": {"version": version.number, "at": version.at, "sha256": version.sha256}}


def _facts(share: Share, recipient: Recipient) -> Iterator[tuple[Phrase, str | Phrase]]:
    if share.total is not None:
        yield from _of_total(share.total, recipient)
        yield from _breaches(share.rows, recipient)
    else:
        for row in share.rows:
            yield from _of_row(row, recipient)


def _of_total(total: Total, recipient: Recipient) -> Iterator[tuple[Phrase, str | Phrase]]:
    language = recipient.language
    yield Phrase("Availability, by municipality"), percent(total.measured_percent, language)
    yield Phrase("Availability, by inhabitant"), percent(total.weighted_percent, language)
    yield Phrase("Municipalities"), Phrase("{count:,}", count=total.municipalities)
    yield Phrase("Contract kept"), Phrase("{count:,}", count=total.verdicts.get(SlaVerdict.MET, 0))
    yield Phrase("Contract not kept"), Phrase("{count:,}", count=total.verdicts.get(SlaVerdict.BREACHED, 0))
    yield Phrase("Not known"), Phrase("{count:,}", count=total.verdicts.get(SlaVerdict.UNDETERMINED, 0))


def _breaches(rows: tuple[Row, ...], recipient: Recipient) -> Iterator[tuple[Phrase, str]]:
    """Yield the municipalities whose contract was not kept, the worst first."""
    broken = sorted(
        (row for row in rows if row.verdict is SlaVerdict.BREACHED), key=lambda row: row.measured_percent or EPOCH
    )
    for row in broken[:MOST_NAMED]:
        named = {"name": called(row.name), "target": percent(row.target_percent, recipient.language)}
        yield Phrase("{name}, promised {target}", **named), percent(row.measured_percent, recipient.language)


def _of_row(row: Row, recipient: Recipient) -> Iterator[tuple[Phrase, str | Phrase]]:
    language = recipient.language
    yield Phrase("Availability"), percent(row.measured_percent, language)
    least, most = (percent(share, language) for share in (row.worst_percent, row.best_percent))
    yield Phrase("At least and at most"), f"{least} – {most}"
    yield Phrase("Time that was watched"), percent(row.coverage_percent, language)
    yield Phrase("Outages"), Phrase("{count:,}", count=len(row.outages))
    yield Phrase("Time without connection"), lasting(row.down_ms + row.unreachable_ms)
    yield Phrase("Announced maintenance beside it"), lasting(row.maintenance_ms)
    if row.target_percent is not None and row.verdict is not None:
        yield Phrase("Promised {target}", target=percent(row.target_percent, language)), VERDICTS[row.verdict]


def _name(office: Office, recipient: Recipient) -> str:
    """Return what the figures are of, as people call it."""
    if recipient.municipality is not None:
        return office.name_of(MunicipalityCode(recipient.municipality))
    if recipient.orp is not None:
        return called(f"ORP {office.inventory.orps[recipient.orp].name}")
    return called(office.inventory.region.name)


def _page(office: Office, recipient: Recipient) -> str:
    """Return where the figures stand: a municipality's on its own page, the others on the page of all."""
    if recipient.municipality is not None:
        return office.page_of(MunicipalityCode(recipient.municipality))
    return f"{office.base_url.rstrip('/')}/dostupnost"


def _month(name: str) -> str:
    """Return `10/2026` for `2026-10`."""
    year, _, month = name.partition("-")
    return f"{int(month)}/{year}"
