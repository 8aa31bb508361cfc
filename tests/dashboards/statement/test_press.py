"""A document is made by a child that has bounds, one at a time, and whoever cannot have it is told why."""

import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.statement.press import Book, Column, Limits, Occupied, Paper, Press, Sheet
from netmon.clock import Millis
from netmon.errors import CommandRefused
from netmon.language import Language
from netmon.phrase import in_language
from tests.dashboards.exhibit import Exhibit
from tests.dashboards.people import Who, come_as, exhibit_for
from tests.parts.waiting import wait_until

CREATED = Millis(1_780_000_000_000)
PAPER = Paper('<!doctype html><html lang="cs"><title>x</title><h1>x</h1>', CREATED)
BOOK = Book("x", "x", CREATED, (Sheet("x", (Column("x"),), (("x",),)),))
LARGE = replace(BOOK, sheets=(Sheet("x", (Column("x"),), tuple((f"row {n}",) for n in range(60_000))),))


def pages(exhibit: Exhibit, path: str) -> tuple[int, str, str | None]:
    answer = come_as(Who.OPERATOR, exhibit).get(path)
    return answer.status_code, answer.text, answer.headers.get("Retry-After")


def test_a_document_has_the_time_that_it_is_given() -> None:
    assert Press().pdf(PAPER) == Press().pdf(PAPER)
    assert b"%PDF-1.7" in Press().pdf(PAPER)


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://127.0.0.1:9/x", "data:text/css,h1{}"])
def test_nothing_is_fetched(url: str) -> None:
    parts = f'<link rel="stylesheet" href="{url}"><img alt="" src="{url}"><h1>x</h1>'
    plain, asking = (replace(PAPER, html=f'<!doctype html><html lang="cs"><title>x</title>{part}')
                     for part in ("<h1>x</h1>", parts))  # fmt: skip
    assert len(Press().pdf(asking)) - len(Press().pdf(plain)) < 500


@pytest.mark.parametrize(
    ("limits", "seconds"),
    [
        (Limits(memory_octets=64 << 20), "64 MiB"),
        (Limits(octets=1 << 14), "0 MiB of file"),
    ],
    ids=["memory", "file"],
)
def test_a_child_that_wants_too_much_is_ended_and_says_so(limits: Limits, seconds: str) -> None:
    with pytest.raises(CommandRefused, match="take JSON or CSV") as refused:
        Press(limits).xlsx(LARGE)
    assert seconds in str(refused.value)


def test_a_child_that_takes_too_long_is_ended() -> None:
    endless = replace(PAPER, html=PAPER.html + "<table>" + "<tr><td>x<td>y" * 40_000)
    with pytest.raises(CommandRefused, match="more than 1 s"):
        Press(Limits(seconds=1)).pdf(endless)


def test_only_one_document_is_made_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, done, press = tmp_path / "begun", tmp_path / "done", Press(Limits(seconds=10))
    slow = f"import os, pathlib\npathlib.Path({str(begun)!r}).touch()\nwhile not os.path.exists({str(done)!r}): pass"
    with monkeypatch.context() as patch:
        patch.setattr("dashboards.statement.press.CHILD", (sys.executable, "-c", slow))
        maker = threading.Thread(target=press.xlsx, args=[BOOK])
        maker.start()
        try:
            wait_until(begun.exists, "the first document is being made")
            with pytest.raises(Occupied):
                press.xlsx(BOOK)
        finally:
            done.touch()
            maker.join(20)
    assert press.xlsx(BOOK)


def test_whoever_comes_while_another_is_made_is_told_when_to_come_again(
    exhibit: Exhibit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def occupied(*_: object) -> bytes:
        raise Occupied

    monkeypatch.setattr(Press, "xlsx", occupied)
    status, _, after = pages(exhibit, "/sla/2026/10.xlsx?lang=cs")
    assert (status, after) == (503, "5")


def test_without_weasyprint_the_page_leads_to_no_paper_and_says_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit = exhibit_for(Who.OPERATOR)
    assert "/sla/2026/10.pdf" in pages(exhibit, "/sla/2026/10")[1]
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    _, page, _ = pages(exhibit, "/sla/2026/10")
    assert "/sla/2026/10.pdf" not in page
    assert "/sla/2026/10.xlsx" in page
    status, told, _ = pages(exhibit, "/sla/2026/10.pdf?lang=cs")
    assert status == 409
    assert "PDF nevznikne bez WeasyPrintu: nainstalujte jej" in told


def test_a_weasyprint_that_cannot_be_loaded_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    command = "import sys; print('OSError: cannot load library', file=sys.stderr); sys.exit(3)"
    monkeypatch.setattr("dashboards.statement.press.CHILD", (sys.executable, "-c", command))
    with pytest.raises(CommandRefused) as refused:
        Press().pdf(PAPER)
    told = in_language(refused.value, Language.CS)
    assert "libpango-1.0-0" in told
    assert "OSError: cannot load library" in told
