"""The page about the language of rules: which names each kind of thing has, and what the functions come to."""

from collections.abc import Iterator, Mapping

from netmon.inventory.models import ForEach
from netmon.rules.functions import USAGES
from netmon.rules.lookback import Field
from netmon.rules.schema import vocabulary
from netmon.rules.terms import Counter, Number, Term, Text, Truth

HEAD = """
## What rules may ask

A name that can be looked back upon (•) may stand in the functions below. A number may be written with its unit: `80%`,
`250ms`, `10m`, `1Gbps`; a bare one has the unit of what it meets. Eight octets a second are a bit rate:
`8 * rate(in_octets, 5m) > 900Mbps`.
"""
FUNCTIONS = """
## What rules may compute

Beside `and`, `or`, `not`, comparisons, `+`, `-`, `*`, `/` and parentheses. A window is 10 s to a day long and ends now.
It has no value until the samples in it lie at least half of it apart: after a start, and after a silence. It should
hold four samples or more; of a long one the newest sample of each 240th part is kept.

| function | what it comes to |
|---|---|"""
MEANINGS: Mapping[str, str] = {
    "rate": "How much a counter grew in a second, on average. One that is less than before began anew from zero.",
    "increase": "How much a counter grew between the first and the last sample.",
    "delta": "The last sample less the first.",
    "avg": "The mean of the samples.",
    "min": "The least of the samples; the least of several numbers.",
    "max": "The greatest of the samples; the greatest of several numbers.",
    "p50": "The median: a sample that half of them do not exceed.",
    "p90": "A sample that nine of ten do not exceed.",
    "p95": "A sample that 95 of a hundred do not exceed.",
    "p99": "A sample that 99 of a hundred do not exceed.",
    "last": "The newest sample, valid or not, as long as it is in the window.",
    "changes": "How often a sample differed from the one before.",
    "prev": "The sample before the newest.",
    "age": "How long ago the newest sample was taken.",
    "abs": "The number without its sign.",
    "clamp": "The number, but no less than the second and no more than the third.",
}


def language() -> str:
    """Return the chapters in Markdown: a table of names for each kind of thing, and one of functions."""
    return "\n".join([HEAD, *_names(), FUNCTIONS.removeprefix("\n"), *_functions()]) + "\n"


def _names() -> Iterator[str]:
    for for_each in ForEach:
        yield f"### Of each {for_each}\n"
        yield "| name | what it is |\n|---|---|"
        for name, term in sorted(vocabulary(for_each).items()):
            yield f"| `{name}`{' •' if _field(term) else ''} | {_kind(term)} |"
        yield ""


def _functions() -> Iterator[str]:
    for name, usage in USAGES.items():
        written = ", ".join(f"`{way})`" for way in usage.removesuffix(")").split("), "))
        yield f"| {written} | {MEANINGS[name]} |"


def _field(term: Term) -> Field | None:
    return None if isinstance(term, Truth) else term.measured


def _kind(term: Term) -> str:
    match term:
        case Counter(unit=unit):
            return f"a counter: {unit}"
        case Number(unit=unit):
            return unit.value
        case Text(words=words) if words:
            return ", ".join(f"`{word}`" for word in sorted(words))
        case Text():
            return "a name"
        case Truth():
            return "a condition"
