"""Who answered which request: one connected UDP socket per device in the event loop."""

import asyncio
import fcntl
import random
import socket
import struct
import time
from collections import deque
from functools import partial

from netmon.errors import AccessDenied, NoResponse, PollError, ProtocolViolation, Shortage
from netmon.phrase import Phrase
from netmon.settings import Snmp
from netmon.snmp.errand import Errand, Standing, Waiting
from netmon.snmp.patience import RoundTrip
from netmon.snmp.pdu import Pdu
from netmon.snmp.security import Answer, Resend, Security
from netmon.snmp.template import Numbers, Template
from netmon.snmp.traffic import Traffic

LARGEST_DATAGRAM = 65_535
DATAGRAMS_PER_WAKE_UP = 32
"""Then the loop turns to other devices, however much one of them sends."""
REMEMBERED = 64
"""Numbers of requests given up whose late answers are still known as such."""
RESENDS = 4
"""Discovery, time, and once more if the agent restarts in between (RFC 3414 §4)."""
WINDOW = 4
"""Requests on their way to one device at once; one only to a device that has just lost some."""
JITTER = 0.1
"""The share by which later attempts wait longer than the settings say, at random."""
SIOCGSTAMPNS = 0x8907
"""Linux: when the datagram read last was received by the kernel."""
NANOSECONDS = 1e9
NO_SOCKET = "{peer}: this machine has no socket left for it ({reason}); netmon doctor says what to raise"
TIMESPEC = struct.Struct("@ll")


class Transport:
    """Requests and their answers, matched by a number that only the device can know.

    The socket is connected, so the kernel drops what comes from anywhere else. `late` counts answers
    that came when nobody waited for them any more, `ignored` what answers nothing we asked, `lost` the attempts
    that stayed without an answer.
    """

    def __init__(self, address: str, port: int, security: Security, patience: Snmp, traffic: Traffic) -> None:
        self._peer = _peer(address, port)
        self._security = security
        self._patience = patience
        self._traffic = traffic
        self._errands: dict[int, Errand] = {}
        self._socket = _connect(address, port)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._drain)
        self._numbers = Numbers()
        self._given_up: deque[int] = deque(maxlen=REMEMBERED)
        self._timer: asyncio.TimerHandle | None = None
        self._heard = 0.0
        self.round_trip = RoundTrip(patience.timeout / 1000)
        self.window = WINDOW
        self.late = 0
        self.ignored = 0
        self.lost = 0

    @property
    def boots(self) -> int | None:
        """How often the agent has started (snmpEngineBoots), None where nobody told."""
        return self._security.boots

    async def ask(self, template: Template) -> Pdu:
        """Return the response; raise NoResponse, AccessDenied or ProtocolViolation when there is none."""
        waiting = Waiting(self._loop.create_future())
        errand = Errand(template, waiting)
        self.send(errand)
        try:
            return await waiting.future
        finally:
            self.abandon(errand)

    def send(self, errand: Errand) -> None:
        """Begin an errand as soon as there is room; its party is told of the end, perhaps before this returns."""
        self._traffic.enter(partial(self._begin, errand))

    def abandon(self, errand: Errand) -> None:
        """Forget an errand that nobody waits for any more; harmless once it is over."""
        if self._errands.pop(errand.number, None) is not None:
            self._given_up.append(errand.number)
        self._leave(errand)

    def age_of_datagram(self) -> float:
        """Return how long ago the datagram read last was received by the kernel, in seconds."""
        try:
            seconds, nanoseconds = TIMESPEC.unpack(fcntl.ioctl(self._socket, SIOCGSTAMPNS, bytes(TIMESPEC.size)))
        except OSError:
            return 0.0
        age: float = time.time() - seconds - nanoseconds / NANOSECONDS
        return max(0.0, age)

    def close(self) -> None:
        """Give the socket back; whoever still waits is told so."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
            self._socket.close()
        self._fail_all(NoResponse(Phrase("{peer}: the session was closed", peer=self._peer)))

    def _begin(self, errand: Errand) -> None:
        """Send an errand whose turn has come, unless it was abandoned while it waited."""
        is_wanted, errand.standing = errand.standing is Standing.WAITING, Standing.COUNTED
        if not is_wanted:
            self._leave(errand)
            return
        errand.ignored, errand.late = self.ignored, self.late
        is_last = self._patience.attempts == 1
        self._dispatch(errand, self.round_trip.longest if is_last else self.round_trip.patience)

    def _leave(self, errand: Errand) -> None:
        """Make room for the errands of all devices, once."""
        is_counted, errand.standing = errand.standing is Standing.COUNTED, Standing.LEFT
        if is_counted:
            self._traffic.leave()

    def _dispatch(self, errand: Errand, wait: float) -> None:
        errand.number = number = self._numbers.draw()
        errand.sent = sent = self._loop.time()
        errand.due = sent + wait
        self._errands[number] = errand
        datagram = self._security.wrap(errand.template, number)
        try:
            self._socket.send(datagram)
        except BlockingIOError:
            pass  # what the kernel has no room for counts as lost
        except ConnectionRefusedError:
            self._dispatch_anyway(errand, datagram)
        except OSError as error:
            self._end(errand, NoResponse(self._describe(error)))
        if self._timer is None:
            self._timer = self._loop.call_at(errand.due, self._look_at_clock)

    def _dispatch_anyway(self, errand: Errand, datagram: bytes) -> None:
        """Send once more: the refusal answers the request before this one, and nothing was sent."""
        try:
            self._socket.send(datagram)
        except OSError as error:
            self._end(errand, NoResponse(self._describe(error)))

    def _drain(self) -> None:
        """Take what has come; stop looking as soon as nothing is expected any more."""
        for _ in range(DATAGRAMS_PER_WAKE_UP):
            try:
                datagram = self._socket.recv(LARGEST_DATAGRAM)
            except BlockingIOError:
                return
            except OSError as error:
                self._fail_all(NoResponse(self._describe(error)))
                return
            self._take(datagram)
            if not self._errands:
                return

    def _take(self, datagram: bytes) -> None:
        number = self._security.number_of(datagram)
        errand = self._errands.get(number)
        if errand is not None and errand.memory is not None and errand.memory.sheets:
            octets = self._security.open(datagram)
            found = None if octets is None else errand.memory.read(octets, number)
            if found is not None:
                self._hear(errand)
                errand.party.read(errand, found[0], found[1])
                return
        self._take_strictly(datagram)

    def _take_strictly(self, datagram: bytes) -> None:
        try:
            answer = self._security.unwrap(datagram)
        except ProtocolViolation:
            self.ignored += 1
            return
        errand = self._errands.get(answer.number)
        if errand is not None:
            self._conclude(errand, answer)
        elif answer.number in self._given_up:
            self._heard = self._loop.time()
            self.late += 1
        else:
            self.ignored += 1

    def _conclude(self, errand: Errand, answer: Answer) -> None:
        match answer.outcome:
            case Pdu() as pdu:
                self._hear(errand)
                errand.party.answer(errand, pdu, answer.octets)
            case AccessDenied() as refusal:
                self._end(errand, AccessDenied(Phrase("{peer}: {refusal}", peer=self._peer, refusal=refusal)))
            case Resend():
                self._resend(errand)

    def _hear(self, errand: Errand) -> None:
        """Note an answer in time."""
        del self._errands[errand.number]
        self._leave(errand)
        self._heard = self._loop.time()
        if errand.attempts == 1 and not errand.resends:
            self.round_trip.learn(self._heard - errand.sent)
        if self.window < WINDOW:
            self.window += 1

    def _resend(self, errand: Errand) -> None:
        """Send the same anew, as the agent has told what we lacked; the attempt's time goes on."""
        del self._errands[errand.number]
        self._heard = self._loop.time()
        errand.resends += 1
        if errand.resends == 1:
            errand.hinted += 1
        if errand.resends >= RESENDS:
            message = Phrase("{peer}: the agent sends nothing but reports", peer=self._peer)
            self._end(errand, ProtocolViolation(message))
        else:
            self._dispatch(errand, self.round_trip.longest)

    def _look_at_clock(self) -> None:
        """Try again what was due, or give it up; then wait for what is due next."""
        self._timer = None
        now = self._loop.time()
        for errand in [errand for errand in self._errands.values() if errand.due <= now]:
            if self._errands.pop(errand.number, None) is not None:  # an earlier one's party may have abandoned it
                self._give_up_attempt(errand)
        if self._errands and self._timer is None:
            earliest = min(errand.due for errand in self._errands.values())
            self._timer = self._loop.call_at(earliest, self._look_at_clock)

    def _give_up_attempt(self, errand: Errand) -> None:
        self._given_up.append(errand.number)
        self.lost += 1
        self.window = 1
        self._leave(errand)
        if self._heard < errand.sent:
            self._security.forget()
        if errand.attempts < self._patience.attempts:
            errand.attempts += 1
            errand.resends = 0
            self._dispatch(errand, self.round_trip.longest * (1 + JITTER * random.random()))  # noqa: S311 -- no secret
        else:
            self._end(errand, self._failure(errand))

    def _end(self, errand: Errand, error: PollError) -> None:
        self._errands.pop(errand.number, None)
        self._leave(errand)
        errand.party.fail(errand, error)

    def _fail_all(self, error: PollError) -> None:
        for errand in list(self._errands.values()):
            self._end(errand, error)

    def _describe(self, error: OSError) -> Phrase:
        if isinstance(error, ConnectionRefusedError):
            return Phrase("{peer}: the device is there, but no SNMP agent listens", peer=self._peer)
        return Phrase("{peer}: {reason}", peer=self._peer, reason=error.strerror)

    def _failure(self, errand: Errand) -> PollError:
        """Return why there is no answer, after so many datagrams that were none in time."""
        attempts, timeout = self._patience.attempts, self._patience.timeout
        if errand.hinted == attempts > 1:
            return AccessDenied(
                Phrase(
                    "{peer}: the agent leaves encrypted requests unanswered; is the privacy key right?",
                    peer=self._peer,
                )
            )
        ignored = self.ignored - errand.ignored
        if self.late > errand.late:
            return NoResponse(Phrase("{peer}: answers take longer than {timeout} ms", peer=self._peer, timeout=timeout))
        if ignored:
            return ProtocolViolation(
                Phrase(
                    "{peer}: {ignored} datagrams, none of them an answer to what was asked",
                    peer=self._peer,
                    ignored=ignored,
                )
            )
        return NoResponse(
            Phrase(
                "{peer}: no answer to {attempts} requests, {timeout} ms each",
                peer=self._peer,
                attempts=attempts,
                timeout=timeout,
            )
        )


def _connect(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        connected = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    except OSError as error:
        raise Shortage(Phrase(NO_SOCKET, peer=_peer(address, port), reason=error.strerror)) from error
    try:
        connected.connect((address, port))
    except OSError as error:
        connected.close()
        raise NoResponse(Phrase("{peer}: {reason}", peer=_peer(address, port), reason=error.strerror)) from error
    return connected


def _peer(address: str, port: int) -> Phrase:
    return Phrase("{address} port {port}", address=address, port=port)
