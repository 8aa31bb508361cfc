"""What else netmon prints: sites under a name, and completions that complete."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main

COMPLETE_IN_BASH = """
source "$1"
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_netmon_completion netmon
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def printed(*words: str) -> Result:
    return CliRunner().invoke(main, ["print", *words], env={"LANG": "C"})


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_a_site_bears_the_name_that_was_asked_for(proxy: str) -> None:
    done = printed(proxy, "--host", "Dohled.Kraj.example")
    assert done.exit_code == 0
    assert "https://dohled.kraj.example" in done.stdout
    assert "@" not in done.stdout
    assert "netmon.example.cz" not in done.stdout


@pytest.mark.parametrize(
    "host", ["", "a b", "a;b", "a{b", "-a.cz", "a..cz", "a.cz\n}", "*", "x" * 64, "a." * 130, "č.cz"]
)
def test_what_is_no_host_name_is_refused(host: str) -> None:
    done = printed("nginx", "--host", host)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


@pytest.fixture
def bin_directory(tmp_path: Path) -> Path:
    """Return a directory in which `netmon` is the one under test."""
    script = tmp_path / "netmon"
    script.write_text(f"#!{sys.executable}\nfrom netmon.cli import main\nmain(prog_name='netmon')\n", encoding="utf-8")
    script.chmod(0o755)
    (tmp_path / "completion").write_text(printed("completion", "bash").stdout, encoding="utf-8")
    return tmp_path


def complete(bin_directory: Path, words: str) -> set[str]:
    """Return what bash offers for a line."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    done = subprocess.run(
        ["bash", "-c", COMPLETE_IN_BASH.format(words=words), "bash", str(bin_directory / "completion")],
        env={"PATH": f"{bin_directory}:{os.environ['PATH']}", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("netmon pri", {"print"}),
        ("netmon print c", {"caddy", "completion"}),
        ("netmon print nginx --h", {"--host", "--help"}),
        ("netmon print completion ''", {"bash", "zsh", "fish"}),
    ],
)
def test_bash_completes_commands_options_and_choices(bin_directory: Path, words: str, offered: set[str]) -> None:
    assert complete(bin_directory, words) == offered


def test_bash_offers_every_command_that_begins_so(bin_directory: Path) -> None:
    assert complete(bin_directory, "netmon de") == {"device", "demo"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_understands_its_completion(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed (Debian package {shell})")
    script = tmp_path / "completion"
    script.write_text(printed("completion", shell).stdout, encoding="utf-8")
    assert "_NETMON_COMPLETE=" in script.read_text(encoding="utf-8")
    subprocess.run([shell, "-n", str(script)], check=True, timeout=30)


def test_another_shell_is_refused_with_those_that_can() -> None:
    done = printed("completion", "tcsh")
    assert done.exit_code == 2
    assert "bash" in done.stderr
