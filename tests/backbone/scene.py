"""The laboratory with netmon in it, and everybody netmon speaks to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from netmon.clock import SECOND, SystemClock
from netmon.model import DeviceState, NotificationKind
from tests.backbone.inventory import towns_of
from tests.backbone.lab import Laboratory
from tests.backbone.monitor import Monitor
from tests.parts.influxdb import Influx
from tests.parts.smtp import SmtpReceiver
from tests.parts.waiting import wait_until
from tests.parts.webhook import WebhookReceiver

SETTLED_WITHIN, DETECTED_WITHIN, TOLD_WITHIN, HEALED_WITHIN = 120.0, 90.0, 60.0, 240.0

Port = tuple[str, str]
"""Device and interface."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything runs in the monitor's namespace; nothing of it is reachable from outside."""

    laboratory: Laboratory
    monitor: Monitor
    influx: Influx
    mailbox: SmtpReceiver
    webhook: WebhookReceiver

    def posted(self, kind: NotificationKind) -> list[dict[str, Any]]:
        """Return what the webhook was told, of one kind."""
        return [posted.payload for posted in self.webhook.posted if posted.payload["kind"] == kind.value]

    def alarms(self, rule: str, kind: NotificationKind = NotificationKind.FIRING) -> set[str]:
        """Return what the webhook was told about by a rule."""
        return {payload["cause"]["name"] for payload in self.posted(kind) if payload["id"].startswith(f"{rule}/")}

    def wait_until_all_is_well(self) -> None:
        """Wait until every device and link is up and every municipality in service."""
        routers = sum(router.managed for router in self.laboratory.plan.routers)
        towns = len(towns_of(self.laboratory.plan))
        links = sum(not wire.is_monitors_own for wire in self.laboratory.plan.wires)
        well = {"devices": {"up": routers}, "links": {"up": links}, "municipalities": {"operational": towns}}

        wait_until(lambda: well.items() <= self.monitor.status().items(), f"{well}", within=SETTLED_WITHIN)

    def wait_for_incident(self) -> dict[str, Any]:
        """Wait until there is an incident, and return the only one."""
        wait_until(self.monitor.incidents, "an incident", within=DETECTED_WITHIN)
        [incident] = self.monitor.incidents()
        return incident

    def isolated(self) -> list[str]:
        """Return the municipalities that open incidents isolate, one for each incident that does."""
        return [code for incident in self.monitor.incidents() for code in incident["impact"]["isolated"]]

    def told(self, kind: NotificationKind) -> set[str]:
        """Return the incidents that the webhook heard of, by one kind of message."""
        return {payload["id"] for payload in self.posted(kind)}

    def wait_until_told(self, kind: NotificationKind, mails: int) -> dict[str, Any]:
        """Wait for the only message of a kind to the webhook, and for so many mails in all."""
        wait_until(lambda: self.posted(kind), f"{kind} to the webhook", within=HEALED_WITHIN)
        wait_until(lambda: len(self.mailbox.received) >= mails, f"{mails} mails", within=TOLD_WITHIN)
        [payload] = self.posted(kind)
        return payload

    def wait_for_counters(self, ports: Sequence[Port], since: int) -> None:
        """Wait until InfluxDB holds counters of ports from a moment on."""
        wait_until(
            lambda: all(self.counters(port, since) for port in ports), "counters of both ends", within=SETTLED_WITHIN
        )

    def counters(self, port: Port, since: int = 0) -> list[int]:
        """Return the octets received at a port, from a moment in seconds on."""
        return self.values("net_if", "in_octets", {"device": port[0], "ifname": port[1]}, since)

    def operation(self, port: Port) -> list[int]:
        """Return the successive values of ifOperStatus of a port: 1 up, 2 down."""
        return _distinct(self.values("net_if", "oper", {"device": port[0], "ifname": port[1]}))

    def wait_for_states(self, measurement: str, states: Sequence[int], **tags: str) -> None:
        """Wait until a thing has passed through these states and no others."""

        def has_passed() -> bool:
            return len(self.states(measurement, **tags)) >= len(states)

        wait_until(has_passed, f"{measurement} {tags} passes through {states}", within=TOLD_WITHIN)
        assert self.states(measurement, **tags) == list(states)

    def states(self, measurement: str, **tags: str) -> list[int]:
        """Return the successive states of a thing; those that netmon's own absence left unknown are passed over."""
        states = self.values(measurement, "state", tags)
        return _distinct(state for state in states if state != DeviceState.UNKNOWN)

    def values(self, measurement: str, field: str, tags: Mapping[str, str], since: int = 0) -> list[int]:
        """Return what InfluxDB holds of a field, in order of time, from a moment in seconds on."""
        where = " AND ".join([f"time >= {since}s", *(f"{tag} = '{value}'" for tag, value in tags.items())])
        query = f"SELECT {field} FROM {measurement} WHERE {where}"  # noqa: S608 -- the test's own words
        return [int(row[field]) for row in self.influx.query(query)]


def _distinct(values: Iterable[int]) -> list[int]:
    """Return the values without immediate repetitions."""
    return [value for value, _ in groupby(values)]


def now() -> int:
    """Return the wall time in whole seconds, as InfluxDB stores it."""
    return SystemClock().now() // SECOND
