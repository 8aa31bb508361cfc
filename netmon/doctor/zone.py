"""Does this machine know the time of Prague, by whose calendar windows, days and months go."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.phrase import Phrase

ZONE = "Europe/Prague"
WINTER, SUMMER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
RIGHT = (1.0, 2.0)
"""Hours before UTC in winter and in summer."""
SECONDS_PER_HOUR = 3_600


def examine() -> Finding:
    """Return whether the zone is there and right."""
    return judge(read())


def read() -> tuple[float, float] | None:
    """Return the hours before UTC in winter and in summer; None if nobody knows the zone."""
    try:
        zone = ZoneInfo(ZONE)
    except (ZoneInfoNotFoundError, OSError):
        return None
    return _hours(WINTER, zone), _hours(SUMMER, zone)


def judge(hours: tuple[float, float] | None) -> Finding:
    """Return whether these are the hours of Prague."""
    if hours == RIGHT:
        return Finding(Check.TIME_ZONE, Verdict.OK, Phrase("the time of {zone} is known", zone=ZONE))
    what = Phrase("the time of {zone} is not known here, or wrong", zone=ZONE)
    cure = Phrase("apt install tzdata, or: python -m pip install --force-reinstall tzdata")
    return Finding(Check.TIME_ZONE, Verdict.ERROR, what, cure)


def _hours(moment: datetime, zone: ZoneInfo) -> float:
    offset = moment.astimezone(zone).utcoffset()
    return 0.0 if offset is None else offset.total_seconds() / SECONDS_PER_HOUR
