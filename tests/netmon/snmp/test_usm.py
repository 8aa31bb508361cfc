"""SNMPv3 messages are believed only when signed, private, in time and ours."""

import socket
from dataclasses import dataclass, replace

import pytest

from netmon.clock import ManualClock, Millis
from netmon.errors import AccessDenied, ProtocolViolation
from netmon.inventory.models import AuthProtocol, PrivProtocol
from netmon.snmp import ber, template
from netmon.snmp.credential import User
from netmon.snmp.message import AUTH, AUTH_PRIV, NO_AUTH, V3Message, read_message, write_scoped_pdu
from netmon.snmp.pdu import Pdu
from netmon.snmp.security import Resend
from netmon.snmp.usm import NOT_IN_TIME_WINDOWS, REFUSALS, UNKNOWN_ENGINE_IDS, UserSecurity
from tests.netmon.snmp.agent import UPTIME
from tests.parts import snmpd as part
from tests.parts.snmpd import Agent

NUMBER = 1 << 30
REQUEST = template.get((UPTIME,))
ENGINE_ID = b"\x80\x00\x1f\x88\x04another"


@dataclass
class Conversation:
    """A user at a real agent, and the agent's last datagram."""

    security: UserSecurity
    clock: ManualClock
    reply: bytes = b""


@pytest.fixture
def conversation(snmpd: Agent) -> Conversation:
    """Return a conversation that has come to its first answer."""
    clock = ManualClock(Millis(10**12))
    user = part.user(AuthProtocol.SHA_256, PrivProtocol.AES_128)
    assert isinstance(user, User)
    talk = Conversation(UserSecurity(user, clock), clock)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        channel.settimeout(5)
        channel.connect((snmpd.address, snmpd.port))
        while True:
            channel.send(talk.security.wrap(REQUEST, NUMBER))
            talk.reply = channel.recv(65_535)
            if isinstance(talk.security.unwrap(talk.reply).outcome, Pdu):
                return talk


def report(counter: tuple[int, ...], *, flags: int = NO_AUTH, engine_id: bytes = ENGINE_ID) -> bytes:
    """Return an unsigned report, as anybody could write it."""
    varbind = ber.write(ber.SEQUENCE, ber.write_object_identifier(counter), ber.write_integer(1, ber.COUNTER32))
    numbers = ber.write_integer(0) * 3
    pdu = ber.write(ber.REPORT, numbers, ber.write(ber.SEQUENCE, varbind))
    return V3Message(NUMBER, flags, write_scoped_pdu(engine_id, pdu), engine_id, boots=1, time=1).write()


def test_no_octet_of_a_response_can_be_changed(conversation: Conversation) -> None:
    for position in range(len(conversation.reply)):
        for flip in (0x01, 0x04, 0x80):
            octets = bytearray(conversation.reply)
            octets[position] ^= flip
            with pytest.raises(ProtocolViolation):
                conversation.security.unwrap(bytes(octets))


def test_a_response_older_than_the_window_is_refused(conversation: Conversation) -> None:
    conversation.clock.advance(149_000)
    assert isinstance(conversation.security.unwrap(conversation.reply).outcome, Pdu)
    conversation.clock.advance(152_000)
    with pytest.raises(ProtocolViolation, match="time window"):
        conversation.security.unwrap(conversation.reply)


def test_a_response_in_the_clear_is_refused(conversation: Conversation) -> None:
    message = read_message(conversation.reply)
    pdu = ber.write(ber.RESPONSE, ber.write_integer(NUMBER), ber.write_integer(0) * 2, ber.write(ber.SEQUENCE))
    for flags in (NO_AUTH, AUTH, AUTH_PRIV, 2):
        forged = replace(message, flags=flags, scoped_pdu=write_scoped_pdu(message.engine_id, pdu))
        with pytest.raises(ProtocolViolation):
            conversation.security.unwrap(forged.write())


@pytest.mark.parametrize("counter", REFUSALS)
def test_a_refusal_needs_no_signature_and_gives_no_value(conversation: Conversation, counter: tuple[int, ...]) -> None:
    outcome = conversation.security.unwrap(report(counter)).outcome
    assert isinstance(outcome, AccessDenied)
    assert "user 'sha-256-aes-128'" in str(outcome)


def test_the_time_is_taken_from_a_signed_report_only(conversation: Conversation) -> None:
    with pytest.raises(ProtocolViolation):
        conversation.security.unwrap(report(NOT_IN_TIME_WINDOWS))
    with pytest.raises(ProtocolViolation):
        conversation.security.unwrap(report(NOT_IN_TIME_WINDOWS, flags=AUTH))


def test_another_engine_is_met_with_keys_of_its_own(conversation: Conversation) -> None:
    before = read_message(conversation.security.wrap(REQUEST, NUMBER))
    assert isinstance(conversation.security.unwrap(report(UNKNOWN_ENGINE_IDS)).outcome, Resend)
    after = read_message(conversation.security.wrap(REQUEST, NUMBER))
    assert (before.engine_id != ENGINE_ID, after.engine_id) == (True, ENGINE_ID)
    with pytest.raises(ProtocolViolation, match="another engine"):
        conversation.security.unwrap(conversation.reply)


@pytest.mark.parametrize("length", [0, 4, 33])
def test_an_engine_id_of_impossible_length_is_refused(conversation: Conversation, length: int) -> None:
    with pytest.raises(ProtocolViolation, match="engine ID"):
        conversation.security.unwrap(report(UNKNOWN_ENGINE_IDS, engine_id=bytes(length)))


def test_a_forgotten_engine_is_discovered_again(conversation: Conversation) -> None:
    conversation.security.forget()
    message = read_message(conversation.security.wrap(REQUEST, NUMBER))
    assert (message.level, message.engine_id, message.user) == (NO_AUTH, b"", b"")


def test_no_two_messages_share_a_salt(conversation: Conversation) -> None:
    salts = {read_message(conversation.security.wrap(REQUEST, NUMBER)).salt for _ in range(100)}
    assert len(salts) == 100
