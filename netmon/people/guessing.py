"""How much of a password is left to guess for somebody who knows its owner and a keyboard.

No list of known passwords is shipped: what is on such lists and is long enough is nearly always made of
names, rows of keys and repetitions, and those are found here. A sentence that is famous is not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "012345678901234567890",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "+ěščřžýáíé",
    "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1qay2wsx3edc4rfv5tgb6zhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6z7u8i9o0p",
)
"""What fingers walk along: the alphabet, digits, and keys side by side or one below another."""
RUNS = (*ROWS, *(row[::-1] for row in ROWS))
SHORTEST_RUN = 4
COMMON = ("netmon", "administrator", "administrátor", "admin", "operator", "operátor", "správce", "heslo", "password")
LEET = str.maketrans("0134578@$!|", "oieastbasil")
SHORTEST_NAME = 3
REPEATED = 3
"""Characters that were there before make the last of them no news."""


def own_characters(password: str, names: Sequence[str]) -> str:
    """Return what is left of a password without names, common words, rows of keys and repetitions."""
    folded = _fold(_without_runs(password.casefold()))
    return _without_repetitions(_without_words(folded, _words((*names, *COMMON))))


def _fold(text: str) -> str:
    """Return a text without accents, and with the letters that figures stand for."""
    bare = (character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))
    return "".join(bare).translate(LEET)


def _words(names: Iterable[str]) -> list[str]:
    """Return the parts of names, forwards and backwards, the longest first."""
    parts = {part for name in names for part in re.findall(r"\w+", _fold(name.casefold()))}
    known = {part for part in parts if len(part) >= SHORTEST_NAME}
    return sorted(known | {part[::-1] for part in known}, key=len, reverse=True)


def _without_words(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    return "".join(text[start] for start in _starts(text))


def _starts(text: str) -> Iterator[int]:
    """Yield where each run begins; what belongs to none is a run of its own."""
    start = 0
    while start < len(text):
        yield start
        start += _run_at(text, start)


def _run_at(text: str, start: int) -> int:
    """Return the length of the run that begins here."""
    end = start + SHORTEST_RUN
    if end > len(text) or not _is_run(text[start:end]):
        return 1
    while end < len(text) and _is_run(text[start : end + 1]):
        end += 1
    return end - start


def _is_run(piece: str) -> bool:
    return any(piece in run for run in RUNS)


def _without_repetitions(text: str) -> str:
    seen: set[str] = set()
    kept = []
    for end in range(1, len(text) + 1):
        piece = text[max(0, end - REPEATED) : end]
        if piece not in seen:
            kept.append(text[end - 1])
        seen.add(piece)
    return "".join(kept)
