"""How states look as measurements: the names InfluxDB and Grafana know them by.

`net_dev.state`, `net_link.state` and `net_muni.state` are written every cycle, unknown included, so
that no panel draws an old state through a gap. `up` is absent while the state is unknown. `SHAPES` are
all names there are, the collectors' too.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from netmon.clock import SECOND, Interval, Millis
from netmon.foreign import one_line
from netmon.identity.device import Change, Replacement, Sighting
from netmon.inventory.models import Device, Inventory, Link
from netmon.judgement.situation import Situation
from netmon.model import (
    DeviceState,
    Entity,
    EntityKind,
    FieldValue,
    LinkState,
    Measurement,
    MunicipalityCode,
    MunicipalityState,
    State,
    Transition,
)
from netmon.phrase import Phrase, joined

UNKNOWN_STATES: tuple[State, ...] = (DeviceState.UNKNOWN, LinkState.UNKNOWN, MunicipalityState.UNKNOWN)
LONGEST_BACKFILL = 1_000
"""Slots written at most for a gap of netmon's own; a longer gap gets wider slots."""

MOST_TOLD = 10
"""Changes that an event spells out; the log and state.db have all of them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The tags that every point of a measurement has, and the fields that it may have."""

    tags: frozenset[str]
    fields: frozenset[str]


def _shape(tags: str, fields: str) -> Shape:
    return Shape(frozenset(tags.split()), frozenset(fields.split()))


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "net_alert": _shape("rule severity", "firing pending"),
        "net_dev": _shape(
            "device municipality orp role site",
            "state maintenance up rtt_ms loss_pct uptime_s engine_boots",
        ),
        "net_dev_info": _shape("device", "name descr chassis"),
        "net_event": _shape("device kind severity", "from_state to_state text count"),
        "net_if": _shape(
            "device ifname municipality orp role",
            "in_octets out_octets in_packets out_packets in_errors out_errors in_discards out_discards"
            " in_bps out_bps in_absurd out_absurd in_util out_util oper admin speed last_change",
        ),
        "net_if_info": _shape("device ifname", "alias descr"),
        "net_incident": _shape("cause cause_kind kind severity", "id isolated inhabitants devices lasted_s"),
        "net_link": _shape("a_device b_device link orp", "state maintenance up"),
        "net_muni": _shape("municipality orp", "state maintenance up"),
        "net_neighbor": _shape("device ifname", "name chassis port"),
        "net_region": _shape("region", "municipalities connected cut unknown inhabitants_cut incidents"),
        "net_routing": _shape(
            "device municipality orp role site",
            "ospf_neighbors ospf_full bgp_peers bgp_established routes_rib routes_fib",
        ),
        "net_session": _shape("device municipality neighbor orp protocol role", "state fsm changes"),
        "net_sla": _shape("municipality orp sla", "target_pct available_pct outage_s unknown_s reserve_s"),
        "netmon_self": _shape(
            "collector",
            "polled failed late cycle_ms absurd agent_faults"
            " samples_lost samples_poisoned outbox_rows outbox_oldest_s outbox_dropped dead_lines",
        ),
    }
)
"""All that netmon writes, whoever measures it: what a dashboard may ask for."""

NOT_AVERAGED = frozenset(
    [
        "in_octets",
        "out_octets",
        "in_packets",
        "out_packets",
        "in_errors",
        "out_errors",
        "in_discards",
        "out_discards",
        "changes",
        "uptime_s",
        "last_change",
        "engine_boots",
        "state",
        "oper",
        "admin",
        "fsm",
        "from_state",
        "to_state",
    ]
)
"""Fields whose mean says nothing: counters, moments and codes."""


def device_tags(inventory: Inventory, device: Device) -> dict[str, str]:
    """Return the tags of everything measured on a device, sorted by name."""
    code = inventory.municipality_of(device)
    return {
        "device": device.name,
        "municipality": code,
        "orp": inventory.municipalities[code].orp,
        "role": device.role.value,
        "site": device.site,
    }


def link_tags(inventory: Inventory, link: Link) -> dict[str, str]:
    """Return the tags of a link: its ends, and the ORP of the first."""
    first, second = (end.device for end in link.ends)
    municipality = inventory.municipality_of(inventory.devices[first])
    return {
        "a_device": first,
        "b_device": second,
        "link": link.name,
        "orp": inventory.municipalities[municipality].orp,
    }


def municipality_tags(inventory: Inventory, code: MunicipalityCode) -> dict[str, str]:
    """Return the tags of a municipality."""
    return {"municipality": code, "orp": inventory.municipalities[code].orp}


def state_measurements(
    inventory: Inventory, situation: Situation, maintained: frozenset[Entity], at: Millis
) -> Iterator[Measurement]:
    """Yield the present state of every device, link and municipality."""
    for name, tags in _series(inventory):
        standing = situation.standing_of(name)
        if standing is not None:
            yield _state_measurement(name, tags, standing.state, maintained=name in maintained, at=at)


def unknown_measurements(inventory: Inventory, gap: Interval, every: Millis) -> Iterator[Measurement]:
    """Yield `state=4` for everything over a gap in which netmon itself did not run."""
    step = max(every, gap.length // LONGEST_BACKFILL, SECOND)
    for at in range(gap.start, gap.end, step):
        for name, tags in _series(inventory):
            yield _state_measurement(name, tags, DeviceState.UNKNOWN, maintained=False, at=Millis(at))


def event_measurement(transition: Transition, tags: Mapping[str, str]) -> Measurement:
    """Return a device's transition as an event."""
    fields: dict[str, FieldValue] = {"to_state": int(transition.new), "text": transition.reason}
    if transition.old is not None:
        fields["from_state"] = int(transition.old)
    event_tags = {"device": tags["device"], "kind": "state", "severity": _severity(transition.new)}
    return Measurement("net_event", event_tags, fields, transition.at)


def identity_measurement(changes: Sequence[Change], tags: Mapping[str, str], at: Millis) -> Measurement:
    """Return what was found at once to be called otherwise at a device, or the device as replaced, as one event."""
    is_replaced = any(isinstance(change, Replacement) for change in changes)
    event_tags = {"device": tags["device"], "kind": "identity", "severity": "warning" if is_replaced else "info"}
    text = joined(map(_described, changes[:MOST_TOLD]), "; ")
    return Measurement("net_event", event_tags, {"text": one_line(text), "count": len(changes)}, at)


def hearsay_measurements(
    sighting: Sighting,
    names: Mapping[str, str],
    tags: Mapping[str, str],
    at: Millis,
    *,
    watched: Container[str] | None = None,
) -> Iterator[Measurement]:
    """Yield what a device calls itself, and whom it hears at the interfaces that are `watched`, None for all.

    `names` are the known names of the interfaces that the device calls otherwise at present.
    """
    if told := _told(name=sighting.name, chassis=sighting.chassis):
        yield Measurement("net_dev_info", {"device": tags["device"]}, told, at)
    for place, neighbour in sighting.neighbours.items():
        name = names.get(place, place)
        is_watched = watched is None or name in watched
        if is_watched and (told := _told(name=neighbour.name, chassis=neighbour.chassis)):
            told |= _told(port=neighbour.port)
            yield Measurement("net_neighbor", {"device": tags["device"], "ifname": name}, told, at)


def _told(**texts: str) -> dict[str, FieldValue]:
    return {name: text for name, text in texts.items() if text}


def _described(change: Change) -> Phrase:
    if isinstance(change, Replacement):
        return Phrase(
            "device replaced: {trait} {previous} is now {present}",
            trait=change.reason,
            previous=change.previous,
            present=change.present,
        )
    return Phrase(
        "interface {interface} moved from {previous} to {present} ({reason})",
        interface=change.interface,
        previous=change.previous,
        present=change.present,
        reason=change.reason,
    )


def _series(inventory: Inventory) -> Iterator[tuple[Entity, dict[str, str]]]:
    for device in inventory.active_devices().values():
        yield Entity(EntityKind.DEVICE, device.name), device_tags(inventory, device)
    for link in inventory.active_links().values():
        yield Entity(EntityKind.LINK, link.name), link_tags(inventory, link)
    for code, municipality in inventory.municipalities.items():
        if municipality.monitored:
            yield Entity(EntityKind.MUNICIPALITY, code), municipality_tags(inventory, code)


MEASUREMENT_OF = {
    EntityKind.DEVICE: "net_dev",
    EntityKind.LINK: "net_link",
    EntityKind.MUNICIPALITY: "net_muni",
}


def _state_measurement(
    entity: Entity, tags: Mapping[str, str], state: State, *, maintained: bool, at: Millis
) -> Measurement:
    fields: dict[str, FieldValue] = {"state": int(state), "maintenance": int(maintained)}
    if state not in UNKNOWN_STATES:
        fields["up"] = int(_is_up(state))
    return Measurement(MEASUREMENT_OF[entity.kind], tags, fields, at)


def _is_up(state: State) -> bool:
    if isinstance(state, MunicipalityState):
        return state.is_connected
    return state in (DeviceState.UP, LinkState.UP)


def _severity(state: State) -> str:
    return "info" if _is_up(state) else "warning"
