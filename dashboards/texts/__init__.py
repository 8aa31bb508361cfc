"""Which words people read: one catalogue per language, plurals by the language's own rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

from dashboards.texts.cs import TEXTS as CZECH
from dashboards.texts.en import TEXTS as ENGLISH
from netmon.language import Language

Text = str | Mapping[str, str]
"""A sentence with `{names}`, or one sentence per CLDR plural form (`one`, `few`, `many`, `other`)."""

CATALOGUES: Mapping[Language, Mapping[str, Text]] = {Language.CS: CZECH, Language.EN: ENGLISH}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language."""

    language: Language

    def __call__(self, key: str, count: float | None = None, /, **values: object) -> str:
        """Return the text of a key; `count` chooses the plural form and fills `{n}` unless given."""
        text = CATALOGUES[self.language][key]
        if isinstance(text, str):
            return text.format(**values)
        number = 0 if count is None else count
        return self._form(text, number).format(**{"n": number, **values})

    def _form(self, forms: Mapping[str, str], number: float) -> str:
        form = Locale.parse(self.language.value).plural_form(number)
        return forms.get(form, forms["other"])
