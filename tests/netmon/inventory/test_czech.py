"""Whatever is wrong with an inventory is said in Czech too, and at the same place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from netmon.czech import CZECH
from netmon.errors import InventoryError
from netmon.inventory.complaint import Misfit
from netmon.inventory.document import Refused, scan
from netmon.inventory.fault import NOUNS
from netmon.inventory.likeness import one_of
from netmon.inventory.loading import Examination, examine, load
from netmon.inventory.models.network import parse_end, parse_watch
from netmon.inventory.models.values import parse_address
from netmon.inventory.quantities import parse_bits_per_second, parse_duration, parse_size
from netmon.inventory.references import ADDITIONS, OTHER_NOUNS
from netmon.inventory.syntax import SAYINGS, saying
from netmon.inventory.wording import KINDS, PATTERNS
from netmon.language import Language
from netmon.phrase import NBSP, Phrase, in_language
from netmon.rules.complaints import rule_faults
from tests.netmon.inventory import SMALL, Seed, untranslated
from tests.netmon.inventory.test_document import HARMS
from tests.netmon.inventory.test_faults import ERRORS
from tests.netmon.inventory.test_lint import WARNINGS

SAID = [
    ("role: core", "role: kore", "33:11: chyba: zařízení as-1, role: „kore“ tu neznám; neměli jste na mysli „core“?"),
    ("    role: access\n", "", "38:3: chyba: zařízení hazlov-1: chybí „role“; doplňte role: …"),
    (
        "capacity: 1G",
        "capacity: fast",
        (
            "46:15: chyba: trasa as-hazlov, capacity: „fast“ není přenosová rychlost;"
            " napište číslo a k, M, G nebo T, třeba 10G"
        ),
    ),
    (
        "[127.18.1.2]",
        "[127.18.1]",
        (
            "42:17: chyba: zařízení hazlov-1, addresses[1]: „127.18.1“ není IP adresa;"
            " napište ji třeba takto: 192.0.2.1 nebo 2001:db8::1"
        ),
    ),
    (
        "population: 1532",
        "population: -5",
        "24:17: chyba: obec 554545, population: „-5“ je příliš málo; napište 0 nebo víc",
    ),
    (
        "sla: town",
        "sla: twon",
        "18:10: chyba: obec 554499, sla: neexistuje třída SLA „twon“; neměli jste na mysli „town“?",
    ),
    (
        "centrum, device: as-1",
        "centrum, device: cheb",
        "51:43: chyba: kotva centre, device: neexistuje zařízení „cheb“; přidejte zařízení",
    ),
    (
        "    role: core",
        "    role: core\n    site: x",
        "34:5: chyba: „site“ tu stojí podruhé, poprvé na řádku 32; jedno z toho smažte",
    ),
    (
        "[127.18.1.2]",
        "[127.18.1.2",
        (
            "43:6: chyba: toto není YAML: v hranatých závorkách, chybí „,“ nebo „]“;"
            " zkontrolujte odsazení, dvojtečky, uvozovky a závorky"
        ),
    ),
    ("platform: frr", "platform: [frr]", "34:15: chyba: zařízení as-1, platform: toto není text; napište jeden text"),
    ("windows:", "widnows:", "75:1: chyba: oddíl „widnows“ neexistuje; neměli jste na mysli „windows“?"),
    (
        "      community: secret://demo\n",
        "",
        "54:5: chyba: přihlašovací údaj snmp demo: pro SNMPv2c chybí „community“; doplňte community: …",
    ),
    (
        "fire: loss_pct > 5",
        "fire: los_pct > 5",
        (
            "72:15: chyba: pravidlo loss, levels.warning.fire, znak 1: nic se tu nejmenuje „los_pct“;"
            " neměli jste na mysli „loss_pct“?"
        ),
    ),
    (
        "role: access",
        "role: access\n    status: planned",
        "19:3: varování: obec 554545 (Hazlov) nemá žádné aktivní zařízení; přidejte je, nebo napište monitored: false",
    ),
    (
        "[critical, warning, info]",
        "[warning]",
        (
            "64:1: varování: o výpadcích závažnosti critical se nikdo nedozví v ORP Aš;"
            " přidejte směrování, které je zachytí"
        ),
    ),
]


def examined(directory: Path, text: str) -> Examination:
    (directory / "all.yaml").write_text(text, encoding="utf-8")
    return examine(directory, [rule_faults])


@pytest.mark.parametrize(("old", "new", "said"), SAID)
def test_a_complaint_reads_like_czech_and_stands_where_the_english_one_does(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    complaints = examined(tmp_path, SMALL.replace(old, new, 1)).complaints
    lines = {in_language(complaint.phrase, Language.CS): str(complaint) for complaint in complaints}
    czech_line = f"{tmp_path}/all.yaml:{said}"
    assert czech_line in lines
    assert lines[czech_line].startswith(f"{czech_line.partition(' ')[0]} ")


@pytest.mark.parametrize("seed", [*ERRORS, *WARNINGS], ids=str)
def test_no_english_is_left_in_a_complaint(tmp_path: Path, seed: Seed) -> None:
    complaints = examined(tmp_path, seed.text).complaints
    assert {type(said) for complaint in complaints for said in (complaint.what, complaint.cure)} == {Phrase}
    assert [word for complaint in complaints for word in untranslated(complaint.phrase)] == []


@pytest.mark.parametrize("text", [text for text, _, _ in HARMS.values()], ids=HARMS.keys())
def test_no_english_is_left_in_a_refusal(text: str) -> None:
    refused = scan("x.yaml", text.encode())
    assert isinstance(refused, Refused)
    assert [word for complaint in refused.complaints for word in untranslated(complaint.phrase)] == []


def test_an_inventory_that_cannot_be_used_says_why_in_czech(tmp_path: Path) -> None:
    text = SMALL.replace("role: core", "role: kore").replace("sla: town", "sla: twon")
    (tmp_path / "all.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InventoryError) as caught:
        load(tmp_path)
    assert list(untranslated(caught.value.args[0])) == []
    assert in_language(caught.value, Language.CS).splitlines() == [
        (
            f"{tmp_path}/all.yaml:18:10: chyba: obec 554499, sla: neexistuje třída SLA „twon“;"
            " neměli jste na mysli „town“?"
        ),
        f"{tmp_path}/all.yaml:33:11: chyba: zařízení as-1, role: „kore“ tu neznám; neměli jste na mysli „core“?",
    ]
    assert str(caught.value) == "\n".join(map(str, caught.value.complaints))


TEMPLATES = {
    "nouns": (*NOUNS.values(), *OTHER_NOUNS.values()),
    "additions": tuple(ADDITIONS.values()),
    "patterns": tuple(text for pair in PATTERNS.values() for text in pair),
    "kinds": tuple(text for pair in KINDS.values() for text in pair),
    "sayings": tuple(SAYINGS),
}


@pytest.mark.parametrize("templates", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_what_is_looked_up_in_a_table_has_its_czech(templates: tuple[str, ...]) -> None:
    assert sorted(set(templates) - set(CZECH)) == []


def test_a_sentence_of_the_parser_that_is_not_known_stays_as_it_is() -> None:
    assert in_language(saying("did not find {expected}"), Language.CS) == "did not find {expected}"
    assert in_language(saying("did not find expected ',' or '}'"), Language.CS) == "chybí „,“ nebo „}“"


@pytest.mark.parametrize(
    ("parse", "text", "said"),
    [
        (parse_duration, "2 hours", "„2 hours“ není doba; napište číslo a ms, s, m, h nebo d, třeba 30s"),
        (parse_bits_per_second, "10", "„10“ není přenosová rychlost; napište číslo a k, M, G nebo T, třeba 10G"),
        (parse_size, "10", "„10“ není velikost; napište číslo a k, M, G nebo T, třeba 5G"),
        (parse_address, "x", "„x“ není IP adresa; napište ji třeba takto: 192.0.2.1 nebo 2001:db8::1"),
        (parse_watch, "some", "„some“ nelze sledovat; napište links, all, nebo seznam názvů rozhraní"),
        (parse_end, "as-1", "„as-1“ není konec trasy; napište zařízení:rozhraní, třeba cheb-core-1:xe-0/0/0"),
    ],
)
def test_a_value_that_means_nothing_is_refused_in_both_languages(
    parse: Callable[[object], object], text: str, said: str
) -> None:
    with pytest.raises(Misfit) as caught:
        parse(text)
    assert in_language(caught.value, Language.CS) == said
    assert str(caught.value) == f"{caught.value.what}; {caught.value.cure}"


def test_braces_that_somebody_wrote_are_only_quoted(tmp_path: Path) -> None:
    (complaint,) = examined(tmp_path, SMALL.replace("role: core", "role: '{name} {0} {{'")).complaints
    assert '"{name} {0} {{"' in str(complaint)
    assert "„{name} {0} {{“" in in_language(complaint.phrase, Language.CS)


def test_a_long_list_of_names_ends_with_dots() -> None:
    names = [f"n{number}" for number in range(9)]
    assert one_of(names) == "write one of n0, n1, n2, n3, n4, n5, n6, n7, …"
    assert in_language(one_of(names[:2]), Language.CS) == "napište jedno z těchto: n0, n1"
    assert in_language(one_of([]), Language.CS) == "tady nesmí stát nic"


def test_numbers_are_written_as_czechs_do() -> None:
    refused = scan("x.yaml", b"#" * 2_000_001)
    assert isinstance(refused, Refused)
    assert in_language(refused.complaints[0].what, Language.CS) == f"soubor je větší než 2{NBSP}000{NBSP}000 bajtů"
