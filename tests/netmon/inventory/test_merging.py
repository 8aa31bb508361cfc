"""Several files are one inventory, and only files that belong to it are read."""

import os
from pathlib import Path

from netmon.inventory.complaint import ComplaintSeverity
from netmon.inventory.directory import LARGEST_INVENTORY, MOST_FILES
from netmon.inventory.document import LARGEST_FILE
from netmon.inventory.loading import MOST_COMPLAINTS, examine
from tests.netmon.inventory import SMALL, line_of


def complaints_of(directory: Path) -> list[str]:
    return [str(complaint).replace(str(directory), "inventory") for complaint in examine(directory).complaints]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_sections_may_be_spread_over_files_and_folders(tmp_path: Path) -> None:
    first, second = SMALL[: SMALL.index("devices:")], SMALL[SMALL.index("devices:") :]
    write(tmp_path / "a.yaml", first)
    write(tmp_path / "network" / "b.yml", second)
    write(tmp_path / "more.yaml", "sites:\n  pop: {name: Uzel, municipality: '554499'}\n")
    inventory = examine(tmp_path).inventory
    assert inventory is not None
    assert list(inventory.sites) == ["as-office", "hazlov-office", "pop"]
    assert list(inventory.devices) == ["as-1", "hazlov-1"]


def test_routes_of_several_files_follow_each_other_and_keep_their_places(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    write(tmp_path / "more.yaml", "routes:\n  - receivers: [nco]\n")
    assert complaints_of(tmp_path) == [
        'inventory/more.yaml:2:17: error: route 2, receivers[1]: there is no receiver "nco"; did you mean "noc"?'
    ]


def test_a_name_in_two_files_names_both_places(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    write(tmp_path / "more.yaml", "sites:\n  as-office: {name: Uzel, municipality: '554499'}\n")
    first = f"inventory/all.yaml:{line_of(SMALL, '  as-office:')}:3"
    what = f'"as-office" stands here a second time, first at {first}'
    assert complaints_of(tmp_path) == [f"inventory/more.yaml:2:3: error: {what}; rename or delete one of them"]


def test_credentials_of_several_files_are_joined_below_their_protocol(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    write(tmp_path / "more.yaml", "credentials:\n  ssh:\n    other: {user: u, private_key: secret://k}\n")
    inventory = examine(tmp_path).inventory
    assert inventory is not None
    assert list(inventory.credentials.ssh) == ["shell", "other"]


def test_a_section_that_is_a_list_here_and_keys_there_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    write(tmp_path / "more.yaml", "routes:\n  first: {receivers: [noc]}\n")
    assert "written in another way than at inventory/all.yaml" in complaints_of(tmp_path)[0]


def test_an_empty_section_or_file_says_nothing(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    write(tmp_path / "empty.yaml", "# nothing yet\n")
    write(tmp_path / "section.yaml", "sites:\n")
    assert complaints_of(tmp_path) == []


def test_a_file_without_sections_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    write(tmp_path / "list.yaml", "- a\n- b\n")
    assert complaints_of(tmp_path)[0].startswith("inventory/list.yaml:1:1: error: the file holds no sections;")


def test_missing_sections_are_named(tmp_path: Path) -> None:
    write(tmp_path / "sites.yaml", "sites: {}\n")
    assert complaints_of(tmp_path) == [
        f'inventory:1:1: error: inventory: "{section}" is missing; add {section}: …'
        for section in ("municipalities", "orps", "region")
    ]


def test_an_empty_directory_is_refused(tmp_path: Path) -> None:
    assert complaints_of(tmp_path) == [
        "inventory:1:1: error: there is no YAML file here; name a directory with an inventory"
    ]


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    write(tmp_path / ".all.yaml", "rubbish: [")
    write(tmp_path / ".git" / "all.yaml", "rubbish: [")
    assert complaints_of(tmp_path) == []


def test_a_link_out_of_the_directory_is_refused_and_one_inside_is_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inventory", tmp_path / "outside.yaml"
    write(inside / "..data.d" / "all.yaml", SMALL)
    (inside / "all.yaml").symlink_to("..data.d/all.yaml")
    assert complaints_of(inside) == []
    write(outside, "sites: {}\n")
    (inside / "stolen.yaml").symlink_to(outside)
    assert complaints_of(inside) == [
        "inventory/stolen.yaml:1:1: error: this link leads out of the inventory; put the file itself here"
    ]


def test_what_is_no_file_or_leads_nowhere_is_refused_without_waiting(tmp_path: Path) -> None:
    write(tmp_path / "all.yaml", SMALL)
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "folder.yaml").mkdir()
    assert [line.partition(": error: ")[0] for line in complaints_of(tmp_path)] == [
        f"inventory/{name}.yaml:1:1" for name in ("circle", "folder", "pipe")
    ]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        write(tmp_path / f"{number}.yaml", "")
    assert any(f"more than {MOST_FILES} YAML files" in line for line in complaints_of(tmp_path))


def test_an_inventory_that_is_too_large_altogether_is_refused(tmp_path: Path) -> None:
    comment = "#" * (LARGEST_FILE - 1)
    for number in range(LARGEST_INVENTORY // LARGEST_FILE + 1):
        write(tmp_path / f"{number:02}.yaml", comment)
    assert any("exceed 20,000,000 bytes" in line for line in complaints_of(tmp_path))


def test_complaints_are_bounded(tmp_path: Path) -> None:
    devices = "".join(f"  Device_{number}: {{rolle: core}}\n" for number in range(2 * MOST_COMPLAINTS))
    write(tmp_path / "all.yaml", SMALL.replace("devices:\n", f"devices:\n{devices}"))
    assert MOST_COMPLAINTS // 2 < len(complaints_of(tmp_path)) <= MOST_COMPLAINTS


def test_a_refused_file_is_the_only_complaint_about_what_it_would_have_named(tmp_path: Path) -> None:
    first, second = SMALL[: SMALL.index("devices:")], SMALL[SMALL.index("devices:") :]
    write(tmp_path / "a.yaml", first + "x: &anchor 1\n")
    write(tmp_path / "b.yaml", second)
    assert len(complaints_of(tmp_path)) == 1


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("kind: III", "kind: IV").replace("[127.18.1.2]", "[127.18.1]").replace("[duct]", "[dcut]")
    write(
        tmp_path / "all.yaml", text.replace("credential: demo", "credential: dmeo").replace("length: 2h", "length: 2")
    )
    examination = examine(tmp_path)
    assert [complaint.severity for complaint in examination.complaints] == [ComplaintSeverity.ERROR] * 5
    assert len({complaint.line for complaint in examination.complaints}) == 5
