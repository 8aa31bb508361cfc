"""Announced work: what goes down in it mutes, and what is still down at its end speaks up at once."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
import yaml

from netmon.clock import SECOND, Interval, SystemClock, to_datetime
from netmon.model import NotificationKind
from tests.backbone.inventory import TOWNS
from tests.backbone.scene import Scene
from tests.backbone.wires import Cut
from tests.parts.waiting import wait_until

pytestmark = pytest.mark.long

AHEAD, LENGTH = timedelta(seconds=3), timedelta(seconds=25)
BEGUN_AND_OVER = 2
AT_ONCE = 3 * SECOND
"""One evaluation, each second, and the way of the message."""


def announce(scene: Scene, link: str) -> Interval:
    """Announce work on a link as an operator would; return when it is done."""
    begins = to_datetime(SystemClock().now()) + AHEAD
    work = {"reason": "přeložka kabelu", "start": f"{begins}", "end": f"{begins + LENGTH}", "links": [link]}
    file = scene.monitor.directory / "works.yaml"
    file.write_text(yaml.safe_dump({"maintenance": [work]}, allow_unicode=True), encoding="utf-8")
    words = [sys.executable, "-m", "netmon", "maintenance", "add", str(file), "--yes", "--json"]
    said = subprocess.run(
        words, env=scene.monitor.environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stdout + said.stderr
    (approved,) = json.loads(said.stdout)["works"]
    return Interval(approved["start"], approved["end"])


def test_what_is_still_down_when_the_work_ends_is_told_once_and_at_once(scene: Scene) -> None:
    window = announce(scene, "cheb-as")
    wait_until(lambda: SystemClock().now() >= window.start, "the work begins")
    scene.laboratory.cut("cheb-as", Cut.CARRIER)

    incident = scene.wait_for_incident()
    assert incident["impact"]["isolated"] == [TOWNS["as"].code]
    assert incident["detected"] < window.end
    wait_until(lambda: SystemClock().now() >= window.end or scene.webhook.posted, "the end of the work")
    ended = SystemClock().now()
    assert ended >= window.end, scene.webhook.posted

    told = scene.wait_until_told(NotificationKind.FIRING, mails=1)
    assert SystemClock().now() - ended < AT_ONCE
    assert told["id"] == incident["id"]

    scene.laboratory.restore("cheb-as")
    assert scene.wait_until_told(NotificationKind.RESOLVED, mails=2)["id"] == incident["id"]
    assert len(scene.webhook.posted) == len(scene.mailbox.received) == BEGUN_AND_OVER
    maintained = scene.values("net_muni", "maintenance", {"municipality": TOWNS["as"].code})
    assert {0, 1} == set(maintained)
