"""What each document says, that it runs nothing, calculates nothing, and is the same whenever it is made."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from pdfua.model import Severity
from pdfua.validator import validate

from dashboards import VIEWS
from dashboards.rights import PUBLIC
from dashboards.statement.documents import Recipient, document, fair_share
from dashboards.texts import Words
from netmon.commands.publication import digest_of
from netmon.language import Language
from netmon.report.findings import Findings
from netmon.report.rendering import figures
from netmon.store.rows import canonical
from netmon.views import Form
from tests.dashboards.exhibit import HOSTILE
from tests.dashboards.statement.conftest import october

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "{=1}",
    "\t=1",
    "\uff1d1",
    "http://x.example",
    "0042",
)
HEADINGS = ("H1", "H2", "H3")


def bytes_of(findings: Findings, form: Form, recipient: Recipient) -> bytes:
    return document(findings, form, recipient).content


def digest(findings: Findings) -> str:
    return digest_of(canonical(figures(findings.report)))


@pytest.fixture(scope="module")
def pdf(findings: Findings) -> bytes:
    return bytes_of(findings, Form.PDF, Recipient(Words(Language.CS)))


def book_of(findings: Findings, recipient: Recipient) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(bytes_of(findings, Form.XLSX, recipient)))


def cells(book: openpyxl.Workbook) -> Iterator[Cell | MergedCell]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


@pytest.mark.parametrize("form", [Form.HTML, Form.XLSX, Form.CSV, Form.JSON])
def test_a_document_is_the_same_whenever_it_is_made(findings: Findings, recipient: Recipient, form: Form) -> None:
    assert bytes_of(findings, form, recipient) == bytes_of(findings, form, recipient)


def test_the_paper_is_the_same_whenever_it_is_printed(findings: Findings, recipient: Recipient, pdf: bytes) -> None:
    assert bytes_of(findings, Form.PDF, recipient) == pdf


def test_what_anybody_takes_away_is_what_the_command_prints(findings: Findings, recipient: Recipient) -> None:
    for form in (Form.HTML, Form.CSV, Form.JSON):
        assert VIEWS.render_report(findings, form, "cs") == document(findings, form, recipient)


def test_the_hash_on_every_document_is_that_of_the_canonical_json(
    findings: Findings, recipient: Recipient, pdf: bytes
) -> None:
    given = json.loads(bytes_of(findings, Form.JSON, recipient))
    told = given.pop("sha256")
    del given["intervals"], given["published"]
    assert told == digest_of(canonical(given)) == digest(findings)
    assert told in bytes_of(findings, Form.HTML, recipient).decode()
    assert any(told in str(cell.value) for cell in cells(book_of(findings, recipient)))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) > 3
        assert str(opened.docinfo["/Keywords"]) == f"SHA-256 {told}"


def test_whoever_may_read_less_gets_the_hash_of_what_they_read(findings: Findings) -> None:
    outsider = Recipient(Words(Language.EN), PUBLIC)
    given = json.loads(bytes_of(findings, Form.JSON, outsider))
    told = given.pop("sha256")
    del given["intervals"], given["published"]
    assert told == digest_of(canonical(given)) != digest(findings)
    page = bytes_of(findings, Form.HTML, outsider).decode()
    assert told in page
    assert f"{digest(findings)}</p>" in page


@pytest.mark.parametrize("form", [Form.HTML, Form.JSON, Form.XLSX])
def test_what_people_wrote_about_a_town_is_withheld_from_the_public(form: Form) -> None:
    made = october(reason="tajný důvod")
    seen = [readable(bytes_of(made, form, Recipient(Words(Language.CS), *rights))) for rights in ((), (PUBLIC,))]
    assert ["tajný důvod" in text for text in seen] == [True, False]
    assert ["zlobil" in text for text in seen] == [True, False]


def readable(content: bytes) -> str:
    """Return the text of a document; a workbook is a zip of XML."""
    if not content.startswith(b"PK"):
        return content.decode()
    return " ".join(str(cell.value) for cell in cells(openpyxl.load_workbook(io.BytesIO(content))))


def test_the_paper_meets_what_can_be_checked_of_its_norm(pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    report = validate(str(path))
    assert report.count_by_severity().get(Severity.ERROR, 0) == 0
    assert [finding.message for finding in report.findings] == []
    assert {outcome.rule_id for outcome in report.skipped} <= {"UA-14-001"}  # stumbles over every array
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "cs"
        assert str(opened.docinfo["/Title"]) == "Karlovarský kraj: Sestava dostupnosti za říjen\u00a02026"
        assert b"pdfuaid:part" in opened.Root.Metadata.read_bytes()


def test_every_header_cell_of_the_paper_says_what_it_heads(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        heads = [each for each in elements if each.S == "/TH"]
        scopes = [str(each.A.Scope) for each in heads]
        assert {scope: scopes.count(scope) > 30 for scope in scopes} == {"/Column": True, "/Row": True}
        assert all("/K" in each for each in elements if str(each.S).lstrip("/") in HEADINGS)


def test_the_html_stands_alone_and_heads_its_tables(findings: Findings, recipient: Recipient) -> None:
    page = bytes_of(findings, Form.HTML, recipient).decode()
    assert '<html lang="cs">' in page
    assert re.findall(r"<th(?! scope=)[ >]", page) == []
    assert re.findall(r'(?:src|href)="(?!#)', page) == []
    assert "url(" not in page
    assert "@import" not in page


@pytest.mark.parametrize("form", [Form.HTML, Form.CSV])
def test_hostile_names_do_nothing_in_text(form: Form, recipient: Recipient) -> None:
    text = bytes_of(october(HOSTILE, HOSTILE), form, recipient).decode()
    if form is Form.HTML:
        assert "<script" not in text
        assert "<img" not in text
    assert "\u202e" not in text
    assert "\x1b" not in text


def test_hostile_names_do_nothing_on_paper(recipient: Recipient) -> None:
    hostile = f"{HOSTILE}</style><link rel=attachment href=file:///etc/passwd><iframe src=file:///etc/passwd>"
    made = bytes_of(october(hostile, hostile), Form.PDF, recipient)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", pikepdf.Dictionary())
        kinds = [str(each.get("/S")) for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
    assert {"/JavaScript", "/URI", "/Launch"}.isdisjoint(kinds)


@pytest.mark.parametrize("hostile", [*FORMULAS, HOSTILE])
def test_no_cell_of_a_workbook_calculates(hostile: str, recipient: Recipient) -> None:
    book = book_of(october(hostile, hostile), recipient)
    filled = [cell for cell in cells(book) if cell.value is not None]
    assert {cell.data_type for cell in filled} == {"s", "n", "d"}
    assert all(cell.number_format == "@" for cell in filled if cell.data_type == "s")
    assert all(cell.hyperlink is None for cell in filled)
    assert any(str(cell.value).endswith(hostile[-1]) and cell.data_type == "s" for cell in filled)


def test_numbers_of_a_workbook_are_numbers_and_its_times_say_their_zone(
    findings: Findings, recipient: Recipient
) -> None:
    book = book_of(findings, recipient)
    assert book.sheetnames == ["Čísla", "Výpadky a bez měření", "Opravy", "Metoda"]
    sheet, intervals, amendments, _ = book.worksheets
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    region, *rest = rows
    assert (region["Území"], region["Název"]) == ("Kraj", "Karlovarský kraj")
    assert len(rest) == len(findings.report.orps) + len(findings.report.lines)
    assert isinstance(region["Změřeno"], float)
    assert 0 < region["Změřeno"] < 1
    told = [[cell.value for cell in row] for row in intervals.iter_rows(min_row=2)]
    assert {row[3] for row in told} == {"+02:00"}
    assert "Europe/Prague" in str(intervals["C1"].value)
    assert amendments.max_row == 2


def test_every_interval_stands_in_the_workbook_and_the_json(findings: Findings, recipient: Recipient) -> None:
    count = sum(map(len, findings.troubles.values()))
    assert count > 10
    assert book_of(findings, recipient).worksheets[1].max_row == count + 1
    assert len(json.loads(bytes_of(findings, Form.JSON, recipient))["intervals"]) == count


def test_a_quarter_has_documents_too(findings: Findings, recipient: Recipient) -> None:
    quarter = replace(findings.report, period=replace(findings.report.period, name="2026-Q4"))
    page = bytes_of(replace(findings, report=quarter, comparison=None), Form.HTML, recipient).decode()
    assert "Sestava dostupnosti za 2026-Q4" in page


@given(st.lists(st.integers(0, 300), max_size=30), st.integers(30, 500))
def test_what_a_paper_can_bear_is_shared_fairly(counts: list[int], most: int) -> None:
    share = fair_share(counts, most)
    shown = sum(min(count, share) for count in counts)
    assert shown <= most
    assert shown == sum(counts) or shown + len(counts) > most
