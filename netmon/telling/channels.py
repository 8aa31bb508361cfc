"""By which ways netmon reaches people, and whom it cannot reach as it is set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest

from netmon.alerting.notify import Channel
from netmon.alerting.notify.authenticity import auth_code
from netmon.alerting.notify.email import Email
from netmon.alerting.notify.gammu import Gammu
from netmon.alerting.notify.gateway import SmsGateway
from netmon.alerting.notify.invitation import pin_of
from netmon.alerting.notify.inviting import Inviting
from netmon.alerting.notify.mail import plain_mail
from netmon.alerting.notify.ntfy import Ntfy
from netmon.alerting.notify.sms import Wording, no_pin
from netmon.alerting.notify.webhook import Webhook
from netmon.clock import Clock, Millis
from netmon.errors import DeliveryError, SecretError
from netmon.inventory.models import Inventory, Receiver
from netmon.inventory.recipients import heard_by
from netmon.model import Message
from netmon.phrase import Phrase
from netmon.secret import Secret, SecretRef, SecretStore
from netmon.settings import Settings
from netmon.views import Views

NO_MAIL = Phrase("no e-mail leaves this netmon: set NETMON_SMTP__HOST and NETMON_SMTP__SENDER")
NO_SMS = Phrase("no SMS leaves this netmon: set NETMON_SMS__OUTBOX or NETMON_SMS__GATEWAY__URL")


@dataclass(frozen=True, slots=True)
class Absent:
    """A channel that is not set up: what goes there is given up at once, with the reason, not tried for a day."""

    name: str
    reason: str

    def send(self, message: Message) -> None:
        """Raise DeliveryError."""
        del message
        raise DeliveryError(self.reason, permanent=True)


def channels_of(
    settings: Settings, secrets: SecretStore, clock: Clock, views: Views | None, key: Secret | None = None
) -> tuple[Channel, ...]:
    """Return every channel that an inventory may name; with a `key`, mail and pushes lead to the single-use link.

    SMS are too short for it, and bear a PIN where answers are listened for; the address in a webhook must stay the
    same.
    """
    mail, push = _mail(settings, secrets, clock, views), Ntfy(secrets)
    return (
        Webhook(secrets, clock, settings.webhook_key),
        _sms(settings, secrets, clock, key),
        *((mail, push) if key is None else (Inviting(mail, key, clock), Inviting(push, key, clock))),
    )


def unreachable(inventory: Inventory, settings: Settings, secrets: SecretStore) -> Iterator[tuple[str, str]]:
    """Yield each receiver and person that a route may tell and that not everything would reach, and why."""
    heard = {name: receiver for route in inventory.routes for name, receiver in heard_by(route, inventory).items()}
    for name, receiver in heard.items():
        yield from ((name, reason) for reason in _obstacles(receiver, settings, secrets))


def code_of(settings: Settings, secrets: SecretStore, subject_id: str, moment: Millis) -> str:
    """Return the code that SMS about a subject bear at a moment; empty if there is no key, or it is lost.

    The key is asked for each time, as it may be mended while netmon runs; a message without a code is
    better than none.
    """
    if settings.sms is None or settings.sms.key is None:
        return ""
    try:
        return auth_code(secrets.resolve(settings.sms.key), subject_id, moment)
    except SecretError:
        return ""


def is_gateway(settings: Settings, secrets: SecretStore, authorization: str) -> bool:
    """Say whether whoever brings received SMS is our gateway, by the header it sends; not while the secret is lost."""
    replies = None if settings.sms is None else settings.sms.replies
    if replies is None:
        return False
    try:
        secret = secrets.resolve(replies.authorization).reveal()
    except SecretError:
        return False
    return compare_digest(authorization.encode(), secret.encode())


def _mail(settings: Settings, secrets: SecretStore, clock: Clock, views: Views | None) -> Channel:
    if settings.smtp is None:
        return Absent("email", NO_MAIL)
    language = settings.language.value
    render = plain_mail if views is None else (lambda payload: views.render_mail(payload, language))
    return Email(settings.smtp, secrets, clock, render)


def _sms(settings: Settings, secrets: SecretStore, clock: Clock, key: Secret | None) -> Channel:
    if settings.sms is None:
        return Absent("sms", NO_SMS)
    pins = partial(pin_of, key) if key is not None and settings.sms.listens else no_pin
    wording = Wording(settings.language, partial(code_of, settings, secrets), pins)
    if settings.sms.outbox is not None:
        return Gammu(settings.sms.outbox, wording, clock)
    if settings.sms.gateway is not None:
        return SmsGateway(settings.sms.gateway, secrets, wording, clock)
    return Absent("sms", NO_SMS)


def _obstacles(receiver: Receiver, settings: Settings, secrets: SecretStore) -> Iterator[str]:
    if receiver.email and settings.smtp is None:
        yield NO_MAIL
    if receiver.sms:
        yield from _obstacles_of_sms(settings, secrets)
    if receiver.webhook:
        yield from _missing(secrets, settings.webhook_key)
    yield from _missing(secrets, *receiver.webhook, *receiver.ntfy)


def _obstacles_of_sms(settings: Settings, secrets: SecretStore) -> Iterator[str]:
    sms = settings.sms
    if sms is None:
        yield NO_SMS
        return
    if sms.outbox is not None and not sms.outbox.is_dir():
        yield Phrase("{path}: there is no such directory to put SMS into", path=sms.outbox)
    if sms.gateway is not None:
        yield from _missing(secrets, sms.gateway.url, sms.gateway.password, sms.gateway.authorization)
    yield from _missing(secrets, sms.key, None if sms.replies is None else sms.replies.authorization)


def _missing(secrets: SecretStore, *references: SecretRef | None) -> Iterator[str]:
    for reference in references:
        try:
            if reference is not None:
                secrets.resolve(reference)
        except SecretError as error:
            yield from error.args
