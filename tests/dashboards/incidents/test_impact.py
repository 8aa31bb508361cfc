"""Whom an incident hits: hospitals first, the first by name, the rest by number."""

import pytest

from dashboards.incidents.impact import in_order, named_first
from netmon.model import CriticalKind, CriticalSite
from tests.dashboards.exhibit import HOSTILE


def test_hospitals_come_first_then_the_alphabet() -> None:
    kinds = (
        CriticalKind.DATA_CENTRE,
        CriticalKind.CMS,
        CriticalKind.RESCUE,
        CriticalKind.RESCUE,
        CriticalKind.HOSPITAL,
    )
    sites = [CriticalSite(kind, f"s{number}", "ba"[number % 2]) for number, kind in enumerate(kinds)]
    assert [(site.kind, site.title) for site in in_order(sites)] == [
        (CriticalKind.HOSPITAL, "b"),
        (CriticalKind.RESCUE, "a"),
        (CriticalKind.RESCUE, "b"),
        (CriticalKind.CMS, "a"),
        (CriticalKind.DATA_CENTRE, "b"),
    ]


@pytest.mark.parametrize(
    ("count", "said"), [(0, ""), (1, "0"), (5, "0, 1, 2, 3, 4"), (6, "0, 1, 2, 3, 4 +1"), (9, "0, 1, 2, 3, 4 +4")]
)
def test_five_are_named_and_the_others_counted(count: int, said: str) -> None:
    assert named_first([str(number) for number in range(count)]) == said


def test_a_title_is_short_and_harmless() -> None:
    said = named_first([HOSTILE])
    assert len(said) == 40
    assert "\u202e" not in said
