"""How an inventory begins: from what is shipped, from a table, whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.inventory.loading import load

HEAD = "code,name,orp,population,latitude,longitude"
ROW = "544256,České Budějovice,České Budějovice,94463,48.974,14.474"
SHIPPED = Path(__file__).parents[3] / "inventory"
NAMED = ("--name", "Jihočeský kraj", "--code", "CZ031")


def begin(*words: str | Path, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["init", *map(str, words)], env={"NETMON_LANGUAGE": language})


def begin_from(tmp_path: Path, lines: Sequence[str], *, encoding: str = "utf-8", language: str = "en") -> Result:
    table = tmp_path / "obce.csv"
    table.write_text("\n".join(lines) + "\n", encoding=encoding)
    return begin(tmp_path / "new", "--region", table, *NAMED, language=language)


def test_the_shipped_region_is_there_and_nothing_to_poll(tmp_path: Path) -> None:
    done = begin(tmp_path / "new")
    assert done.exit_code == 0, done.output
    inventory = load(tmp_path / "new")
    assert (len(inventory.municipalities), len(inventory.orps)) == (134, 7)
    assert inventory.rules == load(SHIPPED).rules
    assert [len(section) for section in (inventory.devices, inventory.links, inventory.anchors)] == [0, 0, 0]
    assert not inventory.region.synthetic
    assert not any(municipality.contacts for municipality in inventory.municipalities.values())


def test_what_comes_next_is_said_on_standard_error_in_both_languages(tmp_path: Path) -> None:
    english, czech = begin(tmp_path / "a"), begin(tmp_path / "b", language="cs")
    assert english.stdout == czech.stdout == ""
    assert "134 municipalities of Karlovarský kraj" in english.stderr
    assert "Karlovarský kraj, 134 obcí" in czech.stderr
    assert "netmon device add" in english.stderr
    assert f"NETMON_INVENTORY={tmp_path / 'a'}" in english.stderr


def test_a_directory_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("rules: {}\n", encoding="utf-8")
    done = begin(tmp_path)
    assert done.exit_code == 1
    assert "there is something in it already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_an_empty_directory_is_filled(tmp_path: Path) -> None:
    assert begin(tmp_path).exit_code == 0
    assert load(tmp_path).municipalities


def test_another_region_comes_from_a_table(tmp_path: Path) -> None:
    done = begin_from(tmp_path, [HEAD, ROW, "", '544281,"Ševětín, městys",České Budějovice,1410,49.1,14.57'])
    assert done.exit_code == 0, done.output
    inventory = load(tmp_path / "new")
    assert inventory.region.name == "Jihočeský kraj"
    assert {municipality.name for municipality in inventory.municipalities.values()} == {
        "České Budějovice",
        "Ševětín, městys",
    }
    assert list(inventory.orps) == ["ceske-budejovice"]


def test_czech_headings_semicolons_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    head = "Kód;Název;ORP;Počet obyvatel;Šířka;Délka;Typ;Okres;Kód ORP"
    row = "544256;České Budějovice;České Budějovice;94463;48.974;14.474;VÚ;Budějovice;3102"
    done = begin_from(tmp_path, [head, row], encoding="utf-8-sig")
    assert done.exit_code == 0, done.output
    (municipality,) = load(tmp_path / "new").municipalities.values()
    assert (municipality.kind, municipality.district, municipality.orp) == ("military", "Budějovice", "3102")


@pytest.mark.parametrize(
    ("lines", "english", "czech"),
    [
        ([HEAD.replace("orp", "x"), ROW], "obce.csv:1:1: error: the table has no column orp", "chybí sloupec orp"),
        ([HEAD, ROW, ROW], "obce.csv:3:1: error: code 544256 stands here a second time, first in line 2", "podruhé"),
        ([HEAD, ROW.replace("48.974", "98.974")], "obce.csv:2:1: error: latitude: ", "latitude: "),
        ([HEAD, ROW.replace("544256", "54425")], 'code: "54425" is not a municipality\'s code', "code: "),
        ([HEAD, ROW.replace("94463", "")], "obce.csv:2:1: error: population is empty", "population: nic tu není"),
        ([HEAD, '"' + ROW], "this is not CSV", "toto není CSV"),
        ([HEAD, ROW.replace("České", "\x1b[31m")], "obce.csv:2:1: error: a control character", "řídicí znak"),
    ],
)
def test_a_wrong_table_is_told_by_line_and_nothing_is_written(
    tmp_path: Path, lines: list[str], english: str, czech: str
) -> None:
    done, repeated = begin_from(tmp_path, lines), begin_from(tmp_path, lines, language="cs")
    assert (done.exit_code, repeated.exit_code) == (1, 1)
    assert english in done.stderr
    assert czech in repeated.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["obce.csv"]


def test_every_wrong_row_is_told_at_once(tmp_path: Path) -> None:
    done = begin_from(tmp_path, [HEAD, "1,,,x,y,z"])
    assert len(done.stderr.splitlines()) == 6


def test_a_table_of_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    done = begin_from(tmp_path, [HEAD, ROW], encoding="cp1250")
    assert "obce.csv:2:1: error: byte 0xc8 is not UTF-8; save the table as CSV UTF-8" in done.stderr


def test_a_region_without_its_name_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "obce.csv").write_text(HEAD, encoding="utf-8")
    done = begin(tmp_path / "new", "--region", tmp_path / "obce.csv", language="cs")
    assert done.exit_code == 2
    assert "k volbě --region patří i --name a --code" in done.stderr
