"""Whom a route may tell now or later, whichever way it leads."""

from netmon.inventory.recipients import heard_by
from tests.netmon.oncall.plans import RECEIVERS, WEEKLY, staffed

OVERRIDE = {"person": "cyril", "from": "2026-02-01T00:00", "to": "2026-02-02T00:00"}


def test_an_escalation_may_tell_every_member_every_stand_in_and_every_receiver_it_names() -> None:
    rotas = {"network": {**WEEKLY, "members": ["ada", "bob"], "overrides": [OVERRIDE]}}
    steps = [{"notify": ["network"]}, {"after": "5m", "notify": ["noc"]}]
    plan = staffed(rotas=rotas, escalations={"backbone": {"steps": steps}})
    found = heard_by(plan.routes[0], plan)
    assert list(found) == ["ada", "bob", "cyril", "noc"]
    assert (found["ada"].email, found["ada"].sms) == (("ada@kraj.example",), ("+420600000001",))
    assert found["noc"] == plan.receivers["noc"]


def test_a_list_of_receivers_tells_just_those() -> None:
    plan = staffed(routes=[{"receivers": ["hook"]}])
    assert list(heard_by(plan.routes[0], plan)) == ["hook"]
    assert RECEIVERS["hook"]["webhook"] == list(plan.receivers["hook"].webhook)
