"""What a notice says, and in which words."""

from dataclasses import replace
from json import dumps

import pytest

from netmon.alerting.notice import notice_of_alert, notice_of_incident
from netmon.alerting.wording import LONGEST_LINE
from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.language import Language
from netmon.model import (
    AlertPhase,
    CriticalKind,
    CriticalSite,
    Entity,
    EntityKind,
    Impact,
    Incident,
    IncidentId,
    MunicipalityCode,
    NextCut,
    NotificationKind,
)
from netmon.rules.identity import NETMON
from tests.netmon.alerting.occasions import (
    AS,
    AS_AGG,
    AS_TOWN,
    BASE_URL,
    CHEB,
    CHEB_CORE,
    ENDED,
    INCIDENT,
    T0,
    TRUNK,
    alert,
    region,
)
from tests.netmon.rules.small_region import small_region


def summary(incident: Incident, language: Language = Language.CS) -> object:
    return notice_of_incident(incident, region(), BASE_URL, language).payload["summary"]


def struck(isolated: int, degraded: int = 0) -> Incident:
    codes = tuple(MunicipalityCode(f"{number:06}") for number in range(isolated + degraded))
    return replace(INCIDENT, impact=Impact(codes[:isolated], codes[isolated:]))


def test_an_incident_says_everything_a_channel_needs() -> None:
    notice = notice_of_incident(INCIDENT, region(), BASE_URL)
    assert (notice.subject_id, notice.kind, notice.since) == ("i-1", NotificationKind.FIRING, T0 + 8 * SECOND)
    assert dumps(notice.payload, ensure_ascii=False)
    assert notice.payload == {
        "kind": "firing",
        "subject": "incident",
        "id": "i-1",
        "severity": "critical",
        "cause": {"kind": "link", "name": "cheb-as", "title": "Cheb – Aš"},
        "candidates": ["cheb-as", "as-agg-1"],
        "others": [{"kind": "device", "name": "as-agg-1", "title": "Aš (as-agg-1)"}],
        "municipalities": [{"code": AS, "name": "Aš"}],
        "degraded": 0,
        "inhabitants": 13_000,
        "sites": [],
        "next_cut": None,
        "started": "2025-11-23T09:03:00.000Z",
        "ended": None,
        "merged_into": None,
        "summary": "✖ 1 obec bez spojení: trasa Cheb – Aš (od 10:03)",
        "evidence": ["cheb-core-1 hlásí rozhraní xe1 mimo provoz od 10:03:00"],
        "calls": [],
        "url": "http://127.0.0.1:8080/v/i-1",
    }


def test_an_incident_is_labelled_with_its_causes_and_with_whom_it_hits() -> None:
    labels = notice_of_incident(INCIDENT, region(), BASE_URL).labels
    assert labels.elements == {TRUNK, AS_AGG}
    assert labels.municipalities == {AS}
    assert labels.orps == {"as", "cheb"}


def test_an_incident_that_hits_nobody_belongs_where_its_cause_stands() -> None:
    unfelt = replace(INCIDENT, impact=Impact())
    assert notice_of_incident(unfelt, region(), BASE_URL).labels.municipalities == {AS, CHEB}


def test_an_ended_incident_is_resolved() -> None:
    notice = notice_of_incident(ENDED, region(), BASE_URL)
    assert notice.kind is NotificationKind.RESOLVED
    assert notice.payload["ended"] == "2025-11-23T09:15:00.000Z"
    assert notice.payload["summary"] == "✔ obnoveno po 12 min: trasa Cheb – Aš"


@pytest.mark.parametrize(
    ("incident", "language", "line"),
    [
        (struck(4), Language.CS, "✖ 4 obce bez spojení: trasa Cheb – Aš (od 10:03)"),
        (struck(5), Language.CS, "✖ 5 obcí bez spojení: trasa Cheb – Aš (od 10:03)"),
        (struck(0, degraded=3), Language.CS, "▲ 3 obce bez zálohy: trasa Cheb – Aš (od 10:03)"),
        (struck(0), Language.CS, "▲ mimo provoz: trasa Cheb – Aš nebo zařízení Aš (as-agg-1) (od 10:03)"),
        (struck(2), Language.EN, "✖ 2 municipalities cut off: link Cheb – Aš (since 10:03)"),
        (
            replace(struck(0), cause=AS_AGG),
            Language.EN,
            "▲ out of service: device Aš (as-agg-1) or link Cheb – Aš (since 10:03)",
        ),
        (
            replace(INCIDENT, ended=T0, merged_into=IncidentId("elder")),
            Language.CS,
            "✔ součást jiné události: trasa Cheb – Aš",
        ),
        (replace(INCIDENT, ended=Millis(T0 + 45 * SECOND)), Language.CS, "✔ obnoveno po 45 s: trasa Cheb – Aš"),
        (
            replace(INCIDENT, ended=Millis(T0 + 3 * HOUR + 5 * MINUTE)),
            Language.EN,
            "✔ restored after 3 h 5 min: link Cheb – Aš",
        ),
    ],
)
def test_the_line_counts_as_people_do(incident: Incident, language: Language, line: str) -> None:
    assert summary(incident, language) == line


def test_the_line_fits_a_phone_whatever_the_cause_is_called() -> None:
    stranger = replace(INCIDENT, cause=Entity(EntityKind.LINK, "x" * 300))
    line = str(summary(stranger))
    assert len(line) == LONGEST_LINE
    assert line.endswith("x… (od 10:03)")


@pytest.mark.parametrize(
    ("entity", "title", "url", "elements"),
    [
        (CHEB_CORE, "Cheb (cheb-core-1)", "/zarizeni/cheb-core-1", {CHEB_CORE}),
        (
            Entity(EntityKind.INTERFACE, "as-agg-1:xe0"),
            "as-agg-1:xe0 (Cheb – Aš)",
            "/zarizeni/as-agg-1",
            {Entity(EntityKind.INTERFACE, "as-agg-1:xe0"), AS_AGG, TRUNK},
        ),
        (TRUNK, "Cheb – Aš", "/", {TRUNK, CHEB_CORE, AS_AGG}),
        (AS_TOWN, "Aš", "/o/554499", {AS_TOWN}),
        (NETMON, "netmon", "/", {NETMON}),
        (Entity(EntityKind.DEVICE, "gone"), "gone", "/zarizeni/gone", {Entity(EntityKind.DEVICE, "gone")}),
    ],
)
def test_an_alert_is_called_by_what_it_is_about(entity: Entity, title: str, url: str, elements: set[Entity]) -> None:
    notice = notice_of_alert(alert(entity), region(), BASE_URL + "/")
    assert notice is not None
    assert notice.payload["summary"] == f"{title}: ztrácí pakety"
    assert notice.payload["url"] == BASE_URL + url
    assert notice.labels.elements == elements


def test_a_resolved_alert_is_the_same_subject_and_the_next_one_is_another() -> None:
    over = alert(phase=AlertPhase.OK, since=Millis(T0 + MINUTE))
    again = replace(alert(), fired_at=Millis(T0 + HOUR))
    first, last, next_one = (notice_of_alert(one, region(), BASE_URL) for one in (alert(), over, again))
    assert first is not None
    assert last is not None
    assert next_one is not None
    assert first.subject_id == last.subject_id != next_one.subject_id
    assert (last.kind, last.payload["ended"]) == (NotificationKind.RESOLVED, "2025-11-23T09:04:00.000Z")


@pytest.mark.parametrize("phase", [AlertPhase.PENDING, AlertPhase.OK])
def test_an_alert_that_never_fired_has_nothing_to_tell(phase: AlertPhase) -> None:
    assert notice_of_alert(replace(alert(phase=phase), fired_at=None), region(), BASE_URL) is None


def test_an_alert_says_where_it_is_written_what_to_do() -> None:
    rule = {"for_each": "device", "levels": {"warning": {"fire": "loss_pct > 5"}}, "summary": "ztráty"}
    rules = {"loss": {**rule, "runbook": "RUNBOOKS, losses"}}
    for inventory, runbook in ((small_region(rules=rules), "RUNBOOKS, losses"), (region(), None)):
        notice = notice_of_alert(alert(), inventory, BASE_URL)
        assert notice is not None
        assert notice.payload["runbook"] == runbook


def test_an_incident_names_the_critical_sites_and_the_next_cut() -> None:
    hospital = CriticalSite(CriticalKind.HOSPITAL, "as-hospital", "Nemocnice Aš")
    hit = replace(INCIDENT, impact=Impact((AS,), sites=(hospital,), next_cut=NextCut(3, 9_000, TRUNK)))
    payload = notice_of_incident(hit, region(), BASE_URL).payload
    assert payload["sites"] == [{"kind": "hospital", "name": "as-hospital", "title": "Nemocnice Aš"}]
    trunk = {"kind": "link", "name": "cheb-as", "title": "Cheb – Aš"}
    assert payload["next_cut"] == {"element": trunk, "municipalities": 3, "inhabitants": 9_000}
