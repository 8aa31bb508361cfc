"""What the monitor says of itself to whoever scrapes it: figures without names of people, places or things."""

from collections import Counter
from collections.abc import Iterable, Iterator

from dashboards.freshness import age
from dashboards.machines.exposition import Family, Kind, Sample
from dashboards.machines.ready import hindrances
from netmon.clock import SECOND, Millis
from netmon.model import DeviceState, LinkState, MunicipalityState, Severity, Standing, State
from netmon.reader import Health, Snapshot


def families(snapshot: Snapshot, now: Millis) -> Iterator[Family]:
    """Yield everything that is measured."""
    yield _gauge("netmon_start_time_seconds", "When netmon started, in Unix time.", snapshot.started / SECOND)
    yield _gauge("netmon_ready", "1 while /readyz answers 200.", not hindrances(snapshot, now))
    yield from _engine(snapshot, now)
    yield from _network(snapshot)
    yield from _influx(snapshot.health, now)
    yield from _keeping(snapshot.health)
    yield from _messages(snapshot.health, now)


def _engine(snapshot: Snapshot, now: Millis) -> Iterator[Family]:
    health = snapshot.health
    yield _gauge("netmon_data_age_seconds", "Age of the newest sample.", _seconds(age(snapshot, now)))
    yield _gauge("netmon_decision_age_seconds", "Time since the engine decided last.", _since(snapshot.at, now))
    yield _gauge("netmon_decision_duration_seconds", "How long that took.", _seconds(health.decided_in))
    yield _gauge("netmon_devices_polled", "Devices that are polled.", health.polled)
    yield _gauge("netmon_devices_answered", "Devices whose last answer came in time.", health.answered)


def _network(snapshot: Snapshot) -> Iterator[Family]:
    yield _states("netmon_devices", "Devices by state.", DeviceState, snapshot.devices.values())
    yield _states("netmon_links", "Links by state.", LinkState, snapshot.links.values())
    yield _states(
        "netmon_municipalities", "Municipalities by state.", MunicipalityState, snapshot.municipalities.values()
    )
    found = Counter(record.incident.severity for record in snapshot.incidents)
    by_severity = tuple(Sample(found[severity], {"severity": severity.value}) for severity in Severity)
    yield Family("netmon_incidents_open", Kind.GAUGE, "Open incidents by severity.", by_severity)
    yield _gauge("netmon_maintenance_open", "Maintenance windows that are open.", len(snapshot.maintenance))


def _influx(health: Health, now: Millis) -> Iterator[Family]:
    """Yield how the copy in InfluxDB goes; nothing where none is wanted."""
    if health.influx == "off":
        return
    oldest = 0 if health.influx_oldest is None else _since(health.influx_oldest, now)
    yield _gauge("netmon_influx_up", "1 if InfluxDB takes what it is sent.", health.influx == "ok")
    yield _gauge("netmon_outbox_lines", "Lines that wait for InfluxDB.", health.influx_backlog)
    yield _gauge("netmon_outbox_oldest_age_seconds", "How long the oldest of them has waited.", oldest)
    yield _counter("netmon_outbox_dropped_lines_total", "Lines that found no room or were damaged while they waited.",
                   health.influx_dropped)  # fmt: skip
    yield _counter("netmon_outbox_refused_lines_total", "Lines that InfluxDB does not take.", health.influx_refused)


def _keeping(health: Health) -> Iterator[Family]:
    yield _gauge("netmon_storage_ok", "1 if nothing is wrong with the files.", health.storage == "ok")
    yield _gauge("netmon_state_written", "1 if what was decided last stands in state.db.", health.is_written)
    yield _counter("netmon_samples_lost_total", "Samples that samples.db did not take.", health.samples_lost)
    yield _counter("netmon_samples_poisoned_total", "Fields and samples that were left out as poison.",
                   health.samples_poisoned)  # fmt: skip


def _messages(health: Health, now: Millis) -> Iterator[Family]:
    """Yield whether people are told; nothing of audits before the first."""
    yield _gauge("netmon_messages_waiting", "Messages that are on their way.", health.notifications_waiting)
    yield _gauge("netmon_messages_dead", "Messages of late that were given up.", health.notifications_dead)
    if health.audit is not None:
        yield _gauge("netmon_audit_age_seconds", "Time since the last audit.", _since(health.audit.at, now))
        yield _gauge("netmon_audit_violations", "What it found.", len(health.audit.found))


def _states(name: str, about: str, states: Iterable[State], standings: Iterable[Standing]) -> Family:
    """Count standings by state; a state that nothing is in counts nought, so that alerts may ask for it."""
    found = Counter(standing.state for standing in standings)
    samples = tuple(Sample(found[state], {"state": state.name.lower()}) for state in states)
    return Family(name, Kind.GAUGE, about, samples)


def _gauge(name: str, about: str, value: float) -> Family:
    return Family(name, Kind.GAUGE, about, (Sample(value),))


def _counter(name: str, about: str, value: float) -> Family:
    return Family(name, Kind.COUNTER, about, (Sample(value),))


def _since(moment: Millis, now: Millis) -> float:
    return max(0.0, (now - moment) / SECOND)


def _seconds(span: Millis) -> float:
    return span / SECOND
