"""What pysnmp, the reference, makes of messages: for the odd device that our own codec does not understand.

pysnmp's engine (v3arch) writes each request, reads whatever comes and keeps the books of SNMPv3; socket, patience, plan
and limits stay netmon's own. What it has read is written anew in plain BER and judged by the one strict reader.
Slow, so for single devices; and who opens no session of this kind does not wait for the import either.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pyasn1.codec.ber import decoder, encoder
from pyasn1.type.univ import Sequence
from pysnmp.carrier.base import AbstractTransportDispatcher
from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine
from pysnmp.proto import rfc1157, rfc1905
from pysnmp.proto.mpmod.rfc3412 import SnmpV3MessageProcessingModel

from netmon.errors import AccessDenied, ProtocolViolation
from netmon.inventory.models import AuthProtocol, PrivProtocol, SnmpVersion
from netmon.phrase import Phrase
from netmon.snmp import ber
from netmon.snmp.credential import Community, ResolvedCredential
from netmon.snmp.pdu import read_pdu
from netmon.snmp.security import Answer, Resend
from netmon.snmp.template import Template
from netmon.snmp.usm import NOT_IN_TIME_WINDOWS, REFUSALS, UNKNOWN_ENGINE_IDS

LARGEST_DATAGRAM = 16_384
"""Octets that are read at once: more than 25 rows of a walk ever take. pysnmp needs a tenth of a second for them."""
MOST_OCTETS = 4 * LARGEST_DATAGRAM
"""Octets that are read for each request: who sends a flood must not keep the loop from other devices."""
MOST_UNDER_WAY = 64
"""Requests that pysnmp remembers, given up or not."""
MOST_REFUSED = 1_000
"""Datagrams refused, after which pysnmp begins anew: it keeps up to 800 octets of each for ever."""
NAME = "netmon"
"""What we are called in pysnmp's tables, where the version has no users."""
AGENT = config.SNMP_UDP_DOMAIN, ("agent", 0)
"""Where pysnmp believes the agent to be: it never sends anything itself."""

AUTH_PROTOCOLS: Mapping[AuthProtocol, tuple[int, ...]] = {
    AuthProtocol.MD5: config.USM_AUTH_HMAC96_MD5,
    AuthProtocol.SHA_1: config.USM_AUTH_HMAC96_SHA,
    AuthProtocol.SHA_224: config.USM_AUTH_HMAC128_SHA224,
    AuthProtocol.SHA_256: config.USM_AUTH_HMAC192_SHA256,
    AuthProtocol.SHA_384: config.USM_AUTH_HMAC256_SHA384,
    AuthProtocol.SHA_512: config.USM_AUTH_HMAC384_SHA512,
}
PRIV_PROTOCOLS: Mapping[PrivProtocol, tuple[int, ...]] = {
    PrivProtocol.DES: config.USM_PRIV_CBC56_DES,
    PrivProtocol.AES_128: config.USM_PRIV_CFB128_AES,
    PrivProtocol.AES_192: config.USM_PRIV_CFB192_AES_BLUMENTHAL,
    PrivProtocol.AES_192_C: config.USM_PRIV_CFB192_AES,
    PrivProtocol.AES_256: config.USM_PRIV_CFB256_AES_BLUMENTHAL,
    PrivProtocol.AES_256_C: config.USM_PRIV_CFB256_AES,
}


class Model(NamedTuple):
    """The models and the level (RFC 3411 §6.1) that make up a version, in pysnmp's numbers."""

    message_processing: int
    security: int
    level: int
    pdu_version: int


MODELS: Mapping[SnmpVersion, Model] = {
    SnmpVersion.V1: Model(message_processing=0, security=1, level=1, pdu_version=0),
    SnmpVersion.V2C: Model(message_processing=1, security=2, level=1, pdu_version=1),
    SnmpVersion.V3: Model(message_processing=3, security=3, level=3, pdu_version=1),
}


class ReferenceSecurity:
    """The message format of an SNMP version, as pysnmp writes and reads it."""

    def __init__(self, credential: ResolvedCredential) -> None:
        self.version = credential.version if isinstance(credential, Community) else SnmpVersion.V3
        self._credential = credential
        self._engine = Engine(credential, self.version)
        self._octets = 0
        self._refused = 0

    @property
    def boots(self) -> int | None:
        """How often the agent has started, as its last answer said; None where the version knows no boots."""
        return self._engine.boots

    def wrap(self, template: Template, number: int) -> bytes:
        """Return the message that pysnmp wants sent; while it does not know the agent's engine, a discovery."""
        self._octets = MOST_OCTETS
        return self._engine.write(template, number)

    def number_of(self, _datagram: bytes) -> int:
        """Return what is no number: nothing is known of a datagram before pysnmp has read it."""
        return -1

    def open(self, _datagram: bytes) -> bytes | None:
        """Return nothing: no answer is read by comparing."""
        return None

    def unwrap(self, datagram: bytes) -> Answer:
        """Return what pysnmp takes the datagram for; raise ProtocolViolation if it is none of ours."""
        if len(datagram) > min(self._octets, LARGEST_DATAGRAM):
            complaint = "more octets than pysnmp is given to read"
            raise ProtocolViolation(complaint)
        self._octets -= len(datagram)
        try:
            answer = self._engine.read(datagram)
        except Exception as error:
            self._refuse()
            complaint = "pysnmp takes it for no answer"
            raise ProtocolViolation(complaint) from error
        if isinstance(answer.outcome, Replaced):
            self._begin_anew()
        return answer

    def forget(self) -> None:
        """Begin anew, unless the agent has not even told its engine yet."""
        if self._engine.is_met:
            self._begin_anew()

    def _refuse(self) -> None:
        """Count what pysnmp may have kept something of."""
        self._refused += 1
        if self._refused >= MOST_REFUSED:
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._engine = Engine(self._credential, self.version)
        self._refused = 0


class Replaced(Resend):
    """The agent is another one than before: its engine has to be discovered anew."""


class Engine:
    """pysnmp's engine, and the one agent that it is to speak with."""

    def __init__(self, credential: ResolvedCredential, version: SnmpVersion) -> None:
        self._model = MODELS[version]
        self._pdus = rfc1157.PDUs() if version is SnmpVersion.V1 else rfc1905.PDUs()
        self._user = NAME if isinstance(credential, Community) else credential.name
        self._requests: dict[int, Request] = {}
        self._heard: list[Heard] = []
        self._said_boots: int | None = None
        self.boots: int | None = None
        self._desk = Desk()
        self._engine = SnmpEngine(maxMessageSize=LARGEST_DATAGRAM)
        self._engine.register_transport_dispatcher(self._desk)
        self._engine.observer.register_observer(self._notice, "rfc3414.processIncomingMsg")
        _introduce(self._engine, credential)

    @property
    def is_met(self) -> bool:
        """Whether the agent has told which SNMPv3 engine it is."""
        v3 = self._engine.message_processing_subsystems[SnmpV3MessageProcessingModel.MESSAGE_PROCESSING_MODEL_ID]
        return isinstance(v3, SnmpV3MessageProcessingModel) and v3.get_peer_engine_info(*AGENT)[0] is not None

    def write(self, template: Template, number: int) -> bytes:
        """Return the message that asks `template`; its answer will be known by the number."""
        pdus, _ = decoder.decode(template.numbered(number), asn1Spec=self._pdus)
        model, dispatcher, is_met = self._model, self._engine.message_dispatcher, self.is_met
        handle = dispatcher.send_pdu(
            self._engine,
            *AGENT,
            model.message_processing,
            model.security,
            self._user.encode(),
            model.level,
            None,
            b"",
            model.pdu_version,
            pdus.getComponent(),
            expectResponse=True,
            cbFun=self._hear,
            cbCtx=number,
        )
        self._requests[number] = Request(handle, is_met=is_met)
        self._forget_oldest()
        return self._desk.written

    def read(self, datagram: bytes) -> Answer:
        """Return what the datagram answers; raise whatever pysnmp does, or ProtocolViolation if it answers nothing."""
        self._heard.clear()
        self._engine.message_dispatcher.receive_message(self._engine, *AGENT, datagram)
        if not self._heard:
            complaint = "pysnmp knows of nothing that this would answer"
            raise ProtocolViolation(complaint)
        number, pdu, report = self._heard.pop()
        request = self._requests.pop(number)
        if report is not None:
            return Answer(number, self._outcome(request, report))
        octets = encoder.encode(pdu)
        read = read_pdu(octets, 0, len(octets))
        if (read.kind, read.request_id) != (ber.RESPONSE, number):
            complaint = "a response that bears two numbers"
            raise ProtocolViolation(complaint)
        self.boots = self._said_boots
        return Answer(number, read, octets)

    def _notice(self, _engine: SnmpEngine, _point: str, said: Mapping[str, Any], _context: None) -> None:
        """Note the boots of a message over SNMPv3, which pysnmp has yet to believe."""
        self._said_boots = int(said["snmpEngineBoots"])

    def _hear(self, *said: Any) -> None:  # noqa: ANN401 -- the signature of the library
        """Take what pysnmp calls back with: an answer, or the report that came instead."""
        *_, pdu, report, _, number = said
        self._heard.append((number, pdu, report))

    def _outcome(self, request: "Request", report: Mapping[str, Any]) -> Resend | AccessDenied:
        """Return what a report asks of us."""
        counter = tuple(report["oid"])
        if counter == UNKNOWN_ENGINE_IDS:
            return Replaced() if request.is_met else Resend()
        if counter == NOT_IN_TIME_WINDOWS:
            return Resend()
        return AccessDenied(Phrase("user {user!r}: {refusal}", user=self._user, refusal=REFUSALS[counter]))

    def _forget_oldest(self) -> None:
        """Have pysnmp forget what nobody waits for any more: it has no clock here that would tell it."""
        if len(self._requests) > MOST_UNDER_WAY:
            request = self._requests.pop(next(iter(self._requests)))
            self._engine.message_dispatcher.release_state_information(
                self._engine, request.handle, self._model.message_processing
            )


class Request(NamedTuple):
    """What pysnmp knows a request by, and whether it went to an engine that was known."""

    handle: int
    is_met: bool


Heard = tuple[int, Sequence, Mapping[str, Any] | None]
"""The number of a request, the PDU that answers it, or the report that came instead."""


class Desk(AbstractTransportDispatcher):
    """Where pysnmp puts what it wants sent; also reports that it believes it owes the agent, which nobody sends."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.written = b""

    def send_message(self, outgoingMessage: bytes, *_: object) -> None:  # noqa: N803 -- the base class names it so
        """Keep a message."""
        self.written = bytes(outgoingMessage)


def _introduce(engine: SnmpEngine, credential: ResolvedCredential) -> None:
    """Tell pysnmp who we are; of a user the master keys, so that no passphrase is hashed again."""
    if isinstance(credential, Community):
        model = MODELS[credential.version]
        octets = credential.community.reveal().encode()
        config.add_v1_system(engine, NAME, octets.decode("latin-1"))  # pysnmp writes each character as an octet
        config.add_target_parameters(engine, NAME, NAME, "noAuthNoPriv", model.message_processing)
    else:
        config.add_v3_user(
            engine,
            credential.name.encode(),
            AUTH_PROTOCOLS[credential.auth],
            credential.auth_key,
            PRIV_PROTOCOLS[credential.priv],
            credential.priv_key,
            authKeyType=config.USM_KEY_TYPE_MASTER,
            privKeyType=config.USM_KEY_TYPE_MASTER,
        )
