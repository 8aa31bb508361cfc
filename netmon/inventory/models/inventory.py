"""Everything there is, as one value."""

from typing import Self

from pydantic import Field

from netmon.inventory.models.alerting import Receiver, Route, Rule
from netmon.inventory.models.credentials import Credentials
from netmon.inventory.models.network import Anchor, Device, DeviceRole, DeviceStatus, Link, SharedRisk, Supplier
from netmon.inventory.models.people import Escalation, Person, Rota
from netmon.inventory.models.territory import Municipality, Orp, Region, Site, SlaClass
from netmon.inventory.models.values import Code, DeviceKey, LinkKey, Model, Slug, Title
from netmon.inventory.models.windows import Window
from netmon.model import DeviceName, InterfaceName, LinkName, MunicipalityCode


class Inventory(Model):
    """Everything there is; keys are names, and the order is that of the files."""

    region: Region
    """The region that is watched."""
    orps: dict[Slug, Orp]
    """Its administrative districts (ORP), by ČSÚ code."""
    municipalities: dict[Code, Municipality]
    """Its municipalities, by six-digit code."""
    sites: dict[Slug, Site] = Field(default_factory=dict)
    """Places where devices stand, by name."""
    devices: dict[DeviceKey, Device] = Field(default_factory=dict)
    """Devices, by name."""
    links: dict[LinkKey, Link] = Field(default_factory=dict)
    """Connections between interfaces, by name."""
    suppliers: dict[Title, Supplier] = Field(default_factory=dict)
    """Who is called about links at any hour, by the name that links give."""
    shared_risks: dict[Slug, SharedRisk] = Field(default_factory=dict)
    """What several links would lose together, by name."""
    sla_classes: dict[Slug, SlaClass] = Field(default_factory=dict)
    """What was promised, by name."""
    anchors: dict[Slug, Anchor] = Field(default_factory=dict)
    """Where the region begins, by name; a municipality without a path to one is cut off."""
    vantage_points: tuple[Slug, ...] = ()
    """Devices where netmon itself is attached to the network; by default the anchors."""
    credentials: Credentials = Credentials()
    """How devices are spoken to."""
    receivers: dict[Slug, Receiver] = Field(default_factory=dict)
    """Who can be told, by name."""
    people: dict[Slug, Person] = Field(default_factory=dict)
    """Who can be called, by name."""
    rotas: dict[Slug, Rota] = Field(default_factory=dict)
    """Who is on duty when, by name."""
    escalations: dict[Slug, Escalation] = Field(default_factory=dict)
    """Who is called one after another, by name."""
    routes: tuple[Route, ...] = ()
    """Who is told of what; the first that matches takes it."""
    rules: dict[Slug, Rule] = Field(default_factory=dict)
    """What somebody wants to hear about beside outages, by name."""
    windows: dict[Slug, Window] = Field(default_factory=dict)
    """Recurring maintenance, by name."""

    @classmethod
    def build(cls, sections: dict[str, object]) -> Self:
        """Return the inventory of the merged sections; raise pydantic's ValidationError."""
        return cls.model_validate(_with_names(sections))

    def municipality_of(self, device: Device) -> MunicipalityCode:
        """Return the code of the municipality a device stands in."""
        return self.sites[device.site].municipality

    def active_devices(self) -> dict[DeviceName, Device]:
        """Return the devices that are polled."""
        return {name: device for name, device in self.devices.items() if device.is_active}

    def active_links(self) -> dict[LinkName, Link]:
        """Return the active links between active devices."""
        return {
            name: link
            for name, link in self.links.items()
            if link.status is DeviceStatus.ACTIVE and all(self.devices[end.device].is_active for end in link.ends)
        }

    def watched_interfaces(self, device: Device) -> frozenset[InterfaceName] | None:
        """Return the interfaces to keep of a device, or None for all."""
        if device.watch == "all":
            return None
        if isinstance(device.watch, tuple):
            return frozenset(device.watch)
        return frozenset(
            end.interface for link in self.links.values() for end in link.ends if end.device == device.name
        )

    def service_points(self, code: MunicipalityCode) -> tuple[DeviceName, ...]:
        """Return the active devices whose reachability is the municipality's."""
        return self.service_points_by_municipality()[code]

    def service_points_by_municipality(self) -> dict[MunicipalityCode, tuple[DeviceName, ...]]:
        """Return the service points of every municipality in one pass over the devices."""
        local: dict[MunicipalityCode, list[Device]] = {code: [] for code in self.municipalities}
        for device in self.active_devices().values():
            local[self.municipality_of(device)].append(device)
        return {code: self._points(code, devices) for code, devices in local.items()}

    def _points(self, code: MunicipalityCode, local: list[Device]) -> tuple[DeviceName, ...]:
        stated = self.municipalities[code].service_points
        if stated:
            return tuple(DeviceName(name) for name in stated if self.devices[DeviceName(name)].is_active)
        access = [device.name for device in local if device.role is DeviceRole.ACCESS]
        return tuple(access or [device.name for device in local])


def _with_names(sections: dict[str, object]) -> dict[str, object]:
    named = dict(sections)
    for section in ("devices", "links"):
        bodies = named.get(section)
        if isinstance(bodies, dict):
            named[section] = {
                key: {**body, "name": key} if isinstance(body, dict) else body for key, body in bodies.items()
            }
    return named
