"""Would mail leave: the conversation of a mail, up to the recipients, and then taken back."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from functools import partial

from netmon.deadline import limited
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.url import is_loopback
from netmon.errors import SecretError
from netmon.foreign import one_line
from netmon.inventory.models import Inventory
from netmon.inventory.recipients import heard_by
from netmon.phrase import Phrase
from netmon.secret import Secret, SecretStore
from netmon.settings import Smtp

ANSWERS_WITHIN = 5.0
MOST_RECIPIENTS = 10
LONGEST_TEXT = 200
ACCEPTED = range(200, 300)


class Stage(StrEnum):
    """How far a conversation comes."""

    CONNECTION = "connection"
    ENCRYPTION = "encryption"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the conversation broke off, what the server said then, and which recipient it was about."""

    broke_at: Stage | None
    said: str = ""
    recipient: str = ""


def examine(smtp: Smtp | None, secrets: SecretStore, inventory: Inventory) -> Finding:
    """Return whether mail would leave for everybody that a route names."""
    if smtp is None:
        return Finding(Check.MAIL, Verdict.NOT_CHECKED, Phrase("NETMON_SMTP__HOST is not set: no mail leaves"))
    try:
        password = secrets.resolve(smtp.password) if smtp.password is not None else None
    except SecretError:
        return Finding(Check.MAIL, Verdict.NOT_CHECKED, Phrase("its password cannot be had, see secrets"))
    return judge(converse(smtp, password, recipients(inventory)), smtp)


def recipients(inventory: Inventory) -> tuple[str, ...]:
    """Return some of the addresses that mail goes to."""
    heard = [each for route in inventory.routes for each in heard_by(route, inventory).values()]
    addresses = dict.fromkeys(address for each in heard for address in each.email)
    return tuple(addresses)[:MOST_RECIPIENTS]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is said to the server."""

    stage: Stage
    take: Callable[[], object]
    recipient: str = ""


def converse(
    smtp: Smtp, password: Secret | None, addresses: Sequence[str], tls: ssl.SSLContext | None = None
) -> Reading:
    """Begin a mail and take it back; `tls` decides whose certificates are believed."""
    try:
        # Without a name of its own, smtplib would ask the DNS for ours, and wait for it.
        server = smtplib.SMTP(smtp.host, smtp.port, socket.gethostname(), ANSWERS_WITHIN)
    except OSError as error:
        return Reading(Stage.CONNECTION, _reason(error))
    with closing(server), limited(server, ANSWERS_WITHIN):
        reading = _walk(_steps(server, smtp, password, addresses, tls or ssl.create_default_context()))
        with suppress(OSError):  # how the server says goodbye changes nothing
            server.quit()
    return reading


def _walk(steps: Iterator[Step]) -> Reading:
    """Take the steps up to the first that fails."""
    for step in steps:
        try:
            step.take()
        except (OSError, ValueError) as error:  # SMTPException is an OSError; what cannot be encoded is a ValueError
            return Reading(step.stage, _reason(error), step.recipient)
    return Reading(None)


def _steps(
    server: smtplib.SMTP, smtp: Smtp, password: Secret | None, addresses: Sequence[str], tls: ssl.SSLContext
) -> Iterator[Step]:
    if smtp.starttls:
        yield Step(Stage.ENCRYPTION, lambda: server.starttls(context=tls))
    if smtp.user and password is not None:
        yield Step(Stage.LOGIN, partial(server.login, smtp.user, password.reveal()))
    yield Step(Stage.CONNECTION, server.ehlo_or_helo_if_needed)
    yield Step(Stage.SENDER, lambda: _accepted(server.mail(parseaddr(smtp.sender)[1])))
    for address in addresses:
        yield Step(Stage.RECIPIENT, partial(_offer, server, address), address)
    yield Step(Stage.CONNECTION, server.rset)


def _offer(server: smtplib.SMTP, address: str) -> None:
    _accepted(server.rcpt(address))


def _accepted(answer: tuple[int, bytes]) -> None:
    """Raise what smtplib raises elsewhere, unless the server says yes."""
    code, said = answer
    if code not in ACCEPTED:
        raise smtplib.SMTPResponseException(code, said)


def _reason(error: Exception) -> str:
    """Return what the server said, or what happened, on one line; nothing of what we said to it."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {one_line(said)}"[:LONGEST_TEXT]
    if isinstance(error, OSError):
        return one_line(error.strerror or str(error))[:LONGEST_TEXT] or type(error).__name__
    return type(error).__name__


def judge(reading: Reading, smtp: Smtp) -> Finding:
    """Return what it means that a conversation broke off there, or did not."""
    server = f"{smtp.host}:{smtp.port}"
    if reading.broke_at is not None:
        what, cure = _failure(reading.broke_at, reading, server, smtp.sender)
        return Finding(Check.MAIL, Verdict.ERROR, what, cure)
    if smtp.user and not smtp.starttls and not is_loopback(smtp.host):
        what = Phrase("{server} takes our mail, but the password travels readable", server=server)
        return Finding(Check.MAIL, Verdict.WARNING, what, Phrase("set NETMON_SMTP__STARTTLS=true"))
    return Finding(Check.MAIL, Verdict.OK, Phrase("{server} takes our mail", server=server))


def _failure(stage: Stage, reading: Reading, server: str, sender: str) -> tuple[Phrase, Phrase]:
    """Return what went wrong at a stage, and its cure."""
    said = reading.said
    match stage:
        case Stage.CONNECTION:
            return (
                Phrase("{server} does not talk to us: {said}", server=server, said=said),
                Phrase("mend NETMON_SMTP__HOST or NETMON_SMTP__PORT, or let this machine through"),
            )
        case Stage.ENCRYPTION:
            return (
                Phrase("{server} does not encrypt: {said}", server=server, said=said),
                Phrase("give it STARTTLS with a certificate this machine believes, or set NETMON_SMTP__STARTTLS=false"),
            )
        case Stage.LOGIN:
            return (
                Phrase("{server} refuses our log-in: {said}", server=server, said=said),
                Phrase(
                    "mend NETMON_SMTP__USER or the secret of NETMON_SMTP__PASSWORD; some servers want STARTTLS first"
                ),
            )
        case Stage.SENDER:
            return (
                Phrase("{server} refuses the sender {sender}: {said}", server=server, sender=sender, said=said),
                Phrase("set NETMON_SMTP__SENDER to an address the server may send for, or log in"),
            )
        case Stage.RECIPIENT:
            return (
                Phrase(
                    "{server} refuses mail to {recipient}: {said}",
                    server=server,
                    recipient=reading.recipient,
                    said=said,
                ),
                Phrase("mend the address in routes.yaml, or have the server relay for this machine"),
            )
