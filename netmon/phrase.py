"""What is said to people, in a way that it can be said again in another language.

A `Phrase` is its English text, and remembers the template and the values it was made of. Logs, and
whoever knows nothing of languages, see a plain string.

Beside what `str.format` knows, `{count:device|devices}` is a number with the form that suits it
(English: one, other; Czech: one, few, many), and a list is its elements with commas between.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import Formatter
from typing import Any, Self

from netmon.language import Language

NBSP = "\N{NO-BREAK SPACE}"
FEW = range(2, 5)


class Phrase(str):
    """An English sentence that another language can say."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill in a template; one without values is filled in too, so braces are doubled in both."""
        phrase = super().__new__(cls, _fill_in(template, values, Language.EN))
        phrase.template, phrase.values = template, values
        return phrase

    def __reduce__(self) -> tuple[Callable[[str, dict[str, object]], "Phrase"], tuple[str, dict[str, object]]]:
        return _again, (self.template, dict(self.values))


def joined(sentences: Iterable[str], separator: str) -> Phrase:
    """Return several sentences as one, with the separator between them."""
    parts = {f"part_{number}": sentence for number, sentence in enumerate(sentences)}
    return Phrase(separator.join(f"{{{name}}}" for name in parts), **parts)


def in_language(said: object, language: Language) -> str:
    """Return what a text, an error or whatever speaks for itself says, in a language as far as it is a phrase."""
    text = said.args[0] if isinstance(said, Exception) and len(said.args) == 1 else said
    text = text if isinstance(text, str) else str(text)
    if not isinstance(text, Phrase) or language is Language.EN:
        return text
    from netmon.czech import CZECH  # noqa: PLC0415 -- who reads English does not wait for it

    return _fill_in(CZECH.get(text.template, text.template), text.values, language)


def in_catalogue(text: str, language: Language) -> str:
    """Return a fixed text, one without values, in a language."""
    if language is Language.EN:
        return text
    from netmon.czech import CZECH  # noqa: PLC0415 -- as above

    return CZECH.get(text, text)


def _again(template: str, values: dict[str, object]) -> Phrase:
    """Make a phrase once more: a copy, or one that comes from another process."""
    return Phrase(template, **values)


def _fill_in(template: str, values: Mapping[str, object], language: Language) -> str:
    return _Formatter(language).vformat(template, (), values)


class _Formatter(Formatter):
    """Fills in a template of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 -- the signature of the library
        if isinstance(value, int) and "|" in format_spec:
            return f"{self._number(value, ',')} {self._form(value, format_spec.split('|'))}"
        if isinstance(value, int | float) and "," in format_spec:
            return self._number(value, format_spec)
        if isinstance(value, list | tuple):
            return ", ".join(in_language(element, self._language) for element in value)
        if isinstance(value, Phrase | Exception):
            return in_language(value, self._language)
        return str(super().format_field(value, format_spec))

    def _number(self, value: float, spec: str) -> str:
        figure = format(value, spec)
        if self._language is Language.EN:
            return figure
        return figure.replace(",", NBSP).replace(".", ",")

    def _form(self, count: int, forms: Sequence[str]) -> str:
        one, *others = forms
        if count == 1:
            return one
        return others[0] if count in FEW else others[-1]
