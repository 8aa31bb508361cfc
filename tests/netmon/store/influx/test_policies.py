"""Setting up InfluxDB 1.x: what is to be done, and doing it to a real server."""

import http.client
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.influx import influx
from netmon.clock import DAY, SECOND, Millis, SystemClock
from netmon.secret import Secret
from netmon.store.influx.asking import Server, UnansweredError
from netmon.store.influx.policies import WANTED, Policy, privileges_to_change, steps
from netmon.store.influx.querying import Database, ask, execute, is_denied
from netmon.store.influx.writer import InfluxWriter
from tests.parts.influxdb import Influx
from tests.parts.victoriametrics import VictoriaMetrics

ADMIN = "root:canary 'quoted' \"admin\""
MADE = [
    "database netmon: made",
    "retention policy autogen: kept, keeps 90 days",
    "retention policy 5m: made, keeps 365 days",
    "retention policy 1h: made, keeps 1,825 days",
]
STOOD = [line.replace(": made", ": kept") for line in MADE]


def setup(url: str, tokens: Path, admin: str = ADMIN) -> Result:
    arguments = ["setup", "--url", url, "--tokens", str(tokens)]
    environment = {"NETMON_SECRET_INFLUX_ADMIN_TOKEN": admin, "NETMON_LANGUAGE": "en"}
    return CliRunner().invoke(influx, arguments, env=environment)


def policies(server: Server) -> dict[str, tuple[str, bool]]:
    rows = ask(server, 'SHOW RETENTION POLICIES ON "netmon"')
    return {row.cells["name"]: (row.cells["duration"], row.cells["default"]) for row in rows}


def outcome(influxdb: Influx, secret: Secret) -> tuple[int | None, object]:
    """Return what comes of writing a point with a secret, and of counting the points."""
    line = f"net_dev,device=cheb state=1i {SystemClock().now() // DAY * DAY // SECOND}"
    written = InfluxWriter(influxdb.url, org="-", bucket="netmon", token=lambda: secret).write(line).status
    try:
        rows = ask(Server(influxdb.url, secret), "SELECT count(state) FROM net_dev", Database("netmon"))
        return written, [row.cells["count"] for row in rows]
    except UnansweredError as error:
        return written, "denied" if is_denied(error) else error


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


@pytest.fixture
def guarded(guarded_influxdb: Influx) -> Influx:
    """Return a server that has an administrator and nobody else."""
    _, password = ADMIN.split(":")
    quoted = password.replace("'", "\\'")
    execute(Server(guarded_influxdb.own_url), f"CREATE USER root WITH PASSWORD '{quoted}' WITH ALL PRIVILEGES")
    return guarded_influxdb


def test_nothing_is_to_be_done_where_all_stands() -> None:
    assert [step.statement for step in steps(WANTED)] == [""] * 4


def test_what_differs_is_altered_and_what_is_not_ours_is_left_alone() -> None:
    found = {
        "autogen": Policy(Millis(0)),
        "5m": Policy(WANTED["5m"].keep, is_default=True),
        "old": Policy(Millis(DAY)),
    }
    assert [step.statement for step in steps(found) if step.statement] == [
        'ALTER RETENTION POLICY "autogen" ON "netmon" DURATION 2160h DEFAULT',
        'CREATE RETENTION POLICY "1h" ON "netmon" DURATION 43800h REPLICATION 1',
    ]


def test_privileges_are_cut_down_to_the_one() -> None:
    found = {"netmon": "ALL PRIVILEGES", "other": "READ", "third": "NO PRIVILEGES"}
    assert list(privileges_to_change("u", "WRITE", found)) == [
        'REVOKE ALL PRIVILEGES ON "other" FROM "u"',
        'GRANT WRITE ON "netmon" TO "u"',
    ]
    assert list(privileges_to_change("u", "WRITE", {"netmon": "WRITE"})) == []


def test_a_server_that_asks_for_no_password_gets_its_database(own_influxdb: Influx, tokens: Path) -> None:
    result = setup(own_influxdb.url, tokens, admin="")
    assert result.exit_code == 0, result.output
    head, *made, said = result.output.splitlines()
    assert head == f"{own_influxdb.url} is InfluxDB 1.8"
    assert made == MADE
    assert said.startswith("this server asks nobody for a password")
    assert policies(Server(own_influxdb.own_url)) == {
        "autogen": ("2160h0m0s", True),
        "5m": ("8760h0m0s", False),
        "1h": ("43800h0m0s", False),
    }
    assert setup(own_influxdb.url, tokens).output.splitlines()[1:5] == STOOD
    execute(Server(own_influxdb.own_url), 'ALTER RETENTION POLICY "5m" ON "netmon" DURATION INF DEFAULT')
    again = setup(own_influxdb.url, tokens).output.splitlines()
    assert again[2:4] == [
        "retention policy autogen: put right, keeps 90 days",
        "retention policy 5m: put right, keeps 365 days",
    ]
    assert policies(Server(own_influxdb.own_url))["autogen"] == ("2160h0m0s", True)


def test_each_user_of_a_guarded_server_may_do_one_thing(guarded: Influx, tokens: Path) -> None:
    result = setup(guarded.url, tokens)
    assert result.exit_code == 0, result.output
    secrets = {
        holder: Secret((tokens / holder / f"influx-{holder}-token").read_text())
        for holder in ("writer", "reader", "grafana")
    }
    assert not any(secret.reveal() in result.output for secret in secrets.values())
    assert {holder: outcome(guarded, secret) for holder, secret in secrets.items()} == {
        "writer": (204, "denied"),
        "reader": (403, [1]),
        "grafana": (403, [1]),
    }
    path = tokens / "grafana" / "influx-grafana-password"
    assert secrets["grafana"].reveal() == f"netmon-grafana:{path.read_text()}"
    assert {stat.S_IMODE(each.stat().st_mode) for each in tokens.rglob("influx-*")} == {0o400}


def test_setting_a_guarded_server_up_again_changes_nothing(guarded: Influx, tokens: Path) -> None:
    setup(guarded.url, tokens)
    before = {path: path.read_text() for path in tokens.rglob("influx-*")}
    again = setup(guarded.url, tokens).output.splitlines()
    assert again[1:5] == STOOD
    assert [line.partition(": ")[2] for line in again[5:]] == [
        "kept, may only write",
        "kept, may only read",
        "kept, may only read",
    ]
    assert {path: path.read_text() for path in tokens.rglob("influx-*")} == before


def test_a_lost_file_or_a_changed_password_gets_a_new_one(guarded: Influx, tokens: Path) -> None:
    setup(guarded.url, tokens)
    admin = Server(guarded.own_url, Secret(ADMIN), is_basic=True)
    (tokens / "writer/influx-writer-token").unlink()
    execute(admin, "SET PASSWORD FOR \"netmon-reader\" = 'other'")
    execute(admin, 'GRANT ALL ON "netmon" TO "netmon-grafana"')
    fates = [line.split(": ")[1].split(",")[0] for line in setup(guarded.url, tokens).output.splitlines()[5:]]
    assert fates == ["made", "kept", "made"]
    grafana = ask(admin, 'SHOW GRANTS FOR "netmon-grafana"')
    assert [(row.cells["database"], row.cells["privilege"]) for row in grafana] == [("netmon", "READ")]
    for holder in ("writer", "reader"):
        secret = Secret((tokens / holder / f"influx-{holder}-token").read_text())
        assert list(ask(Server(guarded.url, secret), "SHOW DATABASES"))


@pytest.mark.parametrize(
    ("admin", "told"),
    [
        ("root:canary-wrong", "answered 401"),
        ("canary-token", "is written user:password"),
    ],
)
def test_a_wrong_administrator_is_explained_without_showing_the_password(
    guarded: Influx, tokens: Path, admin: str, told: str
) -> None:
    result = setup(guarded.url, tokens, admin)
    assert result.exit_code == 1
    assert told in result.output
    assert "canary" not in result.output
    assert not tokens.exists()


def test_a_guarded_server_without_an_administrator_says_so(guarded_influxdb: Influx, tokens: Path) -> None:
    result = setup(guarded_influxdb.url, tokens)
    assert result.exit_code == 1
    assert "create admin user first" in result.output


def test_what_cannot_be_written_to_or_is_not_influxdb_is_said(
    influxdb: Influx, victoria_metrics: VictoriaMetrics, tokens: Path
) -> None:
    older = setup(influxdb.own_url, tokens)
    assert (older.exit_code, "is InfluxDB 1.6, which netmon cannot write to; take 1.8" in older.output) == (1, True)
    victoria = setup(victoria_metrics.url, tokens)
    assert (victoria.exit_code, "is VictoriaMetrics: it takes points as it is" in victoria.output) == (0, True)
    nobody = setup("http://127.0.0.1:1", tokens)
    assert (nobody.exit_code, "does not answer: Connection refused" in nobody.output) == (1, True)


def test_no_password_is_in_an_address(guarded: Influx, tokens: Path) -> None:
    guarded.requests.clear()
    setup(guarded.url, tokens)
    assert guarded.requests
    assert not any("PASSWORD" in path.upper() for path in guarded.requests)
    assert http.client.HTTPConnection.debuglevel == 0
