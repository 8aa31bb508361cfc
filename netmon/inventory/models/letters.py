"""Who gets mail beside the people on call: contacts of municipalities, and readers of the monthly figures."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from netmon.clock import HOUR, MINUTE, Millis
from netmon.inventory.complaint import Misfit
from netmon.inventory.models.values import Code, Contact, Duration, EmailAddress, Model, Slug, Text
from netmon.language import Language
from netmon.phrase import Phrase

MOST_RECIPIENTS = 50
"""Readers of the monthly figures at most: each mail carries the figures."""
MOST_WORKING_DAYS = 20


class Topic(StrEnum):
    """What a contact of a municipality may want to be written about."""

    OUTAGE = "outage"
    """That the municipality has no connection, and that it has one again."""
    MAINTENANCE = "maintenance"
    """That it will have none, some working days ahead, or that this is called off."""


class Correspondent(Contact):
    """Whom operators call in a municipality; who wants mail gets it, nobody else does."""

    notify: tuple[Topic, ...] = ()
    """What the contact gets mail about."""
    language: Language = Language.CS
    """The language the contact reads."""

    @model_validator(mode="after")
    def _can_be_written_to(self) -> Self:
        if self.notify and self.email is None:
            what = Phrase("mail is wanted, but there is no e-mail address")
            raise Misfit(what, Phrase("add email: …, or delete notify"))
        return self

    def wants(self, topic: Topic) -> bool:
        """Say whether the contact is to be written to about something."""
        return topic in self.notify


class Recipient(Model):
    """Who gets the figures of each month by e-mail: of one municipality, of one district, or of the region."""

    email: EmailAddress
    """The address."""
    name: Text | None = None
    """Who reads it."""
    orp: Slug | None = None
    """The district (ORP) whose figures they are."""
    municipality: Code | None = None
    """The municipality whose figures they are; without it and without an ORP they are those of the whole region."""
    language: Language = Language.CS
    """The language the recipient reads."""

    @model_validator(mode="after")
    def _reads_one_thing(self) -> Self:
        if self.orp is not None and self.municipality is not None:
            what = Phrase("an ORP and a municipality are both given")
            raise Misfit(what, Phrase("delete one of them; add the recipient twice for both"))
        return self


class Reports(Model):
    """Who gets the figures of a month on the first working day of the next one, at 08:00 by Europe/Prague."""

    recipients: Annotated[tuple[Recipient, ...], Field(max_length=MOST_RECIPIENTS)] = ()
    """Who gets them."""


class Letters(Model):
    """How municipalities are written to."""

    settled: Annotated[Duration, Field(ge=MINUTE, le=HOUR)] = Millis(5 * MINUTE)
    """How long a municipality is without connection before its contacts are told, and has one before they are told."""
    per_day: Annotated[int, Field(ge=1, le=24)] = 3
    """Outages of a municipality that a contact is told of in a day; after that once that the connection comes and
    goes, and then only of outages of an hour and more."""
    working_days: Annotated[int, Field(ge=0, le=MOST_WORKING_DAYS)] = 5
    """Working days ahead of maintenance on which contacts are told, at 08:00; of what is announced later, at once."""
    helpdesk: Contact | None = None
    """Whom municipalities may call; it stands in each letter."""
