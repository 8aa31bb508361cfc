"""What makes documents: the door to WeasyPrint and XlsxWriter, run by its path as a bounded child process.

It reads a job as JSON from standard input and writes a document to standard output. It opens nothing that the job
names, and lives no longer than the job allows, whatever becomes of its parent. It needs nothing of netmon's own.
"""

import io
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

CANNOT_LOAD = 3
NOTHING: tuple[str, ...] = ()
"""The protocols by which a document may fetch something."""
OPEN_FILES = 256
FORMATS: Mapping[str, Mapping[str, object]] = {
    "text": {"num_format": "@"},
    "prose": {"num_format": "@", "text_wrap": True},
    "number": {"num_format": "#,##0"},
    "share": {"num_format": "0.00000%"},
    "span": {"num_format": "[h]:mm:ss"},
    "moment": {"num_format": "d. m. yyyy h:mm:ss", "align": "left"},
}
HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#E6EAEF", "num_format": "@"}
PLAIN_STRINGS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "remove_timezone": True,
}
"""A string stays the string that it is."""
DAY_MS = 86_400_000
A4 = 9


def main() -> None:
    """Do the job on standard input."""
    job = json.load(sys.stdin)
    _bound(job["limits"])
    made = _pdf(job["paper"]) if "paper" in job else _xlsx(job["book"])
    sys.stdout.buffer.write(made)


def _bound(limits: Mapping[str, int]) -> None:
    """Let the kernel end this process when it wants too much."""
    signal.alarm(limits["seconds"] + 1)
    for limit, value in (
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_AS, limits["memory_octets"]),
        (resource.RLIMIT_FSIZE, limits["octets"]),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def _pdf(paper: Mapping[str, Any]) -> bytes:
    """Return a document as PDF/UA-1; the time in its fonts is the document's."""
    os.environ["SOURCE_DATE_EPOCH"] = str(paper["created"] // 1000)
    try:
        from weasyprint import HTML, urls  # noqa: PLC0415 -- a workbook does not wait for it, and it may be missing
    except (ImportError, OSError) as error:
        print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)  # noqa: T201 -- our way to speak
        raise SystemExit(CANNOT_LOAD) from None
    document = HTML(string=paper["html"], url_fetcher=urls.URLFetcher(allowed_protocols=NOTHING))
    made = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"netmon", finisher=_tell_scopes)
    return bytes(made or b"")


def _tell_scopes(_: object, pdf: Any) -> None:  # noqa: ANN401 -- WeasyPrint has no types
    """Say of each header cell whether it heads its column or its row, as the document does."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            group = _parent(pdf, _parent(pdf, element))
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _parent(pdf: Any, element: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ANN401 -- as above
    """Return what a part of a document's structure is in."""
    number, _, _ = bytes(element["P"]).partition(b" ")
    parent: Mapping[str, Any] = pdf.objects[int(number)]
    return parent


def _xlsx(book: Mapping[str, Any]) -> bytes:
    """Return a workbook; each sheet has a frozen head that filters."""
    from xlsxwriter import Workbook  # noqa: PLC0415 -- a document does not wait for it

    stream = io.BytesIO()
    with Workbook(stream, PLAIN_STRINGS) as workbook:
        created = datetime.fromtimestamp(book["created"] // 1000, UTC).replace(tzinfo=None)
        workbook.set_properties({"title": book["title"], "author": book["author"], "created": created})
        formats = {kind: workbook.add_format({**form, "valign": "top"}) for kind, form in FORMATS.items()}
        head = workbook.add_format(HEAD)
        for sheet in book["sheets"]:
            _write(workbook.add_worksheet(sheet["title"]), sheet, formats, head)
    return stream.getvalue()


def _write(page: Any, sheet: Mapping[str, Any], formats: Mapping[str, object], head: object) -> None:  # noqa: ANN401 -- XlsxWriter has no types
    columns, rows = sheet["columns"], sheet["rows"]
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")
    for place, column in enumerate(columns):
        page.set_column(place, place, column["width"], formats[column["kind"]])
        page.write_string(0, place, column["title"], head)
    for number, row in enumerate(rows, 1):
        _write_row(page, number, row, columns, formats)
    if rows:
        page.autofilter(0, 0, len(rows), len(columns) - 1)


def _write_row(
    page: Any,  # noqa: ANN401 -- as above
    number: int,
    row: Sequence[Any],
    columns: Sequence[Mapping[str, Any]],
    formats: Mapping[str, object],
) -> None:
    """Write cells as what their columns say, never as what they look like."""
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        form = formats[column["kind"]]
        match column["kind"]:
            case _ if value is None:
                page.write_blank(number, place, None, form)
            case "span":
                page.write_number(number, place, value / DAY_MS, form)
            case "moment":
                page.write_datetime(number, place, datetime.fromisoformat(value), form)
            case "text" | "prose":
                page.write_string(number, place, value, form)
            case _:
                page.write_number(number, place, value, form)


if __name__ == "__main__":
    main()
