"""`netmon influx backfill` and `refused`, with a netmon that runs or without."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.influx import influx
from netmon.clock import MINUTE, SystemClock, to_datetime
from netmon.commands import Actor, Command, Done, ResendRefused
from netmon.process.commander import SOCKET_NAME, CommandSocket
from netmon.store.backlog import Batch, DeadLine
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after, traffic
from tests.parts.faulty import Answer, FaultyServer

REASONS = ("400 bad\x1b[2J", "422 dropped=1", "damaged: Error -3")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return the directory of a netmon that ran once: two lines and a chunk were refused."""
    StateStore(tmp_path).close()
    with SampleStore(tmp_path, forwarding=True) as samples:
        samples.write([traffic("xe1"), traffic("xe2"), traffic("xe3")], now=T0)
        batch = samples.next_batch()
        assert isinstance(batch, Batch)
        lines = (*batch.lines[:2], "# chunk 9, lines: 70")
        dead = [DeadLine(line, reason) for line, reason in zip(lines, REASONS, strict=True)]
        samples.settle(batch, dead=dead, now=T0)
    return tmp_path


def run(state: Path, *arguments: str, url: str = "") -> Result:
    environment = {"NETMON_LANGUAGE": "en"}
    if url:
        environment |= {"NETMON_INFLUX__URL": url, "NETMON_INFLUX__TOKEN": "secret://x", "NETMON_SECRET_X": "token"}
    return CliRunner().invoke(influx, [*arguments, "--state", str(state)], env=environment)


def waiting(state: Path) -> tuple[int, list[str]]:
    """Return how many lines wait, and why others are refused."""
    with SampleStore(state) as samples:
        return samples.depth().lines, [dead.reason for dead in samples.dead_lines()]


def test_refused_lines_are_shown_with_their_reasons(state: Path) -> None:
    result = run(state, "refused")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()[::2]] == ["1", "2", "3"]
    assert "400 bad[2J" in result.stdout
    assert "net_if,device=cheb-core-1,ifname=xe1" in result.stdout
    assert run(state, "refused", "2").stdout.count("\n") == 2
    told = json.loads(run(state, "refused", "--json").stdout)["refused"]
    assert [(each["id"], each["reason"], each["at"]) for each in told] == [
        (number, reason, T0) for number, reason in enumerate(REASONS, 1)
    ]


def test_one_refused_line_is_sent_again(state: Path) -> None:
    result = run(state, "refused", "2", "--resend")
    assert (result.exit_code, result.stderr) == (0, "1 line in the outbox once more\n")
    assert waiting(state) == (1, [REASONS[0], REASONS[2]])


def test_all_are_sent_again_but_for_what_is_no_line(state: Path) -> None:
    assert run(state, "refused", "--resend").exit_code == 0
    assert waiting(state) == (2, [])
    assert run(state, "refused").stderr == "InfluxDB has refused nothing that is still kept\n"
    with SampleStore(state) as samples:
        assert samples.depth().refused == 3, "how many were refused is never forgotten"


def test_lines_are_dropped_only_by_somebody_who_says_so(state: Path) -> None:
    doubted = run(state, "refused", "1", "--drop")
    assert (doubted.exit_code, "say --yes" in doubted.stderr) == (1, True)
    assert len(waiting(state)[1]) == 3
    assert run(state, "refused", "1", "--drop", "--yes").stderr == "1 line dropped\n"
    assert waiting(state) == (0, list(REASONS[1:]))


def test_a_number_that_is_none_is_said(state: Path) -> None:
    result = run(state, "refused", "1", "17", "--resend")
    assert (result.exit_code, "there is no refused line 17" in result.stderr) == (1, True)
    assert len(waiting(state)[1]) == 3


def test_a_netmon_that_runs_is_asked_to_do_it(state: Path) -> None:
    asked: list[tuple[Command, Actor]] = []

    def execute(command: Command, actor: Actor) -> Done:
        asked.append((command, actor))
        return Done(7)

    async def story() -> Result:
        listener = CommandSocket(state / SOCKET_NAME, execute)
        await listener.open()
        result = await asyncio.to_thread(run, state, "refused", "1", "--resend")
        await listener.close()
        return result

    assert asyncio.run(story()).exit_code == 0
    ((command, actor),) = asked
    assert (command, actor.source) == (ResendRefused((1,)), "cli")


def test_a_backfill_says_how_much_it_sent_and_what_was_refused(state: Path, faulty: FaultyServer) -> None:
    faulty.decide = lambda lines: Answer(400, "bad") if any("xe2" in line for line in lines) else Answer(204)
    span = ("--from", to_datetime(T0).isoformat(), "--to", to_datetime(after(MINUTE)).isoformat())
    result = run(state, "backfill", *span, url=faulty.url)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[1:] == ["InfluxDB refused 1 line, the last: 400 bad", "sent 2 lines"]


def test_a_backfill_that_stops_says_where_to_go_on(state: Path, faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(401, "unauthorized")
    result = run(state, "backfill", "--from", to_datetime(T0).isoformat(), url=faulty.url)
    assert result.exit_code == 1
    assert "go on with: netmon influx backfill --from 2026-05-28T" in result.stderr
    assert "InfluxDB takes no points: 401 unauthorized" in result.stderr


def test_without_an_influxdb_there_is_nothing_to_fill_or_compare(state: Path) -> None:
    for command in (("verify",), ("backfill", "--from", to_datetime(SystemClock().now()).isoformat())):
        result = run(state, *command)
        assert (result.exit_code, "NETMON_INFLUX__URL is not set" in result.stderr) == (1, True)
