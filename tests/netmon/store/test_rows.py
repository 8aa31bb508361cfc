"""What was written comes back, also what an older netmon wrote."""

import json
from dataclasses import replace

from netmon.model import CriticalKind, CriticalSite, Entity, EntityKind, Impact, MunicipalityCode, NextCut
from netmon.store.rows import INCIDENT, to_json
from tests.netmon.store.nouns import incident

SITE = CriticalSite(CriticalKind.HOSPITAL, "as-hospital", "Nemocnice Aš")
CUT = NextCut(12, 31_000, Entity(EntityKind.LINK, "cheb-as"))


def test_critical_sites_and_the_next_cut_are_kept() -> None:
    told = replace(incident(), impact=Impact(degraded=(MunicipalityCode("554499"),), sites=(SITE,), next_cut=CUT))
    assert INCIDENT.validate_json(to_json(told, INCIDENT)) == told


def test_an_incident_of_before_there_were_critical_sites_has_none() -> None:
    body = json.loads(to_json(incident(), INCIDENT))
    del body["impact"]["sites"], body["impact"]["next_cut"]
    assert INCIDENT.validate_json(json.dumps(body)) == incident()
