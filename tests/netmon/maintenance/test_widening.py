"""What a silence may name: only what there is, as any other would silence nothing."""

import pytest

from netmon.clock import HOUR
from netmon.commands import AddSilence
from netmon.errors import CommandRefused
from netmon.maintenance.widening import widened
from netmon.model import Entity, EntityKind, Hushed
from netmon.plan import Plan, find_collectors
from netmon.settings import Settings
from tests.netmon.rules.small_region import small_region

PLAN = Plan.of(small_region(), find_collectors(), Settings())
DEVICE, LINK = Entity(EntityKind.DEVICE, "cheb-core-1"), Entity(EntityKind.LINK, "cheb-as")


def silence(hushed: Hushed) -> AddSilence:
    return AddSilence(hushed, HOUR, "výměna")


def test_what_there_is_may_be_silenced_and_stays_as_it_was_named() -> None:
    command = silence(Hushed(("incident", "flapping"), (DEVICE, LINK), ("as",)))
    assert widened(command, PLAN) is command


@pytest.mark.parametrize(
    ("hushed", "missing"),
    [
        (Hushed(entities=(DEVICE, Entity(EntityKind.DEVICE, "cheb-core-9"))), "cheb-core-9"),
        (Hushed(entities=(Entity(EntityKind.MUNICIPALITY, "000000"),)), "000000"),
        (Hushed(rules=("incident", "los\x1b[2J")), r"rule los\[2J"),
        (Hushed(orps=("praha",)), "ORP praha"),
    ],
)
def test_what_there_is_not_is_refused_by_its_name(hushed: Hushed, missing: str) -> None:
    with pytest.raises(CommandRefused, match=missing):
        widened(silence(hushed), PLAN)
