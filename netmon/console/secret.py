"""How a secret is kept: typed twice or piped in, then in a file that only its owner reads."""

import sys
from pathlib import Path

from netmon.console.terminal import Terminal
from netmon.errors import SecretError
from netmon.files import replace_file
from netmon.phrase import Phrase
from netmon.secret import LARGEST, REFERENCE, Secret

OWNER_READS = 0o400
OWNER_ENTERS = 0o700
PEM = "-----BEGIN "
"""How a private key begins: the only secret of several lines (RFC 7468 §2)."""


def keep(name: str, directory: Path) -> None:
    """Ask for a value and keep it; raise SecretError if the name or the value cannot be one."""
    if REFERENCE.fullmatch(f"secret://{name}") is None:
        raise SecretError(
            Phrase("{name}: this cannot be the name of a secret; write one such as core-auth, in lower case", name=name)
        )
    terminal = Terminal.of_process()
    value = _value(name, terminal)
    directory.mkdir(mode=OWNER_ENTERS, parents=True, exist_ok=True)
    replace_file(directory / name, value.reveal().encode(), OWNER_READS)
    terminal.say(Phrase("{path}: kept; only you can read it", path=directory / name))


def _value(name: str, terminal: Terminal) -> Secret:
    if terminal.is_interactive:
        text = terminal.ask(Phrase("Value of {name}", name=name), hidden=True)
    else:
        text = sys.stdin.read(LARGEST + 1).removesuffix("\n").removesuffix("\r")
    is_line = "\n" not in text or text.startswith(PEM)
    if not (0 < len(text) <= LARGEST and is_line):
        raise SecretError(Phrase("{name}: one line is wanted, or a key in PEM form; nothing was written", name=name))
    return Secret(text)
