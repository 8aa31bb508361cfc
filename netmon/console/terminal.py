"""How a command speaks: what was asked for on standard output, everything else on standard error."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import click

from netmon.language import Language, language_at_terminal
from netmon.phrase import Phrase, in_language

DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
Advance = Callable[[int], None]
"""Moves a bar on by some steps."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Somebody's terminal, or a pipe; `is_interactive` says whether questions can be answered."""

    language: Language
    is_interactive: bool
    has_colour: bool

    @classmethod
    def of_process(cls, environment: Mapping[str, str] = os.environ) -> "Terminal":
        """Return the terminal of this process; no colour where NO_COLOR is set or nobody looks."""
        colour = sys.stdout.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
        return cls(language_at_terminal(environment), sys.stdin.isatty() and sys.stderr.isatty(), colour)

    def show(self, data: object) -> None:
        """Print what was asked for."""
        click.echo(in_language(data, self.language))

    def give(self, document: bytes) -> None:
        """Print a document, octet by octet."""
        click.echo(document, nl=False)

    @property
    def is_shown(self) -> bool:
        """Whether what is printed is read by somebody, and not by a file or a program."""
        return sys.stdout.isatty()

    def show_diff(self, lines: Iterable[str]) -> None:
        """Print the lines of a unified diff."""
        for line in lines:
            colour = DIFF_COLOURS.get(line[:1])
            self.show(self.paint(line, colour) if colour else line)

    def say(self, talk: object) -> None:
        """Print what is only said."""
        click.echo(in_language(talk, self.language), err=True)

    def ask(self, question: Phrase, default: str | None = None, *, hidden: bool = False) -> str:
        """Return what somebody types; what is hidden is asked for twice. Ctrl-C and Ctrl-D raise click.Abort."""
        text = in_language(question, self.language)
        again = in_language(Phrase("Once more"), self.language) if hidden else False
        answer: str = click.prompt(
            text, default=default, hide_input=hidden, confirmation_prompt=again, show_default=bool(default), err=True
        )
        return answer

    def confirm(self, question: Phrase) -> bool:
        """Return whether somebody says yes; silence and everything else is no."""
        answer = self.ask(Phrase("{question} [y/N]", question=question), default="")
        return answer.strip().casefold() in ("y", "yes", "a", "ano")

    def paint(self, text: str, colour: str) -> str:
        """Return the text in a colour, where there is any."""
        return click.style(text, fg=colour) if self.has_colour else text

    @contextmanager
    def progress(self, label: Phrase, length: int) -> Iterator[Advance]:
        """Yield a bar that advances up to `length`; where nobody looks, one plain line."""
        if not sys.stderr.isatty():
            self.say(label)
            yield lambda _steps: None
            return
        with click.progressbar(length=length, label=in_language(label, self.language), file=sys.stderr) as bar:
            yield bar.update
