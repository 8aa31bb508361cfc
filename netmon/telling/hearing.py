"""What becomes of an SMS that somebody sent to us, whichever door it came in by.

Nothing is answered: whoever forges one does not learn what was wrong with it. What it says is kept nowhere,
as it may be a PIN.
"""

import logging
from collections import Counter
from threading import Lock

from netmon.alerting.notify.invitation import addressee
from netmon.commands import HOLD, AcceptReply, Actor, Commands, RecordRefusedReply
from netmon.errors import CommandRefused
from netmon.oncall.reply import Refusal, Refused, Taken, decide, number_of, parse
from netmon.reader import Reader

log = logging.getLogger(__name__)


class Hearing:
    """Takes incidents for those who were called; has the audit keep what is refused, at a bounded rate."""

    def __init__(self, reader: Reader, commands: Commands) -> None:
        self._reader = reader
        self._commands = commands
        self._dropped: Counter[Refusal] = Counter()
        """What nobody is behind, and the audit has not counted yet."""
        self._lock = Lock()

    def hear(self, sender: str, text: str, source: str) -> Taken | Refused:
        """Let an SMS do what it may; raise TimeoutError or StoreError if that cannot be written down now."""
        number = number_of(sender)
        person = None if number is None else addressee(self._reader.snapshot().inventory, number)
        if number is None or person is None:
            return self.drop(Refusal.STRANGER, source)
        reply = parse(text)
        decision = decide(reply, None if reply is None else self._reader.called(number, reply.pin))
        if isinstance(decision, Refused):
            return self._refuse(number, decision, source)
        return self._take(decision, Actor(person, source))

    def drop(self, reason: Refusal, source: str) -> Refused:
        """Count what nobody is behind; the audit is told how many there were as often as it lets itself be told."""
        with self._lock:
            count = self._dropped.pop(reason, 0) + 1
        is_kept = False
        try:
            is_kept = self._record(RecordRefusedReply("", reason, count), source)
        finally:
            if not is_kept:
                with self._lock:
                    self._dropped[reason] += count
        return Refused(reason)

    def _take(self, taken: Taken, actor: Actor) -> Taken | Refused:
        found, hold = taken.invitation, HOLD if taken.hold is None else taken.hold
        try:
            self._commands.submit(AcceptReply(found.incident, found.address, found.expires, hold), actor)
        except CommandRefused as error:
            return self._refuse(found.address, Refused(str(error)), actor.source)
        return taken

    def _refuse(self, number: str, refused: Refused, source: str) -> Refused:
        self._record(RecordRefusedReply(number, refused.reason), source)
        return refused

    def _record(self, command: RecordRefusedReply, source: str) -> bool:
        """Have the audit keep a refusal, and say whether it does: of one number it keeps a few an hour."""
        try:
            self._commands.submit(command, Actor("", source))
        except CommandRefused:
            return False
        log.warning("event=sms_refused reason=%s count=%d", command.reason, command.count)
        return True
