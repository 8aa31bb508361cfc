"""Whether the documents tell the truth: every command they show exists, and what can be run here is run."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
from pydantic import BaseModel

from netmon.cli import main
from netmon.czech import CZECH
from netmon.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "INSTALL.md", "TROUBLESHOOTING.md", "CONTRIBUTING.md", "inventory/README.md")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPOKEN = re.compile(r"`(netmon [^`]+)`")
SANDBOX = ("/opt", "/etc/netmon", "/etc/systemd/system", "/etc/bash_completion.d", "/usr/local/bin", "/var/backups")
"""Where the commands of INSTALL.md write: each is an empty directory of the sandbox's own."""
PAGES = (ROOT / "dashboards" / "app.py", *(ROOT / "dashboards" / "texts" / "en").glob("*.py"))
"""Where the words of pages stand."""


def blocks(document: str, kind: str) -> Iterator[str]:
    """Yield the code blocks of a kind; the kind of a block without one is empty."""
    text = (ROOT / document).read_text(encoding="utf-8")
    yield from (body for found, body in BLOCK.findall(text) if found == kind)


def commands() -> Iterator[tuple[str, str]]:
    """Yield every netmon command line that a document shows, with the document."""
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        for line in (line for _, body in BLOCK.findall(text) for line in body.splitlines()):
            for part in re.split(r"[|;]|&&", line.partition("#")[0]):
                if (command := part.strip().removeprefix("$ ")).startswith("netmon "):
                    yield document, command
        yield from ((document, command) for command in SPOKEN.findall(BLOCK.sub("", text)))


def complaint(line: str) -> str | None:
    """Return what is wrong with a command line, as far as its words tell."""
    command: click.Command = main
    context = click.Context(main)
    words = iter(shlex.split(line.replace("[", "").replace("]", "").partition(">")[0])[1:])
    for word in words:
        if word.startswith("--"):
            known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
            if word.partition("=")[0] not in known:
                return f"{command.name} has no option {word}"
        elif isinstance(command, click.Group):
            if not word.replace("-", "").isalpha() or word.isupper():
                continue
            found = [command.get_command(context, name) for name in word.split("|")]
            if None in found:
                return f"{command.name} has no command {word}"
            command = found[-1] or command
    return None


def test_every_command_that_a_document_shows_exists() -> None:
    shown = list(commands())
    assert len(shown) > 20
    assert [f"{document}: {line}: {wrong}" for document, line in shown if (wrong := complaint(line))] == []


def test_every_setting_that_a_document_names_exists() -> None:
    known = {name.upper() for name in _settings(Settings, "netmon_")}
    known |= {"NETMON_SECRETS", "NETMON_SOURCE", "NETMON_NAME", "NETMON_COLORS"}
    text = "".join((ROOT / document).read_text(encoding="utf-8") for document in DOCUMENTS)
    named = set(re.findall(r"NETMON_[A-Z]+(?:__[A-Z_]+[A-Z])?\b", text))
    assert {name for name in named if not name.startswith(("NETMON_SECRET_", "NETMON_INTERVALS"))} <= known


def _settings(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """Yield the variables of a part of the settings, and of the parts in it."""
    for name, info in model.model_fields.items():
        yield f"{prefix}{name}"
        for part in (info.annotation, *get_args(info.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _settings(part, f"{prefix}{name}__")


def test_every_symptom_in_the_tables_is_something_netmon_says() -> None:
    text = (ROOT / "TROUBLESHOOTING.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    symptoms = [row for row in rows if row not in ("it says", "503")]
    said = [re.sub(r"\{[^}]*\}", "…", template) for template in CZECH]
    said += [path.read_text(encoding="utf-8") for path in PAGES]
    unknown = [symptom for symptom in symptoms if not any(_fits(symptom, template) for template in said)]
    assert unknown == []


def _fits(symptom: str, template: str) -> bool:
    """Say whether a template, its values left out, holds the words of a symptom."""
    words = [part.strip() for part in re.split(r"…|\d+", symptom) if part.strip(" :,")]
    return all(word in template for word in words)


@pytest.mark.long
def test_the_commands_of_the_installation_work_one_after_another(tmp_path: Path) -> None:
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists() or shutil.which("unshare") is None:
        pytest.skip("installing needs root on Debian")
    script = "\n".join(["set -euo pipefail", *_mounts(tmp_path), *blocks("INSTALL.md", "sh")])
    script += "\ntest -s /var/backups/netmon.tar.gz\n"
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "NETMON_SOURCE": str(ROOT),
        "AUTH_PASSPHRASE": "first passphrase",
        "PRIV_PASSPHRASE": "second passphrase",
        "PASSWORD": "správný kůň baterka",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        **{name: value for name, value in os.environ.items() if name.startswith("PIP_") or name.endswith("_proxy")},
    }
    words = ["unshare", "--mount", "--propagation", "private", "bash", "-c", script]
    done = subprocess.run(
        words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=540
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert "novakova" in done.stdout


def _mounts(directory: Path) -> Iterator[str]:
    for place in (*SANDBOX, "/var/lib/netmon"):
        own = directory / "root" / place.lstrip("/")
        yield f"mkdir -p {own} {place} && mount --bind {own} {place}"
