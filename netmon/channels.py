"""By which ways netmon reaches people, and whom it cannot reach as it is set up."""

from collections.abc import Iterator
from dataclasses import dataclass

from netmon.alerting.notify import Channel
from netmon.alerting.notify.email import Email
from netmon.alerting.notify.mail import plain_mail
from netmon.alerting.notify.webhook import Webhook
from netmon.clock import Clock
from netmon.errors import DeliveryError, SecretError
from netmon.inventory.models import Inventory, Receiver
from netmon.model import Message
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.views import Views

NO_MAIL = Phrase("no e-mail leaves this netmon: set NETMON_SMTP__HOST and NETMON_SMTP__SENDER")


@dataclass(frozen=True, slots=True)
class Absent:
    """A channel that is not set up: what goes there is given up at once, with the reason, not tried for a day."""

    name: str
    reason: str

    def send(self, message: Message) -> None:
        """Raise DeliveryError."""
        del message
        raise DeliveryError(self.reason, permanent=True)


def channels_of(settings: Settings, secrets: SecretStore, clock: Clock, views: Views | None) -> tuple[Channel, ...]:
    """Return every channel that an inventory may name."""
    return Webhook(secrets), _mail(settings, secrets, clock, views)


def unreachable(inventory: Inventory, settings: Settings, secrets: SecretStore) -> Iterator[tuple[str, str]]:
    """Yield each receiver that a route names and that nothing, or not everything, would reach, and why."""
    named = dict.fromkeys(name for route in inventory.routes for name in route.receivers)
    for name in named:
        yield from ((name, reason) for reason in _obstacles(inventory.receivers[name], settings, secrets))


def _mail(settings: Settings, secrets: SecretStore, clock: Clock, views: Views | None) -> Channel:
    if settings.smtp is None:
        return Absent("email", NO_MAIL)
    language = settings.language.value
    render = plain_mail if views is None else (lambda payload: views.render_mail(payload, language))
    return Email(settings.smtp, secrets, clock, render)


def _obstacles(receiver: Receiver, settings: Settings, secrets: SecretStore) -> Iterator[str]:
    if receiver.email and settings.smtp is None:
        yield NO_MAIL
    for reference in receiver.webhook:
        try:
            secrets.resolve(reference)
        except SecretError as error:
            yield from error.args
