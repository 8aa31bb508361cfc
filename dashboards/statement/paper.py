"""The report as one HTML document that needs nothing beside itself: to keep, to send, to print."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.statement.model import Statement
from dashboards.statement.narration import method, publication, region_name, span, title
from dashboards.statement.press import Paper
from dashboards.texts import Words


def paper(statement: Statement, words: Words) -> Paper:
    """Return the report as a document; its time is the end of what it reports on."""
    formats, end = Formats(words.language), statement.report.window.end
    html = (
        _environment()
        .get_template("statement/paper.html")
        .render(
            statement=statement,
            report=statement.report,
            t=words,
            f=formats,
            language=words.language.value,
            title=title(statement, words),
            region=region_name(statement),
            span_told=span(statement, words),
            published=tuple(publication(statement, words)),
            method=tuple(method(statement, words)),
            made=formats.iso(end),
        )
    )
    return Paper(html, end)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dashboards", "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    return environment
