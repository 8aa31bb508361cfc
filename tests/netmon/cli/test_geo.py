"""What `netmon geo import` does: all of a file or none of it, and it says why."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from netmon.cli.geo import geo
from netmon.geo.keeping import GEOGRAPHY_FILE, kept
from tests.dashboards.exhibit import AS, CUT, INVENTORY, shipped_inventory
from tests.netmon.geo.shapes import feature, outlines, square, way, write


def bring(tmp_path: Path, file: Path, *more: str, language: str = "C") -> Result:
    where = ["--state", str(tmp_path / "state"), "--inventory", str(INVENTORY)]
    return CliRunner().invoke(geo, ["import", str(file), *where, *more], env={"LANG": language, "LC_ALL": language})


def test_outlines_and_ways_are_taken_over_one_after_the_other(tmp_path: Path) -> None:
    inventory = shipped_inventory()
    first = bring(tmp_path, write(tmp_path / "a.geojson", *outlines(inventory)))
    assert (first.exit_code, "134 outlines and 0 ways" in first.stdout) == (0, True)
    second = bring(tmp_path, write(tmp_path / "b.geojson", way(inventory, CUT)), "--json")
    assert json.loads(second.stdout)["routes"] == 1
    ground = kept(tmp_path / "state")
    assert (len(ground.boundaries), len(ground.routes)) == (134, 1)
    third = bring(tmp_path, write(tmp_path / "c.geojson", *outlines(inventory, [AS])))
    assert third.exit_code == 0
    assert len(kept(tmp_path / "state").boundaries) == 1


def test_one_wrong_feature_keeps_all_of_them_out(tmp_path: Path) -> None:
    inventory = shipped_inventory()
    bring(tmp_path, write(tmp_path / "a.geojson", *outlines(inventory)))
    before = (tmp_path / "state" / GEOGRAPHY_FILE).read_bytes()
    wrong = feature("Polygon", [square(12.2, 50.2)], code="123456")
    result = bring(tmp_path, write(tmp_path / "b.geojson", *outlines(inventory), wrong), language="cs_CZ.UTF-8")
    assert result.exit_code == 1
    assert "prvek 135: kód „123456“ nemá žádná obec; vynechte ji" in result.stderr
    assert (tmp_path / "state" / GEOGRAPHY_FILE).read_bytes() == before


def test_many_complaints_are_told_shortly(tmp_path: Path) -> None:
    wrong = [feature("Polygon", [square(12.2, 50.2)], code=str(number)) for number in range(100_000, 100_050)]
    result = bring(tmp_path, write(tmp_path / "a.geojson", *wrong))
    assert len(result.stderr.strip().splitlines()) == 21
    assert "and 30 complaints more" in result.stderr
    assert not (tmp_path / "state").exists()


def test_what_no_map_could_show_is_simplified(tmp_path: Path) -> None:
    place = shipped_inventory().municipalities[AS]
    count = 70_000
    ring = [[place.longitude + 0.05 * number / count, place.latitude] for number in range(count)]
    ring += [[place.longitude, place.latitude + 0.03], ring[0]]
    result = bring(tmp_path, write(tmp_path / "a.geojson", feature("Polygon", [ring], code=AS)))
    assert result.exit_code == 0
    assert "simplified from 70,002 points" in result.stderr
    assert kept(tmp_path / "state").points < 10
