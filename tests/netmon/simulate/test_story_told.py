"""The default story, told once in full: one cut, one cause, one message, one recovery."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from netmon.inventory.loading import load
from netmon.judgement.network import Network, link_vertex

INVENTORY = Path(__file__).parents[3] / "inventory"
LATEST = 12.0
"""Seconds from the script's cut to the committed incident."""


@pytest.mark.long
def test_the_default_story_has_one_incident_that_names_the_cut_and_who_is_behind_it(tmp_path: Path) -> None:
    outcome_file = tmp_path / "demo.json"
    command = [sys.executable, "-m", "netmon", "demo", "--for", "75s", "--json", str(outcome_file), "--port", "0"]
    told = subprocess.run(
        [*command, "--lang", "en", "--inventory", str(INVENTORY)],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    outcome = json.loads(outcome_file.read_text(encoding="utf-8"))
    (incident,) = outcome["incidents"]
    behind = Network.of(load(INVENTORY)).cut_off_by({link_vertex(incident["cause"])})
    assert outcome["answered"] == outcome["devices"]
    assert set(incident["municipalities"]) == behind
    assert f"link {incident['cause']}" in told.stdout
    assert 0 < incident["detected_after_s"] <= LATEST
    assert incident["ended"] is not None
    assert outcome["notifications"] == {"firing": 1, "resolved": 1}
    assert outcome["points_written"] > 0
