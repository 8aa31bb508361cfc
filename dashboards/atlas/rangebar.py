"""How one chooses what a chart shows: presets, steps in time, a form, and an address that lasts."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for

from dashboards.formats import local
from dashboards.timerange import PRESETS, TimeRange

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to another span; `name` is the last part of a text's key."""

    name: str
    url: str
    is_present: bool


@dataclass(frozen=True, slots=True)
class RangeBar:
    """Every way to another span of the same page; all work by link or form, without a script."""

    presets: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    pinned: str
    fields: Mapping[str, str]
    """What the form must carry on beside the span."""
    start: str
    end: str


def range_bar(span: TimeRange, **kept: str) -> RangeBar:
    """Return the ways to other spans of the present page; `kept` is what else its address says."""
    presets = (
        Choice(name, address({"from": start, "to": end}, **kept), (span.start, span.end) == (start, end))
        for name, (start, end) in PRESETS.items()
    )
    steps = {
        "earlier": span.moved(-HALF),
        "later": span.moved(HALF),
        "closer": span.stretched(HALF),
        "wider": span.stretched(1 / HALF),
    }
    language = request.args.get("lang")
    return RangeBar(
        tuple(presets),
        tuple(Choice(name, address(asked, **kept), is_present=False) for name, asked in steps.items()),
        address(span.pinned, **kept),
        kept if language is None else {**kept, "lang": language},
        f"{local(span.window.start):%Y-%m-%dT%H:%M}",
        f"{local(span.window.end):%Y-%m-%dT%H:%M}",
    )


def address(asked: Mapping[str, str], **kept: str) -> str:
    """Return the present page's address with another span, and what else it says."""
    return url_for(str(request.endpoint), **{**(request.view_args or {}), **kept, **asked})
