"""In which words letters put it: calm, without what is inside the network or happens to other towns."""

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis, to_datetime
from netmon.foreign import one_line
from netmon.inventory.models import Contact
from netmon.judgement.calendar import PRAGUE
from netmon.language import Language
from netmon.phrase import NBSP, Phrase

GREETING = Phrase("Good day,")
LOOK = Phrase("How it stands now")
LONGEST_NAME = 80
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def on_day(moment: Millis, language: Language) -> str:
    """Return `23. 11. 2026` or `23 Nov 2026`."""
    at = _local(moment)
    if language is Language.EN:
        return f"{at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{at.day}.{NBSP}{at.month}.{NBSP}{at.year}"


def at_time(moment: Millis) -> str:
    """Return `14:05`."""
    return f"{_local(moment):%H:%M}"


def at_moment(moment: Millis, language: Language) -> str:
    """Return `23. 11. 2026 14:05`."""
    return f"{on_day(moment, language)} {at_time(moment)}"


def between(span: Interval, language: Language) -> str:
    """Return `23. 11. 2026 22:00–23:30`, with both days where they differ."""
    first, last = on_day(span.start, language), on_day(span.end, language)
    end = at_time(span.end) if first == last else at_moment(span.end, language)
    return f"{at_moment(span.start, language)}{'–' if first == last else ' – '}{end}"


def lasting(span: int) -> str:
    """Return `45 s`, `12 min`, `3 h 5 min`, `3 h` or `2 d 4 h`, rounded down."""
    if span < MINUTE:
        parts = [(max(0, span) // SECOND, "s")]
    elif span < HOUR:
        parts = [(span // MINUTE, "min")]
    elif span < DAY:
        parts = [(span // HOUR, "h"), (span % HOUR // MINUTE, "min")]
    else:
        parts = [(span // DAY, "d"), (span % DAY // HOUR, "h")]
    return NBSP.join(f"{count}{NBSP}{unit}" for count, unit in parts if count or len(parts) == 1)


def percent(share: float | None, language: Language) -> str:
    """Return `99,912 %`, never rounded up; a dash where nothing is known."""
    if share is None:
        return "–"
    figure = f"{Decimal(str(share)).quantize(Decimal('0.001'), ROUND_FLOOR)}"
    return f"{figure if language is Language.EN else figure.replace('.', ',')}{NBSP}%"


def called(name: str) -> str:
    """Return a name that somebody wrote, on one line and cut."""
    return one_line(name)[:LONGEST_NAME]


def help_at(helpdesk: Contact | None) -> Iterator[Phrase]:
    """Yield whom the reader may call, where the inventory knows somebody."""
    if helpdesk is not None:
        ways = ", ".join(filter(None, (helpdesk.phone, helpdesk.email)))
        yield Phrase(
            "If you need anything, turn to: {contact}.", contact=one_line(f"{helpdesk.name}, {ways}".rstrip(", "))
        )


def footer_for_town(name: str) -> Phrase:
    """Return why a contact of a municipality gets the letter."""
    return Phrase(
        "You get this mail as a contact of {name}. If it should go to somebody else, tell the operator of the network.",
        name=called(name),
    )


def _local(moment: Millis) -> datetime:
    return to_datetime(moment).astimezone(PRAGUE)
