"""How netmon itself is doing, and what it has let municipalities go through: facts that nobody polls."""

from collections.abc import Callable, Iterable, Mapping

from netmon.clock import EPOCH, MINUTE, Interval, Millis, has_passed
from netmon.engine.brink import Brink
from netmon.engine.ledger import Ledger
from netmon.judgement.correction import Past
from netmon.judgement.situation import Situation, Verdict
from netmon.model import Entity, FieldValue, MunicipalityCode
from netmon.plan import Plan
from netmon.rules.downtime import concerned, downtimes, promised
from netmon.rules.identity import NETMON
from netmon.store.state import StateStore

Fields = Mapping[str, FieldValue]
Pasts = Callable[[Iterable[MunicipalityCode], Interval], Mapping[MunicipalityCode, Past]]
"""What municipalities went through in a period, from the event log."""
Care = Callable[[], Fields]
"""How the files are."""


class Wellbeing:
    """Tells rules what they may ask about netmon and about the reserve of contracts; the latter once a minute."""

    def __init__(self, plan: Plan, ledger: Ledger, state: StateStore, pasts: Pasts, care: Care) -> None:
        self._ledger = ledger
        self._state = state
        self._pasts = pasts
        self._care = care
        self._downtimes: Mapping[Entity, Fields] = {}
        self._downtimes_at = EPOCH
        self.adopt(plan)

    def adopt(self, plan: Plan) -> None:
        """Tell of this plan from now on."""
        self._inventory, self._brink = plan.inventory, Brink(plan.topology)
        self._downtimes_at = EPOCH

    def fields(self, situation: Situation, now: Millis) -> dict[Entity, Fields]:
        """Return what is known by now; raise StoreError."""
        if has_passed(MINUTE, self._downtimes_at, now):
            self._downtimes_at = now
            pasts = self._pasts(promised(self._inventory), concerned(self._inventory, now))
            self._downtimes = downtimes(self._inventory, pasts, now)
        return {**self._downtimes, NETMON: self._own(situation, now)}

    def _own(self, situation: Situation, now: Millis) -> Fields:
        messages, tally = self._state.waiting(), self._ledger.tally
        cut = self._brink.next_cut(situation)
        return {
            **self._care(),
            "polled": len(self._inventory.active_devices()),
            "answered": sum(track.verdict is Verdict.UP for track in situation.tracks.values()),
            "cycle_ms": int(tally.longest),
            "late_polls": tally.late,
            **self._ledger.keeping().fields(now),
            "messages_waiting": messages.waiting,
            "messages_dead": messages.dead,
            "next_cut_municipalities": cut.municipalities if cut else 0,
            "next_cut_inhabitants": cut.inhabitants if cut else 0,
        }
