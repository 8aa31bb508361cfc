"""What stands on a board: a question, how its answer is drawn, and where it leads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from string import ascii_uppercase

from dashboards.grafana.queries import Query
from dashboards.grafana.signs import COLOURS, WORDS, Shown

Json = Mapping[str, object]
COLUMNS = 24
"""Of Grafana's grid."""
SOURCE: Json = {"type": "influxdb", "uid": "${ds}"}
LEGEND: Json = {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []}
NOTHING = WORDS("municipality.unknown")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a click on a value leads."""

    title: str
    url: str

    @property
    def json(self) -> Json:
        """The link as Grafana keeps it."""
        return {"title": self.title, "url": self.url, "targetBlank": False}


@dataclass(frozen=True, slots=True)
class Look:
    """How a panel draws: its kind, and what Grafana wants to know of a field and of the whole."""

    kind: str
    field: Json
    custom: Json
    options: Json


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel; `every` is how often at most its measurement is written, so that a step without a point is a gap."""

    title: str
    description: str
    look: Look
    queries: tuple[Query, ...]
    width: int = 12
    height: int = 8
    every: str = "1m"
    links: tuple[Link, ...] = ()
    colours: Mapping[str, str] | None = None
    """Of series by their name."""

    def json(self, key: int, x: int, y: int) -> Json:
        """Return the panel as Grafana keeps it, at a place of the grid."""
        custom = {"custom": self.look.custom} if self.look.custom else {}
        links = {"links": [link.json for link in self.links]} if self.links else {}
        return {
            "id": key,
            "title": self.title,
            "type": self.look.kind,
            "description": self.description,
            "datasource": SOURCE,
            "gridPos": {"x": x, "y": y, "w": self.width, "h": self.height},
            "interval": self.every,
            "targets": [_target(letter, query) for letter, query in zip(ascii_uppercase, self.queries, strict=False)],
            "fieldConfig": {
                "defaults": {**self.look.field, "noValue": NOTHING, **links, **custom},
                "overrides": [_coloured(name, colour) for name, colour in (self.colours or {}).items()],
            },
            "options": self.look.options,
        }


def placed(panels: Sequence[Panel]) -> Iterator[Json]:
    """Yield panels from left to right; what does not fit begins the next row, below the tallest of the last."""
    x = y = tallest = 0
    for key, panel in zip(count(1), panels, strict=False):
        if x + panel.width > COLUMNS:
            x, y, tallest = 0, y + tallest, 0
        yield panel.json(key, x, y)
        x, tallest = x + panel.width, max(tallest, panel.height)


def states(words: Mapping[int, Shown]) -> Look:
    """Return a timeline of states; a number that is none of them looks unknown, and a gap stays a gap."""
    options = {
        str(number): {"text": shown.word, "color": shown.colour, "index": index}
        for index, (number, shown) in enumerate(sorted(words.items()))
    }
    return Look(
        kind="state-timeline",
        field={
            "mappings": [{"type": "value", "options": options}],
            "color": {"mode": "fixed", "fixedColor": COLOURS["unknown"]},
        },
        custom={"fillOpacity": 85, "lineWidth": 0, "spanNulls": False},
        options={
            "mergeValues": True,
            "showValue": "never",
            "rowHeight": 0.8,
            "legend": LEGEND,
            "tooltip": {"mode": "single", "sort": "none"},
        },
    )


def lines(
    unit: str,
    *,
    limits: tuple[float, float] | None = None,
    top: float | None = None,
    bottom: float | None = 0,
    decimals: int | None = None,
) -> Look:
    """Return lines over time; beyond two limits the ground says that it is much, and too much."""
    steps: list[Json] = [{"value": None, "color": "transparent"}]
    if limits is not None:
        steps += [
            {"value": limits[0], "color": COLOURS["degraded"]},
            {"value": limits[1], "color": COLOURS["disconnected"]},
        ]
    field: dict[str, object] = {
        "unit": unit,
        **({} if bottom is None else {"min": bottom}),
        "color": {"mode": "palette-classic"},
        "thresholds": {"mode": "absolute", "steps": steps},
    }
    field |= {"max": top} if top is not None else {}
    field |= {"decimals": decimals} if decimals is not None else {}
    return Look(
        kind="timeseries",
        field=field,
        custom={
            "drawStyle": "line",
            "lineInterpolation": "stepAfter",
            "lineWidth": 1,
            "fillOpacity": 5,
            "showPoints": "auto",
            "spanNulls": False,
            "thresholdsStyle": {"mode": "dashed" if limits else "off"},
        },
        options=_several("desc"),
    )


def heap() -> Look:
    """Return bars that stand on each other: how many there are of what."""
    return Look(
        kind="timeseries",
        field={"unit": "short", "decimals": 0, "min": 0},
        custom={
            "drawStyle": "bars",
            "fillOpacity": 90,
            "lineWidth": 0,
            "stacking": {"mode": "normal", "group": "A"},
        },
        options=_several("none"),
    )


def table() -> Look:
    """Return a table; what devices said stands there as text, never as a link or as markup."""
    return Look(
        kind="table",
        field={"color": {"mode": "fixed", "fixedColor": "text"}},
        custom={"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False},
        options={"showHeader": True, "cellHeight": "sm"},
    )


def _several(order: str) -> Json:
    return {
        "legend": LEGEND,
        "tooltip": {"mode": "multi", "sort": order},
    }


def _target(letter: str, query: Query) -> Json:
    alias = {"alias": query.alias} if query.alias else {}
    return {
        "refId": letter,
        "datasource": SOURCE,
        "rawQuery": True,
        "query": query.text,
        "resultFormat": query.form.value,
        **alias,
    }


def _coloured(name: str, colour: str) -> Json:
    return {
        "matcher": {"id": "byName", "options": name},
        "properties": [{"id": "color", "value": {"mode": "fixed", "fixedColor": colour}}],
    }
