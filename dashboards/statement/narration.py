"""What a report says in sentences: its title, its period, what was published, how it was reckoned."""

from collections.abc import Iterator

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.statement.model import Statement
from dashboards.texts import Words
from netmon.report.period import Period


def title(statement: Statement, words: Words) -> str:
    """Return `Sestava dostupnosti za říjen 2026`."""
    return words("monthly.title", month=period_name(statement.report.period, Formats(words.language)))


def period_name(period: Period, formats: Formats) -> str:
    """Return a month in words; other periods have names that everybody reads."""
    return formats.month(period.name) if period.is_month else period.name


def narration(statement: Statement, words: Words) -> Iterator[str]:
    """Yield the sentences that stand beside the tables."""
    yield span(statement, words)
    yield f"{words('monthly.hash')} {statement.digest}"
    yield from publication(statement, words)
    yield from method(statement, words)


def span(statement: Statement, words: Words) -> str:
    """Return which time is reported on."""
    formats, report = Formats(words.language), statement.report
    return words(
        "monthly.whole" if report.is_final else "monthly.so_far",
        start=formats.second(report.window.start),
        end=formats.second(report.window.end),
        span=formats.exact_duration(report.window.length),
    )


def publication(statement: Statement, words: Words) -> Iterator[str]:
    """Yield what was published of a month, and whether these are its figures."""
    comparison = statement.comparison
    if comparison is None:
        if statement.report.period.is_month:
            yield words("monthly.unpublished")
        return
    last = comparison.published
    yield words("monthly.published", version=last.version, at=Formats(words.language).second(last.at))
    yield words("monthly.other", len(comparison.differences)) if comparison.differences else words("monthly.same")
    if not last.is_intact:
        yield words("monthly.damaged")
    if last.sha256 != statement.digest:
        yield f"{words('monthly.published_hash')} {last.sha256}"


def method(statement: Statement, words: Words) -> Iterator[str]:
    """Yield how the figures were arrived at."""
    yield words("availability.method")
    yield words("monthly.method")
    if resolution := statement.report.resolution:
        yield words("monthly.edges", span=Formats(words.language).exact_duration(resolution))
    yield words("monthly.hashed")


def region_name(statement: Statement) -> str:
    """Return whose report it is."""
    return plain(statement.report.region.name)
