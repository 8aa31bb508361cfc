"""Why a municipality is as it is: its state, what is behind it, and the way to the anchor."""

import json
from dataclasses import replace

from netmon.clock import MINUTE, Interval, Millis
from netmon.judgement.availability import StateInterval
from netmon.judgement.municipalities import Elements
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.model import (
    Correction,
    CountsAs,
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    LinkState,
    MunicipalityState,
    Severity,
    Standing,
)
from netmon.report.answer import to_json
from netmon.report.explanation import Explanation, Known, blind, explain
from tests.netmon.judgement.networks import code_of
from tests.netmon.judgement.networks import region as network
from tests.netmon.region import FAR, HUB, MID, NEAR, SPUR, TOWNS, TRUNK, link, region

A, B, C = TOWNS.values()
NOW = Millis(1_795_000_000_000)
BEGAN = Millis(NOW - 5 * MINUTE)
UP = Standing(DeviceState.UP, Millis(NOW - 60 * MINUTE))
CUT = Incident(
    id=IncidentId("cut"),
    cause=link(SPUR),
    candidates=(link(SPUR), Entity(EntityKind.DEVICE, FAR)),
    severity=Severity.CRITICAL,
    impact=Impact(isolated=(C,), degraded=(B,), inhabitants=100),
    started=BEGAN,
    detected=Millis(BEGAN + 9_000),
    evidence=(Evidence(EvidenceKind.PORT_DOWN, Entity(EntityKind.INTERFACE, "mid:to-far"), BEGAN),),
)
OPEN_RING = Incident(
    id=IncidentId("ring"),
    cause=link(TRUNK),
    candidates=(link(TRUNK),),
    severity=Severity.WARNING,
    impact=Impact(degraded=(C,)),
    started=BEGAN,
    detected=BEGAN,
)
KNOWN = Known(
    municipalities={C: Standing(MunicipalityState.ISOLATED, BEGAN, "path lost")},
    elements=Elements(
        {HUB: UP, NEAR: UP, MID: UP, FAR: Standing(DeviceState.UNREACHABLE, BEGAN)},
        {SPUR: Standing(LinkState.DOWN, BEGAN), TRUNK: Standing(LinkState.UP, BEGAN)},
    ),
    incidents=(OPEN_RING, CUT),
    situation=Situation(
        tracks={FAR: Track(Verdict.DOWN, BEGAN, misses=7, answered_at=Millis(BEGAN - 1))},
        ports={(MID, "to-far"): PortReport(is_up=False, at=BEGAN, valid_until=NOW)},
    ),
)


def explained(known: Known = KNOWN) -> Explanation:
    return explain(region(), C, known, NOW)


def test_the_way_leads_from_the_municipality_over_devices_and_links_to_the_anchor() -> None:
    names = [str(step.entity) for step in explained().path]
    assert names == ["device far", "link mid-far", "device mid", "link hub-mid", "device hub"]


def test_each_element_of_the_way_has_its_state_and_what_was_heard_of_it() -> None:
    far, spur, mid, *_ = explained().path
    assert far.standing is not None
    assert far.standing.state is DeviceState.UNREACHABLE
    assert far.track is not None
    assert far.track.misses == 7
    assert [(port.device, port.interface, port.report.is_up) for port in spur.ports] == [(MID, "to-far", False)]
    assert (mid.track, mid.ports) == (None, ())


def test_the_incident_that_cuts_off_stands_before_one_that_degrades() -> None:
    assert [incident.id for incident in explained().incidents] == ["cut", "ring"]
    assert explain(region(), A, KNOWN, NOW).incidents == ()


def test_a_correction_of_the_moment_stands_beside_what_was_recorded() -> None:
    def said(number: int, start: int, end: int, kind: CountsAs = CountsAs.UP) -> Correction:
        return Correction(number, C, Interval(Millis(NOW + start), Millis(NOW + end)), kind, "sonda", "novak", NOW)

    about_another = Correction(4, B, Interval(NOW, Millis(NOW + 1)), CountsAs.UP, "x", "y", NOW)
    known = Known(KNOWN.municipalities, KNOWN.elements, corrections=(said(1, -5, 5), said(2, -9, 0), about_another))
    assert explained(known).correction == said(1, -5, 5)
    assert explained(known).standing == KNOWN.municipalities[C]
    assert explained().correction is None


def test_while_netmon_did_not_run_nothing_is_known_but_the_plan() -> None:
    explanation = explained(blind(C, BEGAN, (CUT,), ()))
    assert explanation.standing == Standing(MunicipalityState.UNKNOWN, BEGAN, "netmon did not run")
    assert explanation.incidents == (CUT,)
    assert [step.standing for step in explanation.path] == [None] * 5


def test_of_parallel_links_the_one_that_may_be_up_is_on_the_way() -> None:
    inventory = network(("a-b", "a-b-2"))
    devices = {DeviceName(name): UP for name in "ab"}
    down = {name: Standing(LinkState.DOWN, BEGAN) for name in inventory.active_links() if name == "a-b"}
    explanation = explain(inventory, code_of("b"), Known(elements=Elements(devices, down)), NOW)
    assert [step.entity.name for step in explanation.path] == ["b", "a-b-2", "a"]


def test_json_tells_the_same_in_plain_values() -> None:
    body = json.loads(to_json(explained()))
    assert (body["code"], body["state"], body["since"], body["reason"]) == (C, "isolated", BEGAN, "path lost")
    assert (body["incidents"][0]["id"], body["incidents"][0]["cause"]) == ("cut", "link mid-far")
    assert body["incidents"][0]["candidates"] == ["link mid-far", "device far"]
    assert body["incidents"][0]["evidence"] == [
        {"kind": "port_down", "entity": "interface mid:to-far", "since": BEGAN, "count": 0}
    ]
    far, spur, *_ = body["path"]
    assert (far["element"], far["probes"]) == ("device far", {"misses": 7, "answered_at": BEGAN - 1})
    assert spur["ports"] == [{"device": "mid", "interface": "to-far", "up": False, "since": BEGAN}]
    assert body["correction"] is None


def test_json_of_a_municipality_of_which_nothing_was_recorded_has_no_state() -> None:
    body = json.loads(to_json(explained(Known())))
    assert (body["state"], body["since"]) == (None, None)


def test_the_outage_that_a_moment_lies_in_is_bracketed() -> None:
    up, cut = Interval(Millis(BEGAN - MINUTE), BEGAN), Interval(BEGAN, Millis(NOW + MINUTE))
    states = (StateInterval(up, MunicipalityState.OPERATIONAL), StateInterval(cut, MunicipalityState.ISOLATED))
    outage = explained(replace(KNOWN, states=states, resolution=Millis(5_000))).outage
    assert outage is not None
    assert (outage.began, outage.has_ended) == (Interval(Millis(BEGAN - 5_000), BEGAN), False)
    body = json.loads(to_json(explained(replace(KNOWN, states=states, resolution=Millis(5_000)))))
    assert body["outage"]["began"] == {"earliest": BEGAN - 5_000, "latest": BEGAN}
    assert body["outage"]["ended"] is None
    assert explained().outage is None
