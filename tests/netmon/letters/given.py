"""A region some of whose contacts want mail, what happens to it, and the room that writes."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dashboards import VIEWS
from netmon.alerting.notifier import Notifier
from netmon.alerting.notify.email import Email
from netmon.clock import MINUTE, Interval, ManualClock, Millis
from netmon.commands import Actor, PlanMaintenance
from netmon.inventory.models import Inventory
from netmon.judgement.availability import StateInterval
from netmon.letters.correspondence import Correspondence
from netmon.letters.letter import Letter
from netmon.letters.office import Office
from netmon.letters.post import Post
from netmon.maintenance.scope import expanded
from netmon.model import (
    Delivery,
    DeliveryState,
    Entity,
    EntityKind,
    MunicipalityCode,
    MunicipalityState,
    Transition,
)
from netmon.oncall.calendar import at_wall
from netmon.plan import Plan, find_collectors
from netmon.secret import SecretStore
from netmon.settings import Settings, Smtp
from netmon.store.state import StateStore
from netmon.views import Mail
from tests.netmon.region import TOWNS, region

A, B, C = TOWNS["a"], TOWNS["b"], TOWNS["c"]
"""C hangs on B, B on A."""
UP, CUT, BROKEN, UNKNOWN = (
    MunicipalityState.OPERATIONAL,
    MunicipalityState.ISOLATED,
    MunicipalityState.DISCONNECTED,
    MunicipalityState.UNKNOWN,
)
URL = "https://netmon.kraj.example"
IT, MAYOR, CLERK, QUIET = (f"{name}@c.example.invalid" for name in ("it", "mayor", "clerk", "quiet"))
HELPDESK = {"name": "Dohled sítě", "phone": "+420 353 000 000", "email": "dohled@kraj.example.invalid"}
SOMEBODY = Actor("novakova", "192.0.2.7")


def prague(text: str) -> Millis:
    """Return when the clocks of the region show this."""
    return at_wall(datetime.fromisoformat(text))


NOON = prague("2026-11-23T12:00")
"""A Monday."""


def towns(*, reports: Sequence[dict[str, object]] = (), **letters: object) -> Inventory:
    """Return the region; in C three contacts want mail, one of them in English, and one wants none."""
    base = region().model_dump(mode="json", by_alias=True)["municipalities"]
    contacts: list[dict[str, object]] = [
        {"name": "Informatik", "email": IT, "notify": ["outage", "maintenance"]},
        {"name": "Mayor", "email": MAYOR, "notify": ["outage"], "language": "en"},
        {"name": "Podatelna", "email": CLERK, "notify": ["maintenance"]},
        {"name": "Nikdo", "email": QUIET},
    ]
    municipalities = {**base, C: {**base[C], "contacts": contacts}, B: {**base[B], "contacts": [contacts[3]]}}
    head = {"name": "Testland", "code": "CZ000", "letters": {"helpdesk": HELPDESK, **letters}}
    return region(municipalities=municipalities, region={**head, "reports": {"recipients": list(reports)}})


def spans(*parts: tuple[float, MunicipalityState], end: Millis = NOON) -> list[StateInterval]:
    """Return states that last so many minutes each and end now."""
    found, start = [], Millis(end - round(sum(minutes for minutes, _ in parts) * MINUTE))
    for minutes, state in parts:
        stop = Millis(start + round(minutes * MINUTE))
        found.append(StateInterval(Interval(start, stop), state, "link mid-far"))
        start = stop
    return found


def sent(letters: Sequence[Letter], at: Millis, state: DeliveryState = DeliveryState.SENT) -> list[Delivery]:
    """Return letters as rows of the outbox that were written at a moment."""
    return [
        Delivery(number, letter.message(), state, attempts=1, created=at, next_at=at)
        for number, letter in enumerate(letters)
    ]


def office(rows: Sequence[Delivery] = (), now: Millis = NOON, inventory: Inventory | None = None) -> Office:
    """Return a desk at a moment."""
    return Office(inventory or towns(), URL, Post.of(rows), now)


def said(letter: Letter) -> str:
    """Return all that a letter says, on one line."""
    return json.dumps(letter.message().payload, ensure_ascii=False).replace("\u00a0", " ")


def rendered(payload: Mapping[str, object]) -> Mail:
    """Return a payload as mail of a netmon that speaks Czech."""
    return VIEWS.render_mail(payload, "cs")


@dataclass
class Mailroom:
    """The records of a netmon, its outbox, and a courier to a real SMTP server; time stands until it is told."""

    directory: Path
    port: int
    inventory: Inventory
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOON))
    woken: int = 0

    def __post_init__(self) -> None:
        self.settings = Settings(
            state=self.directory,
            url=URL,
            smtp=Smtp(host="127.0.0.1", port=self.port, sender="netmon@kraj.example"),
        )
        self.plan = Plan.of(self.inventory, find_collectors(), self.settings)
        self.store = StateStore(self.directory)

    def restart(self) -> None:
        """Close everything as a kill would, and begin again."""
        self.store.close()
        self.store = StateStore(self.directory)
        self.store.release(self.clock.now())

    def turn(self, code: MunicipalityCode, state: MunicipalityState) -> None:
        """Have a municipality turn into a state now."""
        now, entity = self.clock.now(), Entity(EntityKind.MUNICIPALITY, code)
        self.store.record_history([Transition(entity, None, state, now, now, "link mid-far")], [])

    def announce(self, window: Interval, *scope: Entity, reason: str = "výměna karty v core7") -> None:
        """Announce work, as a command does."""
        whole = expanded(scope, self.plan.topology.network)
        self.store.execute(PlanMaintenance(whole, window, reason), SOMEBODY, self.clock.now())

    def pass_time(self, minutes: float) -> None:
        """Let time pass, look once what is to be written, and carry it."""
        self.clock.advance(round(minutes * MINUTE))
        asyncio.run(self._work())

    async def _work(self) -> None:
        correspondence = Correspondence(lambda: self.plan, self.settings, self.clock, self.store, self._wake)
        await correspondence.write()
        if self.settings.smtp is not None:
            mail = Email(self.settings.smtp, SecretStore(), self.clock, rendered)
            await Notifier(self.store, [mail], self.clock).drain_once()

    def _wake(self) -> None:
        self.woken += 1
