"""How a message leaves by SMTP, to a real receiver."""

import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.alerting.notify.email import Email
from netmon.alerting.notify.mail import PlainMail
from netmon.alerting.pipeline import dedup_key
from netmon.clock import ManualClock
from netmon.deadline import limited
from netmon.errors import DeliveryError
from netmon.model import Message, NotificationKind
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Smtp
from tests.netmon.alerting.certificate import tls_pair
from tests.netmon.alerting.occasions import T0, message
from tests.parts.smtp import PASSWORD, USER, SmtpReceiver, SmtpStarter

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
NO_SECRETS = SecretStore()


def letter(kind: NotificationKind = FIRING, address: str = "noc@kraj.example") -> Message:
    bare = message(kind, "email", address)
    return replace(bare, dedup_key=dedup_key(bare.subject_id, kind, "email", address))


def channel(port: int) -> Email:
    smtp = Smtp(host="127.0.0.1", port=port, sender="netmon@kraj.example")
    return Email(smtp, NO_SECRETS, ManualClock(T0))


@pytest.fixture
def receiver(start_smtp: SmtpStarter) -> SmtpReceiver:
    """Return a receiver without encryption."""
    return start_smtp(None)


def test_a_mail_arrives_with_its_text_and_says_that_a_machine_wrote_it(receiver: SmtpReceiver) -> None:
    channel(receiver.port).send(letter())
    (received,) = receiver.received
    assert (received.sender, received.recipients) == ("netmon@kraj.example", ("noc@kraj.example",))
    assert received.mail["Subject"] == "✖ 1 obec bez spojení: trasa Cheb – Aš (od 10:03)"
    assert received.mail["Auto-Submitted"] == "auto-generated"
    assert received.mail["Date"] == "Sun, 23 Nov 2025 09:03:00 +0000"
    text = received.mail.get_content()
    assert "- Aš" in text
    assert "cheb-core-1 hlásí rozhraní xe1 mimo provoz od 10:03:00" in text
    assert "http://127.0.0.1:8080/v/i-1" in text


def test_the_end_lands_in_the_thread_of_the_beginning(receiver: SmtpReceiver) -> None:
    for kind in (FIRING, RESOLVED, RESOLVED):
        channel(receiver.port).send(letter(kind))
    first, last, repeated = (received.mail for received in receiver.received)
    assert last["In-Reply-To"] == last["References"] == first["Message-ID"]
    assert last["Message-ID"] == repeated["Message-ID"] != first["Message-ID"]
    assert first["In-Reply-To"] is None


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        (NotificationKind.FLAPPING, False),
        (NotificationKind.PASSED, False),
        (NotificationKind.ALARM, True),
        (NotificationKind.DIGEST, True),
        (NotificationKind.TEST, True),
    ],
)
def test_what_belongs_to_an_outage_lands_in_its_thread_and_nothing_else(
    receiver: SmtpReceiver, kind: NotificationKind, *, begins: bool
) -> None:
    for each in (FIRING, kind):
        channel(receiver.port).send(letter(each))
    first, other = (received.mail for received in receiver.received)
    assert other["In-Reply-To"] == (None if begins else first["Message-ID"])


def test_a_view_gives_text_and_html(receiver: SmtpReceiver) -> None:
    view = replace(channel(receiver.port), render=lambda _: PlainMail("Aš", "příčina", "<p>příčina</p>"))
    view.send(letter())
    mail = receiver.received[0].mail
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["příčina", "<p>příčina</p>"]


def test_no_text_can_add_a_header_or_another_mail(receiver: SmtpReceiver) -> None:
    hostile = "Aš\r\nBcc: all@kraj.example\u202e\r\n.\r\nQUIT\r\n"
    view = replace(channel(receiver.port), render=lambda _: PlainMail(hostile, hostile))
    view.send(letter())
    (received,) = receiver.received
    assert received.mail["Bcc"] is None
    assert received.mail["Subject"] == "Aš Bcc: all@kraj.example . QUIT"
    assert received.recipients == ("noc@kraj.example",)


@pytest.mark.parametrize("address", ["noc", "noc@kraj.example\r\nRCPT TO:<x@y.z>", "<a@b.c>", "a@b.c, d@e.f", "á@b.c"])
def test_what_is_no_address_is_never_sent(receiver: SmtpReceiver, address: str) -> None:
    with pytest.raises(DeliveryError, match="is not an e-mail address") as caught:
        channel(receiver.port).send(letter(address=address))
    assert caught.value.permanent
    assert not receiver.received


@pytest.mark.parametrize(
    ("data", "recipient", "reason", "permanent"),
    [
        ("451 try later", "250 OK", "451 try later", False),
        ("554 looks like spam", "250 OK", "554 looks like spam", True),
        ("250 OK", "450 greylisted", "refused with 450", False),
        ("250 OK", "550 no such user", "refused with 550", True),
    ],
)
def test_4yz_is_worth_another_try_and_5yz_is_not(
    receiver: SmtpReceiver, data: str, recipient: str, reason: str, *, permanent: bool
) -> None:
    receiver.answer, receiver.recipient_answer = data, recipient
    with pytest.raises(DeliveryError, match=reason) as caught:
        channel(receiver.port).send(letter())
    assert caught.value.permanent is permanent


def test_a_server_that_is_away_is_worth_another_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeliveryError, match="ConnectionRefusedError") as caught:
        channel(port).send(letter())
    assert not caught.value.permanent


@pytest.fixture
def secure(start_smtp: SmtpStarter, tmp_path: Path) -> tuple[SmtpReceiver, Callable[[str], Email]]:
    """Return a receiver that wants STARTTLS and a login, and the channel with a password."""
    server, client = tls_pair(tmp_path)
    receiver = start_smtp(server)
    smtp = Smtp(
        host="127.0.0.1",
        port=receiver.port,
        sender="netmon@kraj.example",
        starttls=True,
        user=USER,
        password=SecretRef("secret://smtp"),
    )

    def with_password(password: str) -> Email:
        return Email(smtp, SecretStore((), {"NETMON_SECRET_SMTP": password}), ManualClock(T0), tls=client)

    return receiver, with_password


def test_it_encrypts_and_logs_in(secure: tuple[SmtpReceiver, Callable[[str], Email]]) -> None:
    receiver, with_password = secure
    with_password(PASSWORD).send(letter())
    assert len(receiver.received) == 1


def test_a_wrong_password_can_be_mended_so_the_message_waits(
    secure: tuple[SmtpReceiver, Callable[[str], Email]],
) -> None:
    with pytest.raises(DeliveryError, match="535") as caught:
        secure[1]("wrong-h0rse").send(letter())
    assert not caught.value.permanent
    assert "wrong-h0rse" not in str(caught.value)


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    secure: tuple[SmtpReceiver, Callable[[str], Email]],
) -> None:
    receiver, with_password = secure
    stranger = Email(with_password("").smtp, NO_SECRETS, ManualClock(T0))
    with pytest.raises(DeliveryError, match="SSLCertVerificationError"):
        stranger.send(letter())
    assert not receiver.received


def test_a_conversation_ends_however_slowly_the_other_side_speaks() -> None:
    near, far = socket.socketpair()

    class Slow:
        sock: socket.socket | None = near

    def flood() -> None:
        while far.send(b".", socket.MSG_NOSIGNAL):
            pass

    def speak() -> None:
        with pytest.raises(BrokenPipeError):
            flood()

    def listen() -> None:
        while near.recv(4096):
            pass

    with near, far:
        speaker = threading.Thread(target=speak)
        speaker.start()
        with limited(Slow(), seconds=0.05):
            listen()
        speaker.join(10)
        assert not speaker.is_alive()
