"""Rotas and people small enough to reckon by hand."""

from datetime import date, datetime

from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.inventory.models import HandOver, Inventory, Person, Rota, Weekday
from netmon.oncall.calendar import at_wall
from tests.netmon.rules.small_region import small_region

PEOPLE = {
    "ada": {"name": "Ada", "email": "ada@kraj.example", "sms": "+420600000001"},
    "bob": {"name": "Bob", "email": "bob@kraj.example", "sms": "+420600000002"},
    "cyril": {"name": "Cyril", "email": "cyril@kraj.example"},
}
RECEIVERS = {"noc": {"email": ["noc@kraj.example"]}, "hook": {"webhook": ["secret://hook"]}}
WEEKLY = {
    "title": "Síť",
    "members": ["ada", "bob", "cyril"],
    "start": "2026-01-05",
    "hand_over": {"days": ["mon"], "times": ["08:00"]},
}
BACKBONE = {
    "steps": [{"notify": ["network"]}, {"after": "5m", "notify": ["cyril"]}, {"after": "15m", "notify": ["noc"]}],
    "repeat": "2",
    "every": "30m",
}
TO_BACKBONE = ({"escalation": "backbone"},)


def at(text: str) -> Millis:
    """Return when the region's clocks show a time."""
    return at_wall(datetime.fromisoformat(text))


def rota(**changes: object) -> Rota:
    """Return the weekly rota, changed."""
    return Rota.model_validate({**WEEKLY, **changes})


def staffed(**sections: object) -> Inventory:
    """Return the small region with people, a rota and an escalation; incidents and alerts go there."""
    plans: dict[str, object] = {
        "people": PEOPLE,
        "receivers": RECEIVERS,
        "rotas": {"network": WEEKLY},
        "escalations": {"backbone": BACKBONE},
        "routes": list(TO_BACKBONE),
    }
    return small_region(**{**plans, **sections})


def person(**changes: object) -> Person:
    """Return Ada, changed."""
    return Person.model_validate({**PEOPLE["ada"], **changes})


HOURS = st.sampled_from([f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)])
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2028, 1, 1))
HAND_OVERS = st.builds(
    HandOver,
    days=st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True).map(tuple),
    times=st.lists(HOURS, min_size=1, max_size=3, unique=True).map(tuple),
    on_holidays=st.booleans(),
)
ROTAS = st.builds(
    Rota,
    title=st.just("Síť"),
    members=st.lists(st.sampled_from(sorted(PEOPLE)), min_size=1, max_size=4).map(tuple),
    start=DAYS,
    hand_over=HAND_OVERS,
    closures=st.lists(DAYS, max_size=5).map(tuple),
)
