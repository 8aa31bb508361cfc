"""Both languages say the same things, and every word on a page exists."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

import dashboards
from dashboards.signs import DEVICE_SIGNS, LINK_SIGNS, MAINTENANCE, MUNICIPALITY_SIGNS, SEVERITY_SIGNS, UNMONITORED
from dashboards.texts import CATALOGUES, Text, Words
from dashboards.texts import cs as czech
from dashboards.texts import en as english
from dashboards.towns.periods import Period
from netmon.inventory.models import DeviceRole
from netmon.judgement.availability import SlaVerdict
from netmon.language import Language
from netmon.model import AccountState, CriticalKind, DeliveryState, EntityKind, NoteKind, NotificationKind, Role

PACKAGE = Path(dashboards.__file__).parent
TEXTS = PACKAGE / "texts"
SOURCES = [*PACKAGE.rglob("*.html"), *(path for path in PACKAGE.rglob("*.py") if TEXTS not in path.parents)]
LITERAL = re.compile(r"""["']([a-z]+\.[a-z0-9_.-]+)["']""")
PREFIX = re.compile(r"""["']([a-z]+\.(?:cause\.)?)["'] ~|f"((?:[a-z]+\.)+)\{""")


CZECH_ONLY = {"of"}
"""The preposition z or ze; English has one."""


def forms(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def placeholders(text: Text) -> set[str]:
    return {name for form in forms(text) for _, name, _, _ in Formatter().parse(form) if name}


def used() -> tuple[set[str], set[str]]:
    sources = [path.read_text(encoding="utf-8") for path in SOURCES]
    literals = {match for source in sources for match in LITERAL.findall(source)}
    prefixes = {first or second for source in sources for first, second in PREFIX.findall(source)}
    return literals, prefixes


@pytest.mark.parametrize("rooms", [czech.ROOMS, english.ROOMS], ids=["cs", "en"])
def test_no_key_stands_in_two_rooms(rooms: Sequence[Mapping[str, Text]]) -> None:
    assert [key for key, count in Counter(chain.from_iterable(rooms)).items() if count > 1] == []


def test_both_catalogues_have_the_same_keys() -> None:
    assert CATALOGUES[Language.CS].keys() == CATALOGUES[Language.EN].keys()


@pytest.mark.parametrize("key", CATALOGUES[Language.CS])
def test_both_languages_name_the_same_values(key: str) -> None:
    czech, english = CATALOGUES[Language.CS][key], CATALOGUES[Language.EN][key]
    assert isinstance(czech, str) == isinstance(english, str)
    assert placeholders(english) | CZECH_ONLY == placeholders(czech) | CZECH_ONLY


def test_every_plural_covers_every_number() -> None:
    for catalogue in CATALOGUES.values():
        assert all("other" in text for text in catalogue.values() if isinstance(text, Mapping))


def test_every_key_that_a_page_names_exists_and_every_text_is_used() -> None:
    literals, prefixes = used()
    keys = set(CATALOGUES[Language.CS])
    families = {key.partition(".")[0] for key in keys}
    named = {literal for literal in literals if literal.partition(".")[0] in families}
    missing = {key for key in named - keys if not key.endswith((".html", ".css", ".js", ".txt")) and "show" not in key}
    assert {key for key in missing if key not in ENDPOINTS} == set()
    assert {key for key in keys if key not in literals and not key.startswith(tuple(prefixes))} == set()


ENDPOINTS = {
    "people.index",
    "incidents.index", "incidents.acknowledge", "incidents.note", "incidents.pass_on", "incidents.mute",
    "incidents.ticket", "incidents.promise",
    "invitation.accept", "login.form", "login.redeem", "login.prove", "account.end_session",
    "people.form", "people.assign", "people.revoke",
}  # fmt: skip
"""Routes that are named like texts."""


@pytest.mark.parametrize("language", Language)
def test_every_state_kind_and_period_has_its_word(language: Language) -> None:
    signs = [
        *MUNICIPALITY_SIGNS.values(), *DEVICE_SIGNS.values(), *LINK_SIGNS.values(), *SEVERITY_SIGNS.values(),
        UNMONITORED, MAINTENANCE,
    ]  # fmt: skip
    wanted = {sign.word for sign in signs}
    wanted |= {f"{place}.{kind}" for kind in EntityKind for place in ("cause", "entity", "mail.cause")}
    wanted |= {f"note.{kind}" for kind in NoteKind} | {f"role.{role}" for role in DeviceRole}
    wanted |= {f"delivery.{state}" for state in (*DeliveryState, *NotificationKind)}
    wanted |= {f"period.{period}" for period in Period} | {f"verdict.{verdict}" for verdict in SlaVerdict}
    wanted |= {f"says.{sign.name}" for sign in MUNICIPALITY_SIGNS.values()}
    wanted |= {f"critical.{kind}" for kind in CriticalKind}
    wanted |= {f"account.{role}" for role in Role} | {f"accountstate.{state}" for state in AccountState}
    assert wanted <= CATALOGUES[language].keys()


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 obec"), (2, "2 obce"), (4, "4 obce"), (5, "5 obcí"), (0, "0 obcí"), (22, "22 obcí"), (133, "133 obcí")],
)
def test_czech_counts_as_czechs_do(number: int, said: str) -> None:
    assert Words(Language.CS)("headline.cut_off", number) == said
