"""`netmon report publish`: the figures of a month are given away, kept as they were, and compared with those of now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from netmon.clock import Clock
from netmon.commands import PublishFigures
from netmon.commands.publication import Publication, digest_of
from netmon.console.caller import caller
from netmon.console.figures import report_of
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.language import Language
from netmon.phrase import Phrase, in_language
from netmon.process.commander import commands_of
from netmon.report.comparison import Changed, Comparison
from netmon.report.period import local
from netmon.report.rendering import figures
from netmon.store.database import STATE_FILE, reading
from netmon.store.publications import basis_of, month_of, publications
from netmon.store.rows import canonical

HEADS = (
    Phrase("month"),
    Phrase("version"),
    Phrase("published"),
    Phrase("published by"),
    Phrase("changes of state"),
    Phrase("corrections"),
    Phrase("SHA-256"),
    Phrase("reason"),
)
COUNTS = (1, 4, 5)
"""The columns that hold numbers."""


def publish_month(state: Path, directory: Path, name: str, reason: str, clock: Clock) -> None:
    """Keep the figures of a month as its next version, and print their hash."""
    inventory, month, terminal = load(directory), month_of(name), Terminal.of_process()
    with commands_of(state, clock) as commands:
        with reading(state / STATE_FILE) as connection:
            basis = basis_of(connection, month.interval)
        text = canonical(figures(report_of(state, inventory, month, clock)))
        commands.submit(PublishFigures(month.name, digest_of(text), basis, reason, text), caller())
    with reading(state / STATE_FILE) as connection:
        (last, *_) = publications(connection, month.name)
    terminal.say(
        Phrase("{month}: published as version {version}; its SHA-256:", month=last.month, version=last.version)
    )
    terminal.show(last.sha256)


def list_published(state: Path, name: str | None, *, as_json: bool) -> None:
    """Print what was published of a month, or of any; end with 1 if anything is not as it was published."""
    terminal, month = Terminal.of_process(), None if name is None else month_of(name).name
    with reading(state / STATE_FILE) as connection:
        found = publications(connection, month)
    if as_json:
        terminal.show(_listing(found, with_figures=month is not None))
    else:
        terminal.show("\n".join(_table(found, terminal.language)))
    if not all(each.is_intact for each in found):
        raise SystemExit(1)


def compared(comparison: Comparison, language: Language) -> Iterator[str]:
    """Yield what was published last, and a line for each municipality whose figures differ now."""
    last = comparison.published
    facts = {"version": last.version, "at": local(last.at), "author": one_line(last.author)}
    if not comparison.differences:
        yield in_language(
            Phrase("published as version {version} ({author}, {at}), with these figures", **facts), language
        )
        return
    count = len(comparison.differences)
    yield in_language(
        Phrase(
            "published as version {version} ({author}, {at}); since then"
            " {count:municipality has|municipalities have} other figures:",
            count=count,
            **facts,
        ),
        language,
    )
    for difference in comparison.differences:
        line = Phrase("  {name}: {fields}", name=one_line(difference.name), fields=_fields(difference.fields))
        yield in_language(line, language)


def comparison_as_json(comparison: Comparison | None) -> Mapping[str, object] | None:
    """Return what was published last and what differs, for programs."""
    if comparison is None:
        return None
    told = [
        {
            "code": difference.code,
            "name": difference.name,
            "fields": {each.field: {"published": each.published, "now": each.present} for each in difference.fields},
        }
        for difference in comparison.differences
    ]
    return {**_record(comparison.published), "differences": told}


def _fields(fields: Sequence[Changed]) -> list[Phrase]:
    return [_field(each) for each in fields]


def _field(changed: Changed) -> Phrase:
    if isinstance(changed.published, list) or isinstance(changed.present, list):
        return Phrase("{field}", field=changed.field)
    before, now = _value(changed.published), _value(changed.present)
    return Phrase("{field} {before} → {now}", field=changed.field, before=before, now=now)


def _value(value: object) -> str:
    return "–" if value is None else one_line(str(value))


def _listing(found: Sequence[Publication], *, with_figures: bool) -> str:
    told = [{**_record(each), **({"figures": json.loads(each.figures)} if with_figures else {})} for each in found]
    return json.dumps({"publications": told}, ensure_ascii=False, indent=2)


def _record(publication: Publication) -> Mapping[str, object]:
    basis = publication.basis
    return {
        "month": publication.month,
        "version": publication.version,
        "at": publication.at,
        "author": one_line(publication.author),
        "reason": one_line(publication.reason),
        "sha256": publication.sha256,
        "intact": publication.is_intact,
        "basis": {
            "events": basis.events,
            "last_event": basis.last_event,
            "corrections": basis.corrections,
            "last_correction": basis.last_correction,
        },
    }


def _table(found: Sequence[Publication], language: Language) -> Iterator[str]:
    """Yield what was published as a table, and whatever is not as it was published."""
    if not found:
        yield in_language(Phrase("nothing was published yet"), language)
        return
    yield from aligned([HEADS, *map(_row, found)], language, COUNTS)
    for each in found:
        if not each.is_intact:
            damage = Phrase(
                "{month}, version {version}: these are not the figures that were published; look for them in a backup",
                month=each.month,
                version=each.version,
            )
            yield in_language(damage, language)


def _row(publication: Publication) -> tuple[object, ...]:
    basis = publication.basis
    return (
        publication.month,
        str(publication.version),
        local(publication.at),
        one_line(publication.author),
        Phrase("{count:,}", count=basis.events),
        Phrase("{count:,}", count=basis.corrections),
        publication.sha256,
        one_line(publication.reason),
    )
