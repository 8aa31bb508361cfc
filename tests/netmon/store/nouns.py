"""Small values that the store's tests have in common."""

from dataclasses import replace

from netmon.clock import Millis
from netmon.judgement.situation import Judgement, PortReport, Situation, Track, Verdict
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    LinkName,
    LinkState,
    Measurement,
    Message,
    MunicipalityCode,
    MunicipalityState,
    NotificationKind,
    Severity,
    Standing,
    Transition,
)

T0 = Millis(1_780_000_000_000)
CHEB = DeviceName("cheb-core-1")
TRUNK = LinkName("cheb-as")
AS = MunicipalityCode("554499")
AS_ENTITY = Entity(EntityKind.MUNICIPALITY, AS)


def after(span: int) -> Millis:
    """Return a moment `span` milliseconds after the beginning of a test's time."""
    return Millis(T0 + span)


def incident(key: str = "i-1", *, started: Millis = T0, ended: Millis | None = None, people: int = 13_000) -> Incident:
    """Return an incident of the trunk to Aš."""
    return Incident(
        id=IncidentId(key),
        cause=Entity(EntityKind.LINK, TRUNK),
        candidates=(Entity(EntityKind.LINK, TRUNK), Entity(EntityKind.DEVICE, "as-acc-1")),
        severity=Severity.CRITICAL,
        impact=Impact(isolated=(AS,), inhabitants=people, devices=(DeviceName("as-acc-1"),)),
        started=started,
        detected=Millis(started + 9_000),
        evidence=(Evidence(EvidenceKind.SILENT, Entity(EntityKind.DEVICE, "as-acc-1"), started),),
        ended=ended,
    )


def joining(part: str = "i-2", whole: str = "i-1", *, at: Millis = T0) -> Judgement:
    """Return the evaluation that finds one incident to be part of another."""
    joined = replace(incident(part, ended=at), merged_into=IncidentId(whole))
    return replace(opening(whole), opened=(), transitions=(), closed=(joined,))


def situation(*, misses: int = 0) -> Situation:
    """Return a situation with one of everything."""
    return Situation(
        tracks={CHEB: Track(Verdict.UP, T0, misses=misses, valid_until=after(12_500))},
        ports={(CHEB, "xe1"): PortReport(is_up=False, at=T0, valid_until=after(25_000), changed_at=after(-5))},
        devices={CHEB: Standing(DeviceState.UP, T0), DeviceName("as-acc-1"): Standing(DeviceState.UNREACHABLE, T0)},
        links={TRUNK: Standing(LinkState.DOWN, T0, "ifOperStatus")},
        municipalities={AS: Standing(MunicipalityState.ISOLATED, T0, "path lost")},
    )


def opening(key: str = "i-1") -> Judgement:
    """Return the evaluation that opens an incident."""
    opened = incident(key)
    now = situation()
    return Judgement(
        Situation(now.tracks, now.ports, now.devices, now.links, now.municipalities, (opened,)),
        transitions=(change(MunicipalityState.ISOLATED, at=T0, old=MunicipalityState.OPERATIONAL),),
        opened=(opened,),
    )


def change(
    new: MunicipalityState, *, at: Millis, old: MunicipalityState | None = None, entity: Entity = AS_ENTITY
) -> Transition:
    """Return a transition of Aš, known nine seconds after it happened."""
    return Transition(entity, old, new, at, Millis(at + 9_000), f"became {new.name.lower()}")


def message(
    kind: NotificationKind = NotificationKind.FIRING, subject: str = "i-1", address: str = "noc@example.org"
) -> Message:
    """Return a message about an incident."""
    return Message(subject, kind, "email", address, f"{subject}/{kind}/{address}", {"cause": "trať Cheb – Aš", "n": 3})


def traffic(interface: str = "xe1", *, at: Millis = T0, bps: int = 1_000, device: str = CHEB) -> Measurement:
    """Return an interface's measurement as the collector makes it."""
    tags = {"device": device, "ifname": interface, "municipality": "554481", "orp": "cheb", "role": "core"}
    return Measurement("net_if", tags, {"in_bps": bps, "out_bps": 2 * bps, "in_octets": 7 * bps, "oper": 1}, at)


def state(number: int = 1, *, at: Millis = T0, device: str = CHEB) -> Measurement:
    """Return a device's state as a measurement."""
    tags = {"device": device, "municipality": "554481", "orp": "cheb", "role": "core", "site": "cheb-pop"}
    return Measurement("net_dev", tags, {"state": number, "up": int(number == 1), "maintenance": 0}, at)
