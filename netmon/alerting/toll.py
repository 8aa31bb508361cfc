"""Whom an outage costs what, in words: counts as people say them, and the critical sites by name."""

from collections.abc import Iterator, Sequence

from netmon.foreign import one_line
from netmon.language import Language
from netmon.model import CriticalKind, Impact, NextCut
from netmon.phrase import NBSP

NAMED_SITES = 5
"""Critical sites that a sentence names; the rest are counted."""
LONGEST_TITLE = 40

Forms = tuple[str, str, str]
"""A noun after 1, after 2 to 4, and after any other number."""

MUNICIPALITIES: dict[Language, Forms] = {
    Language.CS: ("obec", "obce", "obcí"),
    Language.EN: ("municipality", "municipalities", "municipalities"),
}
INHABITANTS: dict[Language, Forms] = {
    Language.CS: ("obyvatele", "obyvatele", "obyvatel"),
    Language.EN: ("inhabitant", "inhabitants", "inhabitants"),
}
SITES: dict[Language, Forms] = {
    Language.CS: ("kritické místo", "kritická místa", "kritických míst"),
    Language.EN: ("critical site", "critical sites", "critical sites"),
}
SENTENCES = {
    Language.CS: {
        "sites": "Bez spojení: {names}",
        "next": "Kruh je otevřen: další přerušení odřízne {municipalities}, {inhabitants}",
    },
    Language.EN: {
        "sites": "Without connection: {names}",
        "next": "Ring open: the next cut isolates {municipalities}, {inhabitants}",
    },
}


def counted(count: int, forms: Forms, language: Language) -> str:
    """Return a count with its noun: 1 obec, 2 to 4 obce, 5 obcí."""
    one, few, many = forms
    figure = f"{count:,}" if language is Language.EN else f"{count:,}".replace(",", NBSP)
    return f"{figure} {one if count == 1 else few if 1 < count < 5 else many}"  # noqa: PLR2004 -- Czech grammar


def tolls(impact: Impact, language: Language) -> Iterator[str]:
    """Yield who is without connection, shorter each time: sites by name, the first by name, counts alone."""
    towns = [counted(len(impact.isolated), MUNICIPALITIES[language], language)] if impact.isolated else []
    names = _titles(impact)
    for shown in sorted({len(names), min(1, len(names)), 0}, reverse=True):
        yield ", ".join([*towns, *_sites(names, shown, language)])


def toll_lines(impact: Impact, language: Language) -> Iterator[str]:
    """Yield what the page and the mail add to the counts: the critical sites, and what the next cut would do."""
    names = _titles(impact)
    if names:
        named = ", ".join(_sites(names, min(len(names), NAMED_SITES), language))
        yield SENTENCES[language]["sites"].format(names=named)
    if impact.next_cut is not None and not impact.isolated:
        yield next_cut_line(impact.next_cut, language)


def next_cut_line(cut: NextCut, language: Language) -> str:
    """Return `Kruh je otevřen: další přerušení odřízne 12 obcí, 31 000 obyvatel`."""
    return SENTENCES[language]["next"].format(
        municipalities=counted(cut.municipalities, MUNICIPALITIES[language], language),
        inhabitants=counted(cut.inhabitants, INHABITANTS[language], language),
    )


def _titles(impact: Impact) -> list[str]:
    """Return what the critical sites are called, hospitals first."""
    order = list(CriticalKind)
    sites = sorted(impact.sites, key=lambda site: (order.index(site.kind), site.title, site.name))
    return [one_line(site.title)[:LONGEST_TITLE] for site in sites]


def _sites(names: Sequence[str], shown: int, language: Language) -> list[str]:
    """Return so many names and the number of the others: `Nemocnice Aš +2`, `3 kritická místa`."""
    others = len(names) - shown
    if not others:
        return [*names]
    if not shown:
        return [counted(others, SITES[language], language)]
    *first, last = names[:shown]
    return [*first, f"{last} +{others}"]
