"""The second process: it says once that netmon is silent, and once that it is back, by ways of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest

from netmon.clock import DAY, ManualClock, Millis
from netmon.store.state import StateStore
from netmon.watcher import Watcher, main
from tests.netmon.alerting.occasions import T0
from tests.parts.smtp import SmtpReceiver, SmtpStarter
from tests.parts.waiting import wait_until
from tests.parts.webhook import WebhookReceiver

AFTER, LOOK = 180, 15
SOURCE = Path(__file__).parents[2] / "netmon" / "watcher.py"


@pytest.fixture
def mailbox(start_smtp: SmtpStarter) -> SmtpReceiver:
    """Return a mail server."""
    return start_smtp(None)


@pytest.fixture
def netmon(tmp_path: Path) -> Iterator[StateStore]:
    """Return the state of a netmon that has beaten once."""
    with StateStore(tmp_path / "state") as store:
        store.beat(T0)
        yield store


def told(tmp_path: Path, mailbox: SmtpReceiver, **more: str) -> dict[str, str]:
    """Return the environment of a watcher."""
    return {
        "NETMON_STATE": str(tmp_path / "state"),
        "NETMON_LANGUAGE": "en",
        "NETMON_WATCH_SMTP": f"127.0.0.1:{mailbox.port}",
        "NETMON_WATCH_TO": "noc@kraj.example, duty@kraj.example",
        "NETMON_WATCH_MEMORY": str(tmp_path / "told.json"),
        **more,
    }


def subjects(mailbox: SmtpReceiver) -> list[str]:
    """Return the first words of each mail, without the host's name."""
    return [str(received.mail["Subject"]).split(" at ")[0] for received in mailbox.received]


class Watch:
    """A watcher in virtual time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.clock = ManualClock(T0)
        self.watcher = Watcher(environment, lambda: self.clock.monotonic() / 1000)

    def look_for(self, seconds: int) -> None:
        """Look as often as it looks in this time."""
        for _ in range(seconds // LOOK):
            self.clock.advance(LOOK * 1000)
            self.watcher.look()


def test_silence_is_told_after_three_minutes_once_and_so_is_the_return(
    tmp_path: Path, netmon: StateStore, mailbox: SmtpReceiver
) -> None:
    watch = Watch(told(tmp_path, mailbox))
    watch.look_for(AFTER)
    assert subjects(mailbox) == []
    watch.look_for(60 * LOOK)
    assert subjects(mailbox) == ["✖ netmon"]
    assert mailbox.received[0].recipients == ("noc@kraj.example", "duty@kraj.example")
    netmon.beat(Millis(T0 + 1))
    watch.look_for(LOOK)
    assert subjects(mailbox) == ["✖ netmon", "✔ netmon"]


@pytest.mark.parametrize("step", [-7_200_000, 7_200_000])
def test_a_heartbeat_that_moves_is_alive_whatever_its_clock_says(
    tmp_path: Path, netmon: StateStore, mailbox: SmtpReceiver, step: int
) -> None:
    watch = Watch(told(tmp_path, mailbox))
    for beat in range(3 * AFTER // LOOK):
        netmon.beat(Millis(T0 + step + beat))
        watch.look_for(LOOK)
    assert subjects(mailbox) == []


@pytest.mark.parametrize("content", [None, b"no database"])
def test_a_state_that_cannot_be_read_is_silence(tmp_path: Path, mailbox: SmtpReceiver, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "state").mkdir()
        (tmp_path / "state" / "state.db").write_bytes(content)
    Watch(told(tmp_path, mailbox)).look_for(AFTER + LOOK)
    assert subjects(mailbox) == ["✖ netmon"]


def test_a_way_that_fails_is_tried_until_it_carries_and_does_not_keep_the_other_back(
    tmp_path: Path, netmon: StateStore, mailbox: SmtpReceiver, webhook: WebhookReceiver
) -> None:
    netmon.beat(T0)
    (tmp_path / "watch_url").write_text(webhook.url)
    watch = Watch(told(tmp_path, mailbox, NETMON_WATCH_SECRETS=str(tmp_path)))
    mailbox.answer = "451 later"
    watch.look_for(AFTER + 3 * LOOK)
    assert [posted.payload["text"][0] for posted in webhook.posted] == ["✖"]
    mailbox.answer = "250 OK"
    watch.look_for(LOOK)
    assert subjects(mailbox) == ["✖ netmon"]
    assert len(webhook.posted) == 1


def test_a_watcher_that_starts_again_says_nothing_twice_and_does_not_forget_the_return(
    tmp_path: Path, netmon: StateStore, mailbox: SmtpReceiver
) -> None:
    Watch(told(tmp_path, mailbox)).look_for(AFTER + 2 * LOOK)
    assert subjects(mailbox) == ["✖ netmon"]
    again = Watch(told(tmp_path, mailbox))
    again.look_for(AFTER + 10 * LOOK)
    assert subjects(mailbox) == ["✖ netmon"]
    netmon.beat(Millis(T0 + 1))
    again.look_for(LOOK)
    assert subjects(mailbox) == ["✖ netmon", "✔ netmon"]


def test_no_secret_reaches_the_log(
    tmp_path: Path, netmon: StateStore, webhook: WebhookReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    netmon.beat(T0)
    (tmp_path / "watch_url").write_text(webhook.url)
    webhook.status = HTTPStatus.INTERNAL_SERVER_ERROR
    watch = Watch({"NETMON_STATE": str(tmp_path / "state"), "NETMON_WATCH_SECRETS": str(tmp_path)})
    watch.look_for(AFTER + 2 * LOOK)
    assert "not told what=silent way=post" in caplog.text
    assert "t0ps3cret" not in caplog.text


def test_whoever_could_tell_nobody_does_not_start() -> None:
    with pytest.raises(SystemExit, match="could tell nobody"):
        main([], {})


def test_it_stands_on_the_standard_library_alone() -> None:
    code = f"import sys, runpy; runpy.run_path({str(SOURCE)!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"netmon", "collectors", "dashboards", "pydantic", "click", "flask"})
    assert len(SOURCE.read_text(encoding="utf-8").splitlines()) < 200


@contextmanager
def process(environment: Mapping[str, str], *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the watcher as a process of its own."""
    with subprocess.Popen(
        [sys.executable, str(SOURCE), *words], env={**environment, "PATH": os.environ["PATH"]}, stderr=subprocess.PIPE
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def test_the_process_tells_by_real_mail_that_a_real_netmon_is_gone_and_back(
    tmp_path: Path, netmon: StateStore, mailbox: SmtpReceiver
) -> None:
    quick = {"NETMON_WATCH_AFTER": "1", "NETMON_WATCH_EVERY": "0.1"}
    with process(told(tmp_path, mailbox, **quick)) as running:
        wait_until(lambda: subjects(mailbox) == ["✖ netmon"], "silence is told")
        netmon.beat(Millis(T0 + 1))
        wait_until(lambda: subjects(mailbox)[:2] == ["✖ netmon", "✔ netmon"], "the return is told")
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == -signal.SIGTERM
    with closing(sqlite3.connect(tmp_path / "state" / "state.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert json.loads((tmp_path / "told.json").read_text())["mail"] in {"well", "silent"}


@pytest.mark.parametrize(("answer", "code"), [("250 OK", 0), ("550 no", 1)])
def test_its_test_takes_the_way_that_an_alarm_would_take(
    tmp_path: Path, mailbox: SmtpReceiver, answer: str, code: int
) -> None:
    mailbox.answer = answer
    with process(told(tmp_path, mailbox), "test") as running:
        assert running.wait(60) == code
    assert subjects(mailbox) == (["• test: the watcher of netmon"] if code == 0 else [])


def test_a_watcher_that_starts_again_remembers_pages_that_stand_still(
    tmp_path: Path, netmon: StateStore, mailbox: SmtpReceiver, webhook: WebhookReceiver
) -> None:
    webhook.status = HTTPStatus.SERVICE_UNAVAILABLE
    environment = told(tmp_path, mailbox, NETMON_WATCH_HEALTHZ=f"http://127.0.0.1:{webhook.port}/healthz")
    for start in range(2):
        watch = Watch(environment)
        for beat in range(2 * AFTER // LOOK):
            netmon.beat(Millis(T0 + 1 + start * DAY + beat))
            watch.look_for(LOOK)
        assert len(mailbox.received) == 1
    webhook.status = HTTPStatus.OK
    watch.look_for(LOOK)
    assert subjects(mailbox) == ["✖ netmon", "✔ netmon"]


def test_who_comes_back_is_given_time_for_its_pages(
    tmp_path: Path, netmon: StateStore, mailbox: SmtpReceiver, webhook: WebhookReceiver
) -> None:
    webhook.status = HTTPStatus.SERVICE_UNAVAILABLE
    watch = Watch(told(tmp_path, mailbox, NETMON_WATCH_HEALTHZ=f"http://127.0.0.1:{webhook.port}/healthz"))
    watch.look_for(AFTER + 2 * LOOK)
    netmon.beat(Millis(T0 + 1))
    watch.look_for(LOOK)
    assert subjects(mailbox) == ["✖ netmon", "✔ netmon"]


@pytest.mark.parametrize(("status", "said"), [(HTTPStatus.OK, []), (HTTPStatus.SERVICE_UNAVAILABLE, ["✖ netmon"])])
def test_pages_that_stand_still_are_told_of_too(
    tmp_path: Path, mailbox: SmtpReceiver, webhook: WebhookReceiver, status: HTTPStatus, said: list[str]
) -> None:
    webhook.status = status
    watch = Watch(told(tmp_path, mailbox, NETMON_WATCH_HEALTHZ=f"http://127.0.0.1:{webhook.port}/healthz"))
    with StateStore(tmp_path / "state") as netmon:
        for beat in range(2 + AFTER // LOOK):
            netmon.beat(Millis(T0 + 1 + beat))
            watch.look_for(LOOK)
    assert subjects(mailbox) == said
    assert all("/healthz" in str(received.mail["Subject"]) for received in mailbox.received)
