"""A municipality's state on one small badge that its own site can show: its name, a word, and nothing else."""

from dataclasses import dataclass

HEIGHT = 20
PADDING = 6
LETTER = 6.6
"""Pixels of a letter at 11 px, more or less: the text is made to fit."""
MOST_LETTERS = 60
GROUNDS = {
    "operational": ("#2296FF", "#000000"),
    "degraded": ("#967100", "#FFFFFF"),
    "disconnected": ("#691B10", "#FFFFFF"),
    "isolated": ("#560192", "#FFFFFF"),
}
UNSURE = ("#5B6066", "#FFFFFF")
"""What says nothing, or is not watched."""


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two fields of a badge."""

    text: str
    x: int
    width: int
    ground: str
    ink: str

    @property
    def middle(self) -> float:
        """Where its text is centred."""
        return self.x + self.width / 2

    @property
    def length(self) -> int:
        """How wide its text is drawn."""
        return self.width - 2 * PADDING


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge, to be drawn."""

    label: Half
    state: Half

    @property
    def width(self) -> int:
        """All of it."""
        return self.label.width + self.state.width


def draw_badge(label: str, word: str, sign: str) -> Badge:
    """Return the badge of a name and the word of a state, coloured by the state's sign."""
    ground, ink = GROUNDS.get(sign, UNSURE)
    shown = label if len(label) <= MOST_LETTERS else label[: MOST_LETTERS - 1] + "…"
    width = _width(shown)
    return Badge(Half(shown, 0, width, "#30363D", "#FFFFFF"), Half(word, width, _width(word), ground, ink))


def _width(text: str) -> int:
    return 2 * PADDING + round(LETTER * len(text))
