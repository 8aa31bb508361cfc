"""`netmon inventory import`: shown first, written on yes, told again as drift, never doing harm."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.inventory.loading import load
from tests.netmon.imports import device, region, saved, write_inventory
from tests.parts.netbox import TOKEN, NetBox, send

TABLE = "name,address,municipality,role\nHazlov-SW 1,10.0.0.2,Hazlov,access\nas-sw-1,10.0.0.3,Aš,core\n"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return write_inventory(tmp_path / "inventory")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.json"
    path.write_bytes(saved(region()))
    return path


def run(directory: Path, *words: str, language: str = "en") -> Result:
    environment = {"NETMON_LANGUAGE": language, "NETMON_SECRET_NETBOX_TOKEN": TOKEN, "NETMON_INVENTORY": str(directory)}
    return CliRunner().invoke(main, ["inventory", "import", *words], env=environment)


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def from_netbox(directory: Path, netbox: NetBox, *words: str, language: str = "en") -> Result:
    return run(directory, "netbox", netbox.origin, "--token", "secret://netbox-token", *words, language=language)


def as_json(done: Result) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree


def test_without_yes_it_is_a_dry_run_that_shows_counts_reasons_and_the_diff(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    before = files(directory)
    done = from_netbox(directory, netbox)
    assert done.exit_code == 0
    assert files(directory) == before
    assert "found: 2 sites, 3 devices, 2 links" in done.stdout
    assert "left out, device pdu: no primary address; give it one" in done.stdout
    assert "+  hazlov-sw-1:" in done.stdout
    assert "nothing was written yet; to write this, add --yes" in done.stderr


def test_with_yes_one_file_is_written_and_the_next_run_finds_no_differences(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    before = files(directory)
    assert from_netbox(directory, netbox, "--yes", "--credential", "demo").exit_code == 0
    after = files(directory)
    assert set(after) - set(before) == {"imported/netbox.yaml"}
    assert all(after[name] == content for name, content in before.items())
    assert "hazlov-sw-1" in load(directory).devices
    done = from_netbox(directory, netbox, "--strict")
    assert (done.exit_code, "no differences" in done.stdout) == (0, True)
    assert files(directory) == after


def test_drift_is_reported_and_strict_makes_it_an_exit_code(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    from_netbox(directory, netbox, "--yes")
    netbox.records["dcim/devices"][1] |= device(2, "hazlov-sw-1", 2, "10.9.9.9/24")
    netbox.records["dcim/devices"].append(device(20, "as-1", 1, "127.18.1.1/32"))
    before = files(directory)
    done = from_netbox(directory, netbox, "--strict")
    assert done.exit_code == 3
    assert "device hazlov-sw-1, addresses: there 10.9.9.9, here 10.0.0.2" in done.stdout
    assert "device as-1, role: there access, here core (written by hand, stays)" in done.stdout
    assert files(directory) == before
    assert from_netbox(directory, netbox).exit_code == 0
    assert from_netbox(directory, netbox, "--yes").exit_code == 0
    assert from_netbox(directory, netbox, "--strict").exit_code == 3  # what is written by hand still differs


def test_json_is_one_object_on_standard_output(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    tree = as_json(from_netbox(directory, netbox, "--json"))
    assert (tree["ok"], tree["written"], tree["reason"]) == (
        True,
        False,
        "nothing was written yet; to write this, add --yes",
    )
    assert tree["found"] == {"sites": 2, "devices": 3, "links": 2}
    assert {"kind": "device", "name": "pdu", "reason": "no-address"} in tree["left_out"]
    assert {"section": "devices", "name": "hazlov-sw-1"} in tree["drift"]["theirs"]
    assert as_json(from_netbox(directory, netbox, "--json", "--yes"))["written"] is True
    tree = as_json(from_netbox(directory, netbox, "--json", "--yes"))
    assert (tree["written"], tree["drift"]["theirs"], tree["diff"]) == (False, [], [])


def test_the_token_is_told_to_nobody_but_netbox(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    done = from_netbox(directory, netbox, "--yes", "--json")
    assert {asked.authorization for asked in netbox.asked} == {f"Token {TOKEN}"}
    said = done.stdout + done.stderr + "".join(asked.target for asked in netbox.asked)
    assert TOKEN not in said
    assert all(TOKEN.encode() not in content for content in files(directory).values())


def test_a_token_in_clear_on_the_command_line_is_refused_unseen(directory: Path, netbox: NetBox) -> None:
    done = run(directory, "netbox", netbox.origin, "--token", TOKEN)
    assert done.exit_code == 1
    assert TOKEN not in done.output
    assert netbox.asked == []


def test_a_file_saved_from_the_api_does_as_well(directory: Path, export: Path) -> None:
    assert run(directory, "netbox", str(export), "--yes").exit_code == 0
    assert "as-agg-1-example-org" in load(directory).devices


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b'{"count": 1, "next": null, "results": [{"id": "\x1b[2J"}]}',
        b'{"count":1,"results":' + b"[" * 10_000,
    ],
)
def test_a_hostile_answer_is_an_error_in_one_line_and_writes_nothing(
    directory: Path, netbox: NetBox, body: bytes
) -> None:
    netbox.records = region()
    netbox.answers["dcim/cables"] = lambda _netbox, handler: send(handler, 200, body)
    before = files(directory)
    done = from_netbox(directory, netbox, "--yes")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "netmon inventory import netbox: NetBox at 127.0.0.1, dcim/cables: this is not what NetBox" in done.stderr
    assert done.stderr.splitlines()[-1].isprintable()
    assert files(directory) == before


def test_names_that_steer_terminals_or_break_yaml_do_neither(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    netbox.records["dcim/sites"][1]["name"] = "Hazlov\x1b[2J\u202e: {x\n- &a *a !!python"
    netbox.records["dcim/devices"][1]["name"] = "../../etc/passwd\x00"
    netbox.records["circuits/circuits"][0]["cid"] = "\x07" * 900
    netbox.records["circuits/circuits"][0]["provider"]["name"] = "%YAML # \u2028 ~"
    done = from_netbox(directory, netbox, "--yes")
    assert done.exit_code == 0
    assert not {"\x1b", "\x07", "\u202e", "\x00"} & set(done.output)
    inventory = load(directory)
    assert inventory.sites["hazlov-ou"].name == "Hazlov[2J: {x - &a *a !!python"
    assert "etc-passwd" in inventory.devices
    assert set(files(directory)) == {"all.yaml", "imported/netbox.yaml"}


def test_an_empty_netbox_empties_nothing(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    from_netbox(directory, netbox, "--yes")
    before = files(directory)
    netbox.records["dcim/devices"] = []
    done = from_netbox(directory, netbox, "--yes")
    assert done.exit_code == 1
    assert "there is not one device that could be taken over" in done.stderr
    assert files(directory) == before


def test_an_import_that_would_spoil_the_inventory_is_refused(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    done = from_netbox(directory, netbox, "--yes", "--credential", "nobody")
    assert done.exit_code == 1
    assert 'there is no SNMP credential "nobody"' in done.stdout
    assert "the inventory could not be used with this; nothing was written" in done.stderr
    assert not (directory / "imported").exists()


def test_a_table_is_taken_over_under_its_own_name(directory: Path, tmp_path: Path) -> None:
    table = tmp_path / "Routery 2025.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert run(directory, "csv", str(table)).exit_code == 0
    assert not (directory / "imported").exists()
    assert run(directory, "csv", str(table), "--yes", "--credential", "demo").exit_code == 0
    assert (directory / "imported" / "routery-2025.yaml").exists()
    assert load(directory).municipality_of(load(directory).devices[next(reversed(load(directory).devices))]) == "554499"
    table.write_text(TABLE.replace("10.0.0.3", "10.0.0.4"), encoding="utf-8")
    done = run(directory, "csv", str(table), "--strict")
    assert done.exit_code == 3
    assert "device as-sw-1, addresses: there 10.0.0.4, here 10.0.0.3" in done.stdout


def test_every_bad_row_of_a_table_is_told_and_nothing_is_written(directory: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(TABLE + "x,1.2.3,Hazlov,\ny,10.0.0.9,Praha,\n", encoding="utf-8")
    before = files(directory)
    done = run(directory, "csv", str(table), "--yes")
    assert done.exit_code == 1
    assert f"{table}:4:1: error: " in done.stderr
    assert f"{table}:5:1: error: " in done.stderr
    assert files(directory) == before


def test_a_table_cannot_take_the_file_of_netbox(directory: Path, tmp_path: Path) -> None:
    table = tmp_path / "NetBox.csv"
    table.write_text(TABLE, encoding="utf-8")
    done = run(directory, "csv", str(table), "--yes")
    assert (done.exit_code, "rename the table" in done.stderr) == (1, True)


def test_it_speaks_czech(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    done = from_netbox(directory, netbox, language="cs")
    assert "nalezeno: 2 lokality, 3 zařízení, 2 trasy" in done.stdout
    assert "vynecháno, zařízení pdu: nemá primární adresu; doplňte ji" in done.stdout
    refused = run(directory, "netbox", "ftp://x", language="cs")
    assert "adresa NetBoxu musí být http:// nebo https://" in refused.stderr


def test_long_lists_are_counted_and_not_recited(directory: Path, netbox: NetBox) -> None:
    netbox.records = region()
    netbox.records["dcim/devices"] += [device(100 + n, f"pdu-{n}", 1, None) for n in range(40)]
    done = from_netbox(directory, netbox)
    assert "left out, device pdu, pdu-0, pdu-1, pdu-2, pdu-3 and 36 others: no primary address" in done.stdout
