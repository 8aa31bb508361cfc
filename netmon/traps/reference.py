"""What pysnmp, the reference, makes of a notification: the door to its engine, which gets no socket here either.

An inform is for us to authenticate: our engine is the authoritative one, and who sends one asks us for it first
(RFC 3414 §4). A trap is its sender's: for each engine that speaks, the user's keys are localised to it (§3.1, §3.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine
from pysnmp.entity.rfc3413.ntfrcv import NotificationReceiver
from pysnmp.proto.rfc1902 import OctetString

from netmon.clock import SECOND, Clock
from netmon.errors import ProtocolViolation
from netmon.snmp.credential import Community, ResolvedCredential, User
from netmon.snmp.declaration import Oid
from netmon.snmp.message import read_message
from netmon.snmp.reference import AGENT, AUTH_PROTOCOLS, NAME, PRIV_PROTOCOLS, Desk
from netmon.snmp.usm import ENGINE_ID_LENGTHS

SNMP_TRAP_OID: Oid = (1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0)
IF_INDEX: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 1)
"""What linkDown and linkUp are about (RFC 2863)."""
MOST_READ = 2_000
"""Datagrams, after which pysnmp begins anew: it keeps something of each for ever, and a user for each engine."""
LARGEST_MESSAGE = 2_048
UNAUTHENTICATED, AUTH_PRIV = 1, 3
"""pysnmp's numbers of the security levels (RFC 3411 §5)."""
COUNTED_FROM = 1_577_836_800
"""2020-01-01: our boots are the seconds since then, so that they grow over restarts with nothing to keep."""
ANSWERED_REPORTS = ("usmStatsUnknownEngineIDs", "usmStatsNotInTimeWindows")
"""What an honest sender of informs has to hear; to anybody else we say nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a datagram came to: the snmpTrapOID if it is believed, and what its sender is to be told."""

    notification: Oid | None = None
    reply: bytes = b""
    index: int | None = None
    """The ifIndex it names, if any."""


class Reader:
    """Reads the notifications of the devices that share a credential."""

    def __init__(self, credential: ResolvedCredential, engine_id: bytes, clock: Clock) -> None:
        self._credential = credential
        self._engine_id = engine_id
        self._clock = clock
        self._boots = 0
        self._heard: Oid | None = None
        self._index: int | None = None
        self._level = 0
        self._begin_anew()

    def read(self, datagram: bytes) -> Word:
        """Return what the datagram says, as far as it is believed."""
        self._read += 1
        if self._read > MOST_READ:
            self._begin_anew()
        self._forget()
        reports = self._reports()
        try:
            self._meet_engine_of(datagram)
            self._engine.message_dispatcher.receive_message(self._engine, *AGENT, datagram)
        except Exception:  # noqa: BLE001 -- what pysnmp raises over a hostile datagram is whatever its decoder does
            return Word()
        if self._heard is not None and self._level == self._expected_level:
            return Word(self._heard, self._desk.written, self._index)
        return Word(reply=self._desk.written if self._reports() > reports else b"")

    @property
    def _expected_level(self) -> int:
        return UNAUTHENTICATED if isinstance(self._credential, Community) else AUTH_PRIV

    def _begin_anew(self) -> None:
        self._read = 0
        self._met: set[bytes] = set()
        self._boots = max(self._boots + 1, self._clock.now() // SECOND - COUNTED_FROM)
        self._desk = Desk()
        self._engine = _engine(self._engine_id, self._boots)
        self._engine.register_transport_dispatcher(self._desk)
        self._engine.observer.register_observer(self._notice, "rfc3412.receiveMessage:request")
        NotificationReceiver(self._engine, self._hear)
        if isinstance(self._credential, Community):
            octets = self._credential.community.reveal().encode()
            config.add_v1_system(self._engine, NAME, octets.decode("latin-1"))  # pysnmp writes characters as octets
        else:
            _introduce(self._engine, self._credential, self._engine_id)

    def _forget(self) -> None:
        """Forget what the last datagram came to."""
        self._heard, self._index, self._level, self._desk.written = None, None, 0, b""

    def _meet_engine_of(self, datagram: bytes) -> None:
        """Localise the user's keys to the engine that a trap is from, the first time it speaks."""
        if not isinstance(self._credential, User):
            return
        engine_id = read_message(datagram).engine_id
        if not engine_id or engine_id == self._engine_id or engine_id in self._met:
            return
        if len(engine_id) not in ENGINE_ID_LENGTHS:
            complaint = "an engine that RFC 3411 does not know"
            raise ProtocolViolation(complaint)
        self._met.add(engine_id)
        _introduce(self._engine, self._credential, engine_id)

    def _notice(self, _engine: SnmpEngine, _point: str, said: Mapping[str, Any], _context: None) -> None:
        """Note how well a request is protected, before anybody hears of it."""
        self._level = int(said["securityLevel"])

    def _hear(self, *said: Any) -> None:  # noqa: ANN401 -- the signature of the library
        """Take the varbinds of a notification; RFC 3584 §3.1 has made those of SNMPv1 into SNMPv2's."""
        *_, varbinds, _ = said
        self._heard = next((tuple(value) for name, value in varbinds if tuple(name) == SNMP_TRAP_OID), None)
        named = (tuple(name) for name, _ in varbinds)
        self._index = next((name[-1] for name in named if name[:-1] == IF_INDEX), None)

    def _reports(self) -> int:
        """Return how often pysnmp had reason for a report that we let out."""
        counters = self._engine.get_mib_builder().import_symbols("__SNMP-USER-BASED-SM-MIB", *ANSWERED_REPORTS)
        return sum(int(counter.syntax) for counter in counters)


def _engine(engine_id: bytes, boots: int) -> SnmpEngine:
    """Return an engine of this identity; given it at once, pysnmp would keep files about it in /tmp."""
    engine = SnmpEngine(maxMessageSize=LARGEST_MESSAGE)
    identity, count = engine.get_mib_builder().import_symbols("__SNMP-FRAMEWORK-MIB", "snmpEngineID", "snmpEngineBoots")
    identity.syntax = identity.syntax.clone(engine_id)
    count.syntax = count.syntax.clone(boots)
    engine.snmpEngineID = identity.syntax
    return engine


def _introduce(engine: SnmpEngine, user: User, engine_id: bytes) -> None:
    """Tell pysnmp a user's keys at an engine; the master keys, so that no passphrase is hashed again."""
    config.add_v3_user(
        engine,
        user.name.encode(),
        AUTH_PROTOCOLS[user.auth],
        user.auth_key,
        PRIV_PROTOCOLS[user.priv],
        user.priv_key,
        securityEngineId=OctetString(engine_id),
        authKeyType=config.USM_KEY_TYPE_MASTER,
        privKeyType=config.USM_KEY_TYPE_MASTER,
    )
