"""The report in each form that it is given away in, as far as its reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboards.rights import ALL, Rights
from dashboards.statement.model import statement
from dashboards.statement.paper import paper
from dashboards.statement.press import Press
from dashboards.statement.workbook import MOST_ROWS, workbook
from dashboards.texts import Words
from netmon.commands.publication import digest_of
from netmon.console.publishing import comparison_as_json
from netmon.report.findings import Findings, intervals
from netmon.report.rendering import figures, to_csv, to_json
from netmon.store.rows import canonical
from netmon.views import Document, Form

MOST_ON_PAPER = 1_000
"""Intervals in a PDF: each costs a third of a megabyte while it is laid out."""
TYPES: Mapping[Form, str] = {
    Form.HTML: "text/html; charset=utf-8",
    Form.PDF: "application/pdf",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSON: "application/json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who takes a report away, and in which words."""

    words: Words
    rights: Rights = ALL
    press: Press = field(default_factory=Press)


def document(findings: Findings, form: Form, recipient: Recipient) -> Document:
    """Return a report in a form; raise CommandRefused for what cannot be made, Occupied while another is made."""
    return Document(TYPES[form], _content(findings, form, recipient))


def _content(findings: Findings, form: Form, recipient: Recipient) -> bytes:
    words, rights = recipient.words, recipient.rights
    match form:
        case Form.CSV:
            return f"{to_csv(findings.report).rstrip()}\n".encode()
        case Form.JSON:
            return f"{_json(findings, rights)}\n".encode()
        case Form.XLSX:
            return recipient.press.xlsx(workbook(statement(findings, rights, words, MOST_ROWS), words))
        case Form.HTML:
            return paper(statement(findings, rights, words), words).html.encode()
        case Form.PDF:
            most = fair_share([len(found) for found in findings.troubles.values()], MOST_ON_PAPER)
            return recipient.press.pdf(paper(statement(findings, rights, words, most), words))


def fair_share(counts: Sequence[int], most: int) -> int:
    """Return how many of each may be shown so that of all there are no more than `most`, at least one of each."""
    left, waiting = most, sorted(counts)
    for place, count in enumerate(waiting):
        share = left // (len(waiting) - place)
        if count > share:
            return max(1, share)
        left -= count
    return max([1, *counts])


def _json(findings: Findings, rights: Rights) -> str:
    """Return the figures, and beside them their hash, every interval behind them, and what was published."""
    seen = rights.findings(findings)
    beside = {
        "sha256": digest_of(canonical(figures(seen.report))),
        "intervals": intervals(seen, lambda cause: rights.knows_entity(cause, seen.inventory)),
        "published": _published(seen, rights),
    }
    return to_json(seen.report, beside)


def _published(findings: Findings, rights: Rights) -> Mapping[str, object] | None:
    """Return what was published last; to outsiders what letters say of it."""
    comparison = findings.comparison
    if comparison is None or rights.sees_all:
        return comparison_as_json(comparison)
    last = comparison.published
    return {"version": last.version, "at": last.at, "sha256": last.sha256}
