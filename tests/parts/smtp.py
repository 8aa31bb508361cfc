"""An SMTP receiver: aiosmtpd in a thread of its own, told how to answer."""

import asyncio
import email.policy
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from importlib.metadata import version

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.parts.roll import Enrol


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as it arrived: the envelope's sender and recipients, and what was in it."""

    sender: str
    recipients: tuple[str, ...]
    mail: EmailMessage


@dataclass
class SmtpReceiver:
    """Records every mail; `answer` is what it says to DATA, `recipient_answer` to RCPT."""

    received: list[Received] = field(default_factory=list)
    answer: str = "250 OK"
    recipient_answer: str = "250 OK"
    port: int = 0

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd names its hooks after the commands
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse."""
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        """Take a mail, or refuse."""
        if self.answer.startswith("250"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            mail = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(content)
            self.received.append(Received(str(envelope.mail_from), tuple(envelope.rcpt_tos), mail))
        return self.answer


USER, PASSWORD = "netmon", "c0rrect-horse"
SmtpStarter = Callable[[ssl.SSLContext | None], SmtpReceiver]


@pytest.fixture
def start_smtp(enrol: Enrol) -> Iterator[SmtpStarter]:
    """Return a function that starts a receiver on loopback; with a TLS context it wants STARTTLS and a login."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    servers: list[asyncio.Server] = []

    def start(tls: ssl.SSLContext | None = None) -> SmtpReceiver:
        receiver = SmtpReceiver()
        servers.append(asyncio.run_coroutine_threadsafe(_listen(receiver, tls), loop).result(60))
        receiver.port = servers[-1].sockets[0].getsockname()[1]
        enrol("SMTP receiver", f"aiosmtpd {version('aiosmtpd')}")
        return receiver

    yield start
    asyncio.run_coroutine_threadsafe(_close(servers), loop).result(60)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


async def _listen(receiver: SmtpReceiver, tls: ssl.SSLContext | None) -> asyncio.Server:
    def session() -> SMTP:
        return SMTP(
            receiver,
            hostname="receiver.invalid",
            enable_SMTPUTF8=False,
            tls_context=tls,
            require_starttls=tls is not None,
            auth_required=tls is not None,
            authenticator=_authenticate,
        )

    return await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)


async def _close(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, credentials: object
) -> AuthResult:
    is_right = credentials == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)
