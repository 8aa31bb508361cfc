"""What one inventory means to a running netmon: everything that is compiled from it, in one value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Self

from netmon.clock import Millis
from netmon.collector import Collector, CommandCollector, IdentityCollector, PingCollector, SnmpCollector
from netmon.errors import SettingsError
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models import Device, Inventory, Reachability
from netmon.judgement.network import device_vertex
from netmon.judgement.observation import Horizon
from netmon.judgement.topology import Topology
from netmon.model import DeviceName
from netmon.phrase import Phrase
from netmon.rules.evaluation import RuleBook, compile_rules
from netmon.scheduler import Visit
from netmon.settings import Settings

SNMP_PROBE = Reachability.SNMP.value
INTERFACES = "interfaces"
"""The collector whose word is evidence when a neighbour falls silent."""
SESSIONS = "sessions"
"""The collector that reads what a hint about BGP or OSPF is about."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An inventory, its topology, its rules, and who is visited by which collector how often."""

    inventory: Inventory
    topology: Topology
    rules: RuleBook
    collectors: Mapping[str, Collector]
    horizon: Horizon
    visits: Mapping[Visit, Millis]

    @classmethod
    def of(cls, inventory: Inventory, collectors: tuple[Collector, ...], settings: Settings) -> Self:
        """Return the plan; raise InventoryError or SettingsError if it cannot be carried out."""
        _require_known(settings.intervals, [collector.name for collector in collectors])
        intervals = {
            collector.name: settings.intervals.get(collector.name, collector.interval) for collector in collectors
        }
        return cls(
            inventory=inventory,
            topology=Topology.of(inventory),
            rules=compile_rules(inventory),
            collectors={collector.name: collector for collector in collectors},
            horizon=Horizon(intervals, settings.detection),
            visits={
                Visit(device.name, collector.name): intervals[collector.name]
                for device in inventory.active_devices().values()
                for collector in collectors
                if concerns(collector, device)
            },
        )

    @property
    def identity(self) -> IdentityCollector | None:
        """The collector that tells which interface is which."""
        return next((each for each in self.collectors.values() if isinstance(each, IdentityCollector)), None)

    def slow_visits(self) -> dict[Visit, Millis]:
        """Return the visits of command collectors: they follow the calendar, not the rounds."""
        return {
            visit: interval
            for visit, interval in self.visits.items()
            if isinstance(self.collectors[visit.collector], CommandCollector)
        }

    def fast_visits(self) -> dict[Visit, Millis]:
        """Return every other visit."""
        slow = self.slow_visits()
        return {visit: interval for visit, interval in self.visits.items() if visit not in slow}

    def neighbours_of(self, devices: Iterable[DeviceName]) -> frozenset[DeviceName]:
        """Return the devices at the far ends of these devices' links."""
        neighbours = self.topology.network.neighbours
        links = {link for device in devices for link in neighbours.get(device_vertex(device), ())}
        return frozenset(DeviceName(end.name) for link in links for end in neighbours[link])


def concerns(collector: Collector, device: Device) -> bool:
    """Say whether a collector has anything to ask a device."""
    match collector:
        case PingCollector():
            return device.reachability is Reachability.ICMP
        case IdentityCollector():
            return device.snmp is not None
        case SnmpCollector(name=name):
            is_its_probe = name != SNMP_PROBE or device.reachability is Reachability.SNMP
            return device.snmp is not None and is_its_probe and collector.concerns(device)
        case CommandCollector():
            return device.ssh is not None and device.platform in collector.platforms


def find_collectors() -> tuple[Collector, ...]:
    """Return the collectors of every installed package that offers some."""
    found: list[Collector] = []
    for entry_point in entry_points(group="netmon.collectors"):
        found += entry_point.load()
    return tuple(found)


def _require_known(intervals: Iterable[str], collectors: Sequence[str]) -> None:
    for name in intervals:
        if name not in collectors:
            cure = did_you_mean(name, collectors, otherwise=one_of(collectors))
            raise SettingsError(
                Phrase(
                    "{variable}: no collector is called so; {cure}",
                    variable=f"NETMON_INTERVALS__{name.upper()}",
                    cure=cure,
                )
            )
