"""pysnmp's engine believes what RFC 3414 lets it believe, and nothing hostile stops it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import SECOND, ManualClock, Millis
from netmon.inventory.models import SnmpCredential
from netmon.snmp import ber
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.snmp.message import AUTH_PRIV, NO_AUTH, REPORTABLE, V3Message, read_message, write_scoped_pdu
from netmon.traps.reference import MOST_READ, Reader, Word
from tests.netmon.traps.datagrams import INFORM, LINK_DOWN, pdu, trap
from tests.netmon.traps.sending import SECRETS, USER
from tests.parts.snmpd import community

OURS = bytes.fromhex("80004fb804") + b"netmon test"
THEIRS = bytes.fromhex("80001f8804666172")
NOON = Millis(1_795_000_020_000)
KEYS = {"user": USER, "auth_key": "secret://auth", "priv_key": "secret://priv"}


def user() -> ResolvedCredential:
    return resolve(SnmpCredential.model_validate(KEYS), SECRETS)


def reader(credential: ResolvedCredential, clock: ManualClock | None = None) -> Reader:
    return Reader(credential, OURS, clock or ManualClock(NOON))


def in_the_clear(engine_id: bytes, name: str, flags: int = NO_AUTH, kind: int = 0xA7) -> bytes:
    """Return a notification of SNMPv3 that nobody signed."""
    scoped = write_scoped_pdu(engine_id, pdu(kind))
    return V3Message(5, flags, scoped, engine_id=engine_id, user=name.encode()).write()


def test_a_trap_with_the_community_is_believed_and_not_answered() -> None:
    assert reader(community()).read(trap()) == Word(LINK_DOWN)


def test_an_inform_with_the_community_is_believed_and_answered() -> None:
    word = reader(community()).read(trap(kind=INFORM))
    assert word.notification == LINK_DOWN
    assert word.reply
    assert ber.RESPONSE in word.reply


def test_another_community_is_not_believed() -> None:
    assert reader(community()).read(trap("public")) == Word()
    assert reader(community()).read(trap("public", kind=INFORM)) == Word()


def test_a_request_is_no_notification() -> None:
    assert reader(community()).read(trap(kind=ber.GET)).notification is None


def test_a_user_without_a_signature_is_not_believed_at_any_engine() -> None:
    known = reader(user())
    for engine_id in (OURS, THEIRS, b""):
        for name in (USER, ""):
            assert known.read(in_the_clear(engine_id, name)) == Word()
            assert known.read(in_the_clear(engine_id, name, NO_AUTH | REPORTABLE, INFORM)).notification is None


@pytest.mark.parametrize("engine_id", [OURS, THEIRS])
@pytest.mark.parametrize("name", [USER, "nobody"])
def test_a_made_up_signature_is_not_believed_and_its_sender_learns_nothing(engine_id: bytes, name: str) -> None:
    scoped = ber.write_octets(bytes(48))
    message = V3Message(5, AUTH_PRIV | REPORTABLE, scoped, engine_id, 1, 1, name.encode(), bytes(24), bytes(8))
    assert reader(user()).read(message.write()) == Word()


def test_who_asks_for_our_engine_before_an_inform_is_told_it_and_our_boots_grow_over_restarts() -> None:
    question = V3Message(5, NO_AUTH | REPORTABLE, write_scoped_pdu(b"", pdu(ber.GET))).write()
    boots = []
    for second in (0, 1):
        word = reader(user(), ManualClock(Millis(NOON + second * SECOND))).read(question)
        assert word.notification is None
        assert read_message(word.reply).engine_id == OURS
        boots.append(read_message(word.reply).boots)
    assert boots[0] < boots[1] < 1 << 31


def test_a_community_has_no_engine_to_tell() -> None:
    question = V3Message(5, NO_AUTH | REPORTABLE, write_scoped_pdu(b"", pdu(ber.GET))).write()
    assert reader(community()).read(question).notification is None


def test_pysnmp_begins_anew_before_it_remembers_too_much_and_goes_on_to_read() -> None:
    known = reader(community())
    assert all(known.read(trap()).notification == LINK_DOWN for _ in range(MOST_READ + 3))


@given(st.data())
@settings(max_examples=150)
def test_whatever_a_datagram_holds_it_is_a_word(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([trap(), in_the_clear(THEIRS, USER), b"\x30\x80\x00\x00"]))
    at = data.draw(st.integers(0, len(whole) - 1))
    bent = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 4)) :]
    assert isinstance(BENT_BY_COMMUNITY.read(bent), Word)
    assert BENT_BY_USER.read(bent).notification is None


BENT_BY_COMMUNITY, BENT_BY_USER = reader(community()), reader(user())
