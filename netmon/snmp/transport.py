"""Who answered which request: one connected UDP socket per device in the event loop."""

import asyncio
import socket
from collections import deque
from dataclasses import dataclass

from netmon.errors import AccessDenied, NoResponse, PollError, ProtocolViolation
from netmon.phrase import Phrase
from netmon.settings import Snmp
from netmon.snmp.pdu import Pdu
from netmon.snmp.security import Resend, Security
from netmon.snmp.template import Template, draw_number

LARGEST_DATAGRAM = 65_535
DATAGRAMS_PER_WAKE_UP = 32
"""Then the loop turns to other devices, however much one of them sends."""
REMEMBERED = 16
"""Numbers of requests given up whose late answers are still known as such."""
RESENDS = 4
"""Discovery, time, and once more if the agent restarts in between (RFC 3414 §4)."""

Outcome = Pdu | Resend | AccessDenied


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt brought, and whether the agent had at least told what we lacked."""

    pdu: Pdu | None
    was_hinted: bool


class Transport:
    """Requests and their answers, matched by a number that only the device can know.

    The socket is connected, so the kernel drops what comes from anywhere else. `late` counts answers
    that came when nobody waited for them any more, `ignored` what answers nothing we asked.
    """

    def __init__(self, address: str, port: int, security: Security, patience: Snmp) -> None:
        self._peer = _peer(address, port)
        self._security = security
        self._patience = patience
        self._waiting: dict[int, asyncio.Future[Outcome]] = {}
        self._socket = _connect(address, port)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._drain)
        self._given_up: deque[int] = deque(maxlen=REMEMBERED)
        self.late = 0
        self.ignored = 0

    async def ask(self, template: Template) -> Pdu:
        """Return the response; raise NoResponse, AccessDenied or ProtocolViolation when there is none."""
        ignored, late, hints = self.ignored, self.late, 0
        for _ in range(self._patience.attempts):
            attempt = await self._attempt(template)
            if attempt.pdu is not None:
                return attempt.pdu
            hints += attempt.was_hinted
            self._security.forget()
        if hints == self._patience.attempts > 1:
            raise AccessDenied(
                Phrase(
                    "{peer}: the agent leaves encrypted requests unanswered; is the privacy key right?", peer=self._peer
                )
            )
        raise self._failure(self.ignored - ignored, self.late - late)

    def close(self) -> None:
        """Give the socket back; whoever still waits is told so."""
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
            self._socket.close()
        self._fail(NoResponse(Phrase("{peer}: the session was closed", peer=self._peer)))

    async def _attempt(self, template: Template) -> Attempt:
        for resends in range(RESENDS):
            outcome = await self._exchange(template)
            if outcome is None or isinstance(outcome, Pdu):
                return Attempt(outcome, was_hinted=resends > 0)
            if isinstance(outcome, AccessDenied):
                raise AccessDenied(Phrase("{peer}: {refusal}", peer=self._peer, refusal=outcome))
        raise ProtocolViolation(Phrase("{peer}: the agent sends nothing but reports", peer=self._peer))

    async def _exchange(self, template: Template) -> Outcome | None:
        number = draw_number()
        answer: asyncio.Future[Outcome] = self._loop.create_future()
        self._waiting[number] = answer
        try:
            self._send(self._security.wrap(template, number))
            async with asyncio.timeout(self._patience.timeout / 1000):
                return await answer
        except TimeoutError:
            self._given_up.append(number)
            return None
        finally:
            del self._waiting[number]

    def _send(self, datagram: bytes) -> None:
        try:
            self._socket.send(datagram)
        except ConnectionRefusedError:
            # It answers the request before this one, and nothing was sent: once more.
            self._send_anyway(datagram)
        except BlockingIOError:
            return
        except OSError as error:
            raise NoResponse(self._describe(error)) from error

    def _send_anyway(self, datagram: bytes) -> None:
        try:
            self._socket.send(datagram)
        except OSError as error:
            raise NoResponse(self._describe(error)) from error

    def _drain(self) -> None:
        for _ in range(DATAGRAMS_PER_WAKE_UP):
            try:
                datagram = self._socket.recv(LARGEST_DATAGRAM)
            except BlockingIOError:
                return
            except OSError as error:
                self._fail(NoResponse(self._describe(error)))
                return
            self._take(datagram)

    def _take(self, datagram: bytes) -> None:
        try:
            answer = self._security.unwrap(datagram)
        except ProtocolViolation:
            self.ignored += 1
            return
        waiting = self._waiting.get(answer.number)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.outcome)
        elif answer.number in self._given_up:
            self.late += 1
        else:
            self.ignored += 1

    def _fail(self, error: PollError) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(error)

    def _describe(self, error: OSError) -> Phrase:
        if isinstance(error, ConnectionRefusedError):
            return Phrase("{peer}: the device is there, but no SNMP agent listens", peer=self._peer)
        return Phrase("{peer}: {reason}", peer=self._peer, reason=error.strerror)

    def _failure(self, ignored: int, late: int) -> PollError:
        """Return why there is no answer, after so many datagrams that were none in time."""
        attempts, timeout = self._patience.attempts, self._patience.timeout
        if late:
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
    connected = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    try:
        connected.connect((address, port))
    except OSError as error:
        connected.close()
        raise NoResponse(Phrase("{peer}: {reason}", peer=_peer(address, port), reason=error.strerror)) from error
    return connected


def _peer(address: str, port: int) -> Phrase:
    return Phrase("{address} port {port}", address=address, port=port)
