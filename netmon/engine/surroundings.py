"""Whom devices hear around them, compared with the plan, and how far the plan can be relied on."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from netmon.clock import EPOCH, Millis
from netmon.foreign import one_line
from netmon.inventory.models import Device
from netmon.judgement.drift import Accord, Bearings, Drift, Finding, Heard, Port, drift
from netmon.judgement.network import device_vertex
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, FieldValue, LinkName, Measurement, PollResult
from netmon.plan import Plan

log = logging.getLogger(__name__)

UNTOLD = Bearings(frozenset())
"""What a device is recognised by that has told nothing."""


class Surroundings:
    """What was heard last at the ends of planned links; `topology` is the plan, doubted where that contradicts it."""

    def __init__(self, plan: Plan) -> None:
        self._heard: dict[Port, Heard] = {}
        self._told: dict[DeviceName, Bearings] = {}
        self.adopt(plan)

    def adopt(self, plan: Plan) -> None:
        """Compare with this plan from now on; forget what it does not have."""
        self._plan, self._ends = plan, plan.topology.network.ends
        self._links = {port: link for link, ports in self._ends.items() for port in ports}
        self._heard = {port: heard for port, heard in self._heard.items() if port in self._links}
        devices = plan.inventory.devices
        self._told = {device: told for device, told in self._told.items() if device in devices}
        self._known = {name: _bearings(device, self._told.get(name, UNTOLD)) for name, device in devices.items()}
        self._in_question: set[LinkName] = set()
        self.topology: Topology = plan.topology
        self.drift = Drift(until=EPOCH)

    def absorb(self, results: Iterable[PollResult]) -> None:
        """Remember what devices call themselves, and whom they hear at the ends of links."""
        for result in results:
            for measurement in result.measurements:
                if measurement.name == "net_dev_info" and result.device in self._known:
                    self._introduce(result.device, measurement.fields)
                elif measurement.name == "net_neighbor":
                    self._hear(measurement, result.finished)

    def compare(self, now: Millis) -> None:
        """Compare with the plan what is in question; all of it, if something is too old by now."""
        is_whole = now >= self.drift.until
        links = frozenset(self._ends if is_whole else self._in_question)
        if not links:
            return
        self._in_question.clear()
        before = {link: finding for link, finding in self.drift.findings.items() if link in links}
        told = drift({link: self._ends[link] for link in links}, self._heard, self._known, now)
        others = {link: finding for link, finding in self.drift.findings.items() if link not in links}
        until = told.until if is_whole else min(self.drift.until, told.until)
        self.drift = Drift({**others, **told.findings}, until)
        if told.contradicted != Drift(before).contradicted:
            contradicted = self.drift.contradicted
            self.topology = self._plan.topology.doubting(contradicted) if contradicted else self._plan.topology
        _log(before, told.findings)

    def _introduce(self, device: DeviceName, fields: Mapping[str, FieldValue]) -> None:
        """Take in what a device calls itself: each part as it was told last."""
        before = self._told.get(device, UNTOLD)
        name, chassis = fields.get("name"), fields.get("chassis")
        told = Bearings(
            names=frozenset({name}) if isinstance(name, str) else before.names,
            chassis=chassis if isinstance(chassis, str) else before.chassis,
        )
        if told != before:
            self._told[device] = told
            self._known[device] = _bearings(self._plan.inventory.devices[device], told)
            beside = self._plan.topology.network.neighbours.get(device_vertex(device), ())
            # Of a link that leads elsewhere, it may be this device where it leads.
            self._in_question.update(LinkName(link.name) for link in (*beside, *self.drift.contradicted))

    def _hear(self, measurement: Measurement, at: Millis) -> None:
        port = (DeviceName(measurement.tags["device"]), measurement.tags["ifname"])
        if port in self._links:
            name, chassis = (str(measurement.fields.get(field, "")) for field in ("name", "chassis"))
            self._heard[port] = Heard(name, chassis, at)
            self._in_question.add(self._links[port])


def _bearings(device: Device, told: Bearings) -> Bearings:
    """Return by what a device can be recognised: what the inventory calls it, and what it calls itself."""
    return replace(told, names=told.names.union((device.name,), device.names))


def _log(before: Mapping[LinkName, Finding], after: Mapping[LinkName, Finding]) -> None:
    for link, finding in after.items():
        was = before.get(link)
        is_news = was is None or (was.accord, was.found) != (finding.accord, finding.found)
        if finding.accord is Accord.MISMATCH and is_news:
            log.warning(
                "topology mismatch link=%s at=%s planned=%s found=%s",
                link,
                ":".join(finding.port),
                finding.planned,
                one_line(finding.found),
            )
