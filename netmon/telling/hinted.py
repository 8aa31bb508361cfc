"""What notifications say has changed: counted as flapping, never believed as a state."""

from netmon.judgement.flapping import Changes, of_trap
from netmon.judgement.sessions import BGP, OSPF, planned_sessions
from netmon.model import Entity, EntityKind, InterfaceName, LinkName
from netmon.plan import Plan
from netmon.traps.hint import LINK_HINTS, Hint, HintKind

PROTOCOLS = {HintKind.BGP_BACKWARD_TRANSITION: BGP, HintKind.OSPF_NEIGHBOUR_STATE_CHANGE: OSPF}


class Hinted:
    """Turns hints into changes of what is planned; of what nobody planned, nobody wants to hear that it flaps."""

    def __init__(self, plan: Plan) -> None:
        self.adopt(plan)

    def adopt(self, plan: Plan) -> None:
        """Count the changes of what this plan has from now on."""
        ends = plan.topology.network.ends.items()
        self._links = {end: name for name, link_ends in ends for end in link_ends}
        self._sessions: dict[tuple[str, str], list[Entity]] = {}
        for session in planned_sessions(plan.inventory):
            self._sessions.setdefault((session.device, session.protocol), []).append(session.entity)
        self._devices = plan.inventory.active_devices().keys()
        self._last: dict[Entity, HintKind] = {}

    def change(self, hint: Hint, interface: InterfaceName | None) -> Changes | None:
        """Return what a hint says has changed, at an interface if it names one, or None.

        Both ends of a link tell of one change: what is told again in the same direction is none.
        """
        entity = self._entity(hint, interface)
        if entity is None or (hint.kind in LINK_HINTS and self._last.get(entity) is hint.kind):
            return None
        self._last[entity] = hint.kind
        return of_trap(entity, hint.at)

    def _entity(self, hint: Hint, interface: InterfaceName | None) -> Entity | None:
        """Return what a hint is about, None where it does not tell which of several sessions."""
        device = Entity(EntityKind.DEVICE, hint.device) if hint.device in self._devices else None
        if hint.kind in LINK_HINTS:
            return self._link(hint, interface) if hint.index is not None else device
        if hint.kind in PROTOCOLS:
            sessions = self._sessions.get((hint.device, PROTOCOLS[hint.kind]), [])
            return sessions[0] if len(sessions) == 1 else None
        return None

    def _link(self, hint: Hint, interface: InterfaceName | None) -> Entity | None:
        name: LinkName | None = self._links.get((hint.device, interface)) if interface else None
        return Entity(EntityKind.LINK, name) if name else None
