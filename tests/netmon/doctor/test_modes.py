"""Who may look into the state and who may change the inventory."""

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.doctor.finding import Verdict
from netmon.doctor.modes import StateReading, examine_inventory, examine_state, judge_inventory, judge_state

NOBODY = 65534
POWERLESS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
SCRIPT = "import sys, pathlib; from netmon.doctor.modes import examine_state as e; print(e(pathlib.Path(sys.argv[1])))"


OURS = StateReading(Path("/state"), exists=True, is_directory=True, is_writable=True, mode=0o700, owner=7, user=7)


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (OURS, Verdict.OK),
        (replace(OURS, exists=False, mode=0o755, owner=0), Verdict.OK),
        (replace(OURS, is_directory=False), Verdict.ERROR),
        (replace(OURS, is_writable=False), Verdict.ERROR),
        (replace(OURS, exists=False, is_writable=False), Verdict.ERROR),
        (replace(OURS, mode=0o750), Verdict.WARNING),
        (replace(OURS, mode=0o701), Verdict.WARNING),
        (replace(OURS, owner=8), Verdict.WARNING),
    ],
)
def test_the_state_is_ours_alone(reading: StateReading, verdict: Verdict) -> None:
    finding = judge_state(reading)
    assert finding.verdict is verdict
    assert (finding.cure is None) is (verdict is Verdict.OK)


@pytest.mark.parametrize(("mode", "verdict"), [(0o700, Verdict.OK), (0o755, Verdict.WARNING)])
def test_the_mode_of_a_real_directory_is_read(tmp_path: Path, mode: int, verdict: Verdict) -> None:
    tmp_path.chmod(mode)
    assert examine_state(tmp_path).verdict is verdict
    assert examine_state(tmp_path / "state").verdict is Verdict.OK


def test_a_file_in_the_place_of_the_directory_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    assert examine_state(tmp_path / "state").verdict is Verdict.ERROR


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a directory away")
def test_a_directory_of_somebody_else_cannot_be_written_to(tmp_path: Path) -> None:
    theirs = tmp_path / "state"
    theirs.mkdir(mode=0o755)
    os.chown(theirs, NOBODY, NOBODY)
    words = [*POWERLESS, sys.executable, "-c", SCRIPT, str(theirs)]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=30).stdout
    assert "Verdict.ERROR" in said
    assert "may not write here" in said


def test_what_everybody_may_change_is_named(tmp_path: Path) -> None:
    assert examine_inventory(tmp_path).verdict is Verdict.OK
    (tmp_path / "deep").mkdir()
    file = tmp_path / "deep" / "devices.yaml"
    file.touch()
    file.chmod(0o666)
    (tmp_path / "link").symlink_to(file)
    finding = examine_inventory(tmp_path)
    assert finding.verdict is Verdict.WARNING
    assert finding.what == f"1 file of the inventory may be changed by everybody: {file}"
    assert finding.cure == f"chmod -R o-w {tmp_path}"
    assert stat.S_IMODE(file.stat().st_mode) == 0o666


def test_of_many_such_files_a_few_are_named() -> None:
    finding = judge_inventory(Path("i"), tuple(Path(f"i/{number}") for number in range(9)))
    assert finding.what == "9 files of the inventory may be changed by everybody: i/0, i/1, i/2, …"
