"""What is valid and yet doubtful is a warning, at its line, and the inventory can still be used."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.inventory.complaint import ComplaintSeverity
from netmon.inventory.fault import Fault, warning
from netmon.inventory.lint import MOST_ALONE
from netmon.inventory.loading import examine, load
from netmon.inventory.models import Inventory
from netmon.inventory.tree import KEY
from netmon.phrase import Phrase
from netmon.rules.complaints import rule_faults
from tests.netmon.inventory import SMALL, Seed, line_of

ALONE = """\
  alone-1:
    site: as-office
    role: access
    platform: frr
    addresses: [127.18.1.3]
"""
DEVICES = SMALL[SMALL.index("devices:") : SMALL.index("shared_risks:\n")]
ANCHORS = "anchors:\n  centre: {title: Datové centrum, device: as-1}\n"

WARNINGS = [
    Seed("no path", "  as-hazlov:", "  as-hazlov:\n    status: planned", "(Hazlov) has no path", '"554545":'),
    Seed("no device", "role: access", "role: access\n    status: planned", "has no active device", '"554545":'),
    Seed("unmonitored", "longitude: 12.2", "longitude: 12.2\n    monitored: false", "yet devices", "monitored:"),
    Seed("device alone", "devices:\n", f"devices:\n{ALONE}", "device alone-1: no link ends here", "alone-1:"),
    Seed("unwatched interface", "watch: links", "watch: [ge-0/0/7]", "does not watch interface ge-0/0/0", "ends:"),
    Seed("capacity", "capacity: 1G", "capacity: 10G", "capacity 10G is more than the 1G of as-1:ge-0/0/0"),
    Seed("ends disagree", "as-1:ge-0/0/0", "as-1:et-0/0/0", "the ends disagree"),
    Seed("planned end", "role: access", "role: access\n    status: planned", "hazlov-1 is planned", "ends:"),
    Seed("planned anchor", "role: core", "role: core\n    status: planned", "anchor centre: as-1 is", "centre:"),
    Seed("window without scope", "    devices: [as-1]", "", "window works matches nothing", "  works:"),
    Seed("rule of a route", "{severity:", "{rule: [los], severity:", 'no rule "los"; did you mean "loss"?'),
    Seed("ORP of a route", "{severity:", '{orp: ["4102"], severity:', 'there is no ORP "4102"; did you mean "4101"?'),
    Seed("receiver", "{email: [noc@example.org]}", "{email: []}", "receiver noc has no address"),
    Seed("deaf to incidents", "[critical, warning, info]", "[warning]", "critical reach nobody in ORP Aš", "routes:"),
    Seed("deaf to alerts", "[critical, warning, info]", "[critical]", "rule loss: its alerts", "      warning:"),
    Seed("one rule only", "{severity:", "{rule: [loss], severity:", "incidents of severity warning", "routes:"),
]


@pytest.mark.parametrize("seed", WARNINGS, ids=str)
def test_a_doubt_is_told_at_its_line_and_the_inventory_can_be_used(tmp_path: Path, seed: Seed) -> None:
    file = tmp_path / "all.yaml"
    file.write_text(seed.text, encoding="utf-8")
    examination = examine(tmp_path)
    assert examination.inventory is not None
    found = [complaint for complaint in examination.complaints if seed.phrase in str(complaint)]
    assert [(complaint.file, complaint.line) for complaint in found] == [(str(file), seed.line)]
    assert {complaint.severity for complaint in examination.complaints} == {ComplaintSeverity.WARNING}
    assert load(tmp_path) == examination.inventory


def whats(directory: Path, text: str) -> list[str]:
    (directory / "all.yaml").write_text(text, encoding="utf-8")
    return [complaint.what for complaint in examine(directory).complaints]


def test_the_small_inventory_is_beyond_doubt(tmp_path: Path) -> None:
    assert whats(tmp_path, SMALL) == []


def test_without_anchors_there_is_one_doubt_and_not_one_for_each_municipality(tmp_path: Path) -> None:
    text = SMALL.replace(ANCHORS, "")
    assert whats(tmp_path, text) == ["the inventory has no anchors: no municipality can have a path"]


def test_on_the_first_day_the_next_step_is_the_only_doubt(tmp_path: Path) -> None:
    text = SMALL.replace(DEVICES, "").replace(ANCHORS, "").replace("devices: [as-1]", 'municipalities: ["554499"]')
    (tmp_path / "all.yaml").write_text(text, encoding="utf-8")
    (complaint,) = examine(tmp_path, [rule_faults]).complaints
    assert str(complaint) == (
        f"{tmp_path}:1:1: warning: there are no devices yet; add one with netmon device add ADDRESS"
    )


def with_empty_municipalities(count: int) -> str:
    """Return the small inventory with so many more municipalities, where nothing stands."""
    empty = "".join(
        f'  "56{number:04}": {{name: Obec {number}, kind: I, orp: "4101", district: Cheb, population: 1,'
        " latitude: 50.1, longitude: 12.2}\n"
        for number in range(count)
    )
    return SMALL.replace("sites:\n", f"{empty}sites:\n", 1)


def test_a_few_municipalities_without_a_device_are_named_each(tmp_path: Path) -> None:
    assert whats(tmp_path, with_empty_municipalities(MOST_ALONE)) == [
        f"municipality 56{number:04} (Obec {number}) has no active device" for number in range(MOST_ALONE)
    ]


def test_many_municipalities_without_a_device_are_one_doubt_at_the_first(tmp_path: Path) -> None:
    text = with_empty_municipalities(MOST_ALONE + 1)
    (tmp_path / "all.yaml").write_text(text, encoding="utf-8")
    (complaint,) = examine(tmp_path).complaints
    assert complaint.what == "9 municipalities have no active device, among them Obec 0, Obec 1, Obec 2, …"
    assert complaint.cure == "add devices, or write monitored: false"
    assert complaint.line == line_of(text, '"560000":')


def test_without_routes_there_is_one_doubt(tmp_path: Path) -> None:
    text = SMALL[: SMALL.index("routes:")] + SMALL[SMALL.index("rules:") :]
    assert whats(tmp_path, text) == ["the inventory has no routes: nobody is told anything"]


def test_the_first_matching_route_keeps_what_it_takes_unless_it_proceeds(tmp_path: Path) -> None:
    text = SMALL.replace("receivers:\n", "receivers:\n  mute: {}\n")
    shadowed = text.replace("routes:\n", "routes:\n  - receivers: [mute]\n")
    assert any("reach nobody" in what for what in whats(tmp_path, shadowed))
    passed_on = text.replace("routes:\n", "routes:\n  - receivers: [mute]\n    proceed: true\n")
    assert not any("reach nobody" in what for what in whats(tmp_path, passed_on))


def test_other_rooms_may_add_their_doubts_with_places(tmp_path: Path) -> None:
    def suspicious(inventory: Inventory) -> Iterator[Fault]:
        for name in inventory.rules:
            yield warning(("rules", name, KEY), Phrase("rule {name} is suspicious", name=name), Phrase("think again"))

    (tmp_path / "all.yaml").write_text(SMALL, encoding="utf-8")
    (complaint,) = examine(tmp_path, [suspicious]).complaints
    assert SMALL.splitlines()[complaint.line - 1] == "  loss:"
