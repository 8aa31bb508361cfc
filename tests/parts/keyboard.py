"""Somebody at a terminal: a real pseudo-terminal, keys typed into it, and what it shows."""

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

PATIENCE = 60.0
PART = 4096
STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Session:
    """One command at a terminal; `shown` is all it has shown so far, without colours."""

    process: "subprocess.Popen[bytes]"
    terminal: int
    shown: str = field(default="", init=False)
    _seen: int = field(default=0, init=False)

    @classmethod
    def start(cls, words: Sequence[str], environment: Mapping[str, str], directory: Path) -> Self:
        """Start a command that has a terminal for all three of its streams."""
        ours, theirs = pty.openpty()
        try:
            process = subprocess.Popen(
                words,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                env=environment,
                cwd=directory,
                start_new_session=True,
            )
        finally:
            os.close(theirs)
        return cls(process, ours)

    def answer(self, question: str, keys: str) -> None:
        """Wait until a text is shown that was not there before, then type a line."""
        self._wait_for(question)
        os.write(self.terminal, f"{keys}\n".encode())

    def ends(self) -> int:
        """Wait for the end and return the exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        os.close(self.terminal)
        return self.process.wait(timeout=PATIENCE)

    def _wait_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.shown[self._seen :]:
            assert self._read(deadline), f"ended without {text!r}:\n{self.shown}"
        self._seen = self.shown.index(text, self._seen) + len(text)

    def _read(self, deadline: float) -> bool:
        """Take in what is shown next; False at the end, which Linux tells by EIO."""
        ready, _, _ = select.select([self.terminal], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            self.process.kill()
            message = f"nothing more was shown after:\n{self.shown}"
            raise AssertionError(message)
        try:
            part = os.read(self.terminal, PART)
        except OSError:
            return False
        self.shown += STYLE.sub("", part.decode(errors="replace"))
        return bool(part)
