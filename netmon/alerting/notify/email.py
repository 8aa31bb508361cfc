"""How a message leaves by SMTP: text and HTML, threaded by what it is about."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from netmon.alerting.notify.mail import Render, plain_mail, subject_line
from netmon.alerting.pipeline import dedup_key
from netmon.clock import Clock, to_datetime
from netmon.deadline import REPLY_WITHIN, limited
from netmon.errors import DeliveryError, SecretError
from netmon.foreign import one_line
from netmon.model import Message, NotificationKind
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Smtp

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}", re.ASCII)
ANSWERS = frozenset(
    {NotificationKind.RESOLVED, NotificationKind.FLAPPING, NotificationKind.PASSED, NotificationKind.REMINDER}
)
"""What answers the message that something began; everything else begins a thread."""
PERMANENT_FROM = 500
"""RFC 5321 §4.2.1: 4yz is transient, 5yz is permanent."""
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Email:
    """Sends mail through one SMTP server; `tls` decides whose certificates are believed."""

    smtp: Smtp
    secrets: SecretStore
    clock: Clock
    render: Render = plain_mail
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    name: str = "email"

    def send(self, message: Message) -> None:
        """Deliver a message; raise DeliveryError."""
        if not ADDRESS.fullmatch(message.address):
            raise DeliveryError(Phrase("{address!r} is not an e-mail address", address=message.address), permanent=True)
        mail = self.compose(message)
        server = _Client(self.smtp.host)
        with _failures_as_values(), limited(server), closing(server):
            server.connect(self.smtp.host, self.smtp.port)
            self._authenticate(server)
            server.send_message(mail)
            with suppress(OSError):  # the mail is accepted; how the server says goodbye changes nothing
                server.quit()

    def compose(self, message: Message) -> EmailMessage:
        """Return the mail: every message about one subject lands in one thread."""
        rendered = self.render(message.payload)
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = subject_line(rendered.subject)
        mail["From"] = self.smtp.sender
        mail["To"] = message.address
        mail["Date"] = format_datetime(to_datetime(self.clock.now()))
        mail["Message-ID"] = self._message_id(message.dedup_key)
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: vacation programs stay silent
        if message.kind in ANSWERS:
            first = self._message_id(_key_of_firing(message))
            mail["In-Reply-To"] = mail["References"] = first
        mail.set_content(rendered.text, cte="quoted-printable")
        if rendered.html:
            mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
        for each in rendered.attachments:
            maintype, _, subtype = each.type.partition("/")
            mail.add_attachment(each.content.encode(), maintype=maintype, subtype=subtype, filename=each.name)
        return mail

    def _message_id(self, key: str) -> str:
        return f"<{key}@{self.smtp.sender.rpartition('@')[2].strip('>')}>"

    def _authenticate(self, server: smtplib.SMTP) -> None:
        """Encrypt and log in, where the settings say so.

        A failure here says nothing about the message, so it is always worth another try.
        """
        try:
            if self.smtp.starttls:
                server.starttls(context=self.tls)
            if self.smtp.user and self.smtp.password:
                server.login(self.smtp.user, self.secrets.resolve(self.smtp.password).reveal())
        except smtplib.SMTPException as error:
            raise DeliveryError(_reason(error)) from None


class _Client(smtplib.SMTP):
    """A client that is not connected yet, so that a deadline can be set on the greeting too."""

    def __init__(self, host: str) -> None:
        # Without a name of its own, smtplib would ask the DNS for ours, and wait for it.
        super().__init__(local_hostname=socket.gethostname(), timeout=REPLY_WITHIN)
        self._host = host  # STARTTLS holds the certificate against it; only a constructor that connects sets it


def _key_of_firing(message: Message) -> str:
    return dedup_key(message.subject_id, NotificationKind.FIRING, message.channel, message.address)


@contextmanager
def _failures_as_values() -> Iterator[None]:
    """Turn everything that SMTP can do to us into DeliveryError."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise DeliveryError(
            Phrase("recipient refused with {code}", code=codes[0]), permanent=min(codes) >= PERMANENT_FROM
        ) from None
    except smtplib.SMTPResponseException as error:
        raise DeliveryError(_reason(error), permanent=error.smtp_code >= PERMANENT_FROM) from None
    except (OSError, SecretError) as error:  # SMTPException is an OSError, and so is what TLS raises
        raise DeliveryError(_reason(error)) from None


def _reason(error: Exception) -> str:
    """Return what the server said, or what happened, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {one_line(said)}"[:LONGEST_REASON]
    return f"{type(error).__name__}: {one_line(str(error))}"[:LONGEST_REASON]
