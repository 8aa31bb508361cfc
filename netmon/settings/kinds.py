"""What the value of a setting can be: a length of time, a size, the reference of a secret."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from netmon.clock import SECOND, Millis
from netmon.inventory.models import TIME_OF_DAY
from netmon.inventory.quantities import parse_duration, parse_size
from netmon.phrase import Phrase
from netmon.secret import REFERENCE, SecretRef


def _require_a_second(period: Millis) -> Millis:
    if period < SECOND:
        raise ValueError(Phrase("this is too short; write 1s or more"))
    return period


def _require_a_time_of_day(text: str) -> str:
    if not re.fullmatch(TIME_OF_DAY, text):
        raise ValueError(Phrase("this is no time of day; write such as 12:00"))
    return text


Duration = Annotated[Millis, BeforeValidator(parse_duration)]
Period = Annotated[Duration, AfterValidator(_require_a_second)]
"""A duration that something is repeated after, or kept for."""
TimeOfDay = Annotated[str, AfterValidator(_require_a_time_of_day)]
Size = Annotated[int, BeforeValidator(parse_size)]
Reference = Annotated[SecretRef, Field(pattern=rf"^{REFERENCE.pattern}$")]
