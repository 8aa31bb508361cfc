"""A form is judged as the file it stands for, and places answer to the names people use."""

from dashboards.texts import Words
from dashboards.works.places import Register
from dashboards.works.sheet import Asked, Judged, judged
from netmon.language import Language
from netmon.model import Entity, EntityKind
from tests.dashboards.exhibit import NOW, shipped_inventory

CZECH = Words(Language.CS)


def register(language: Language = Language.CS) -> Register:
    return Register.of(shipped_inventory(), Words(language))


def judge(*places: str, reason: str = "x") -> Judged:
    asked = Asked(reason, "2026-12-01T22:00", "2026-12-02T02:00", places=places)
    return judged(asked, shipped_inventory(), register(), NOW, CZECH)


def scope_of(*places: str) -> tuple[Entity, ...]:
    work = judge(*places).work
    assert work is not None
    return work.scope


def test_every_label_is_one_of_a_kind() -> None:
    labels = [place.label for place in register().places]
    assert len(set(labels)) == len(labels)
    assert {"obec Březová (537870)", "obec Březová (560294)", "lokalita Nemocnice Aš"} <= set(labels)


def test_every_label_means_its_own_place() -> None:
    for language in Language:
        places = register(language)
        assert all(places.named(place.label) == (place,) for place in places.places)


def test_names_count_without_case_diacritics_and_dashes() -> None:
    assert scope_of("TRASA cheb as") == scope_of("Cheb – Aš") == (Entity(EntityKind.LINK, "cheb-as"),)


def test_a_site_stands_for_its_devices() -> None:
    assert scope_of("lokalita Nemocnice Aš") == (Entity(EntityKind.DEVICE, "as-hospital-1"),)


def test_a_shared_risk_takes_its_links_along() -> None:
    kinds = [entity.kind for entity in scope_of("Stožár na Klínovci")]
    assert kinds[0] is EntityKind.SHARED_RISK
    assert EntityKind.LINK in kinds


def test_a_reason_may_hold_whatever_yaml_means_something_by() -> None:
    for reason in ('"} : {\\', "a: &b [*b]", "😀 'x' # y", "- {", "\\u202e"):
        work = judge("obec Luby", reason=reason).work
        assert work is not None
        assert work.reason == reason


def test_only_a_few_names_are_compared_with_all() -> None:
    told = judge(*(f"Lubi {number}" for number in range(9)), "Luby x").faults["what"]
    assert len(told) == 10
    assert told[-1].endswith("napište název z inventáře.")
