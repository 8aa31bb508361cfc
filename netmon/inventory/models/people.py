"""Who is called: people, who of them is on duty when, and who is next while nobody answers."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from netmon.clock import EPOCH, MINUTE, Millis
from netmon.inventory.complaint import Misfit, quote
from netmon.inventory.models.values import (
    TIME_OF_DAY,
    Duration,
    EmailAddress,
    Model,
    PhoneNumber,
    Reference,
    Slug,
    Text,
)
from netmon.inventory.models.windows import Weekday
from netmon.language import Language
from netmon.phrase import Phrase

MOST_REPEATS = 6
"""How often at most an escalation begins anew: who has not come by then, does not come."""
MOST_STEPS = 10
MOST_MEMBERS = 100
MOST_DATES = 500
"""Closure days and overrides of a rota at most: what is years old can be deleted."""


def parse_day(text: object) -> object:
    """Return a date; raise Misfit for anything else."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(str(text))
    except ValueError:
        raise Misfit(
            Phrase("{value} is not a date", value=quote(text)), Phrase("write one such as 2026-12-24")
        ) from None


def parse_wall_time(text: object) -> object:
    """Return what the clocks of the region show; raise Misfit for anything else."""
    try:
        shown = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    except ValueError:
        shown = None
    if shown is None or shown.tzinfo is not None:
        what = Phrase("{value} is not a local date and time", value=quote(text))
        raise Misfit(what, Phrase("write one such as 2026-12-24T08:00"))
    return shown


Day = Annotated[date, BeforeValidator(parse_day), WithJsonSchema({"type": "string", "format": "date"})]
WallTime = Annotated[
    datetime, BeforeValidator(parse_wall_time), WithJsonSchema({"type": "string", "format": "wall-time"})
]
TimeOfDay = Annotated[str, StringConstraints(pattern=TIME_OF_DAY)]


class QuietHours(Model):
    """When a person is left alone with everything that is not critical, by Europe/Prague; may end after midnight."""

    start: TimeOfDay
    """When they begin."""
    end: TimeOfDay
    """When they end; what came meanwhile and still holds is told in one message."""

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.start == self.end:
            what = Phrase("quiet hours that end when they begin never end, or never begin")
            raise Misfit(what, Phrase("write another end, or delete them"))
        return self


class Person(Model):
    """Somebody who can be called; critical messages go every way there is, others by e-mail first."""

    name: Text
    """What others call the person."""
    email: EmailAddress | None = None
    """The person's address."""
    sms: PhoneNumber | None = None
    """The person's telephone number."""
    ntfy: Reference | None = None
    """The reference of the secret that holds the URL of the person's ntfy topic."""
    language: Language = Language.CS
    """The language the person reads."""
    quiet: QuietHours | None = None
    """When only what is critical may disturb."""

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Return channel and address of each way to reach the person, the quietest first."""
        ways = (("email", self.email), ("ntfy", self.ntfy), ("sms", self.sms))
        return tuple((channel, address) for channel, address in ways if address is not None)


class HandOver(Model):
    """When one member of a rota goes off duty and the next goes on, by Europe/Prague."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = tuple(Weekday)
    """On which days."""
    times: Annotated[tuple[TimeOfDay, ...], Field(min_length=1, max_length=24)]
    """At which times of each of them."""
    on_holidays: bool = False
    """Whether also on public holidays and closure days; otherwise on the next working day, at the same time."""


class Override(Model):
    """Who is on duty instead of whose turn it is; of several that overlap the last one counts."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    person: Slug
    """Who is on duty."""
    start: WallTime = Field(alias="from")
    """From when, by Europe/Prague."""
    end: WallTime = Field(alias="to")
    """Until when."""
    reason: Text | None = None
    """Why."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.end <= self.start:
            what = Phrase("an override that ends before it begins")
            raise Misfit(what, Phrase("write an end after {start}", start=f"{self.start:%Y-%m-%dT%H:%M}"))
        return self


class Rota(Model):
    """Who is on duty when: its members take turns in order, and somebody always is."""

    title: Text
    """What people call it."""
    members: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=MOST_MEMBERS)]
    """The people, in the order of their turns."""
    start: Day
    """The day with whose first hand-over the first member's turn begins; before and after it the order is the same."""
    hand_over: HandOver
    """When turns end."""
    closures: Annotated[tuple[Day, ...], Field(max_length=MOST_DATES)] = ()
    """Days on which nobody works, beside weekends and the Czech public holidays."""
    overrides: Annotated[tuple[Override, ...], Field(max_length=MOST_DATES)] = ()
    """Who stands in for whom."""


class Step(Model):
    """Who is called after how long, as long as nobody has taken it."""

    after: Duration = EPOCH
    """How long after the first call."""
    notify: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=MOST_MEMBERS)]
    """People, rotas (whoever is on duty then) and receivers."""


class Escalation(Model):
    """Who is called, and who next, until somebody takes it."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST_STEPS)]
    """In order of time."""
    repeat: Annotated[int, Field(ge=0, le=MOST_REPEATS)] = 0
    """How often all of it begins anew, if nobody takes it."""
    every: Duration = Millis(30 * MINUTE)
    """How long after its beginning it begins anew."""

    @model_validator(mode="after")
    def _goes_forward(self) -> Self:
        times = [step.after for step in self.steps]
        if times[0]:
            raise Misfit(Phrase("nobody is called at once"), Phrase("begin with a step without after"))
        if times != sorted(times):
            raise Misfit(Phrase("the steps are not in order of time"), Phrase("put the earlier one first"))
        if self.repeat and self.every <= times[-1]:
            what = Phrase("it would begin anew before its last step")
            raise Misfit(what, Phrase("write an every that is longer than the last after"))
        return self
