"""Setting up InfluxDB 2.x, against a server written from its public contract."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.influx import influx
from netmon.secret import SecretRef, SecretStore
from tests.netmon.store.influx.contract import Influx2, influx2

ADMIN = "canary-admin-9d1e"
WRITER, READER = "writer/influx-writer-token", "reader/influx-reader-token"
GRAFANA = "grafana/influx-grafana-token"


@pytest.fixture
def server() -> Iterator[Influx2]:
    with influx2(ADMIN) as held:
        yield held


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


def setup(server: Influx2, tokens: Path, admin: str = ADMIN) -> Result:
    arguments = ["setup", "--url", server.url, "--org", "kraj", "--tokens", str(tokens)]
    return CliRunner().invoke(influx, arguments, env={"NETMON_SECRET_INFLUX_ADMIN_TOKEN": admin})


def test_an_empty_server_gets_all_that_netmon_needs(server: Influx2, tokens: Path) -> None:
    result = setup(server, tokens)
    assert result.exit_code == 0, result.output
    assert [org["name"] for org in server.orgs.values()] == ["kraj"]
    days = {bucket["name"]: bucket["retentionRules"][0]["everySeconds"] // 86_400 for bucket in server.buckets.values()}
    assert days == {"netmon": 90, "netmon/5m": 365, "netmon/1h": 1_825}
    assert ADMIN not in result.output


def test_each_token_may_do_one_thing_with_the_three_buckets(server: Influx2, tokens: Path) -> None:
    setup(server, tokens)
    may = {
        authorization["description"]: {
            (permission["action"], permission["resource"]["type"], permission["resource"]["id"])
            for permission in authorization["permissions"]
        }
        for authorization in server.authorizations.values()
    }
    assert may == {
        "netmon writer": {("write", "buckets", key) for key in server.buckets},
        "netmon grafana": {("read", "buckets", key) for key in server.buckets},
        "netmon reader": {("read", "buckets", key) for key in server.buckets},
    }


def test_the_tokens_are_private_files_that_netmon_can_resolve(server: Influx2, tokens: Path) -> None:
    setup(server, tokens)
    held = {authorization["token"] for authorization in server.authorizations.values()}
    writer = SecretStore((tokens / "writer",)).resolve(SecretRef("secret://influx-writer-token")).reveal()
    assert {writer, (tokens / READER).read_text(), (tokens / GRAFANA).read_text()} == held
    assert writer == (tokens / WRITER).read_text()
    assert {stat.S_IMODE((tokens / name).stat().st_mode) for name in (WRITER, READER, GRAFANA)} == {0o400}
    assert not (tokens / WRITER).read_text().endswith("\n"), "Grafana takes the file as it is"


@pytest.mark.parametrize("hides_tokens", [False, True])
def test_setting_up_again_changes_nothing(server: Influx2, tokens: Path, *, hides_tokens: bool) -> None:
    setup(server, tokens)
    server.hides_tokens = hides_tokens
    before = (tokens / WRITER).read_text(), server.changes
    result = setup(server, tokens)
    assert result.exit_code == 0
    assert ((tokens / WRITER).read_text(), server.changes) == before


def test_a_retention_that_somebody_changed_is_put_right(server: Influx2, tokens: Path) -> None:
    setup(server, tokens)
    bucket = next(iter(server.buckets.values()))
    bucket["retentionRules"] = []
    setup(server, tokens)
    assert bucket["retentionRules"][0]["everySeconds"] == 90 * 86_400


def test_a_lost_token_file_withdraws_the_token_and_makes_another(server: Influx2, tokens: Path) -> None:
    setup(server, tokens)
    lost = (tokens / READER).read_text()
    (tokens / READER).unlink()
    setup(server, tokens)
    held = {authorization["token"] for authorization in server.authorizations.values()}
    assert lost not in held
    assert (tokens / READER).read_text() in held
    assert len(held) == 3


def test_a_wrong_admin_token_is_explained_without_showing_it(server: Influx2, tokens: Path) -> None:
    result = setup(server, tokens, admin="canary-wrong")
    assert result.exit_code == 1
    assert "answered 401" in result.output
    assert "is the admin token right?" in result.output
    assert "canary-wrong" not in result.output


def test_a_server_that_is_not_there_is_explained(server: Influx2, tokens: Path) -> None:
    server.url = "http://127.0.0.1:1"
    result = setup(server, tokens)
    assert result.exit_code == 1
    assert "InfluxDB at http://127.0.0.1:1 does not answer: Connection refused" in result.output


def test_it_is_said_what_was_made_and_what_stood(server: Influx2, tokens: Path) -> None:
    first = setup(server, tokens).output.splitlines()
    again = setup(server, tokens).output.splitlines()
    assert first[:3] == [
        f"{server.url} is InfluxDB 2.7",
        "organisation kraj: made",
        "bucket netmon: made, keeps 90 days",
    ]
    assert len(first) == len(again) == 8
    assert [line for line in again if ": made" in line] == []
    assert sum(": kept" in line for line in again) == 7


def test_a_server_that_does_not_map_names_gets_a_word_about_it(server: Influx2, tokens: Path) -> None:
    server.version = "v2.3.0"
    assert setup(server, tokens).output.splitlines()[-1].endswith("influx v1 dbrp create")
