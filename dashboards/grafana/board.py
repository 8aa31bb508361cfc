"""A board: its variables, its panels, and the ways from it to the others and back into netmon."""

from dataclasses import dataclass

from dashboards.grafana.panels import SOURCE, Json, Panel, placed
from dashboards.grafana.queries import Values

SCHEMA = 39
"""Grafana raises an older schema by itself, and refuses none; this one is Grafana 10.4's and later."""
TAG = "netmon"
ADDRESS = "netmon"
"""The constant that holds where netmon's pages are: no link can set it, as one can set a variable."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What the viewer chooses; with `several`, all of it as long as nothing is chosen."""

    name: str
    label: str
    values: Values
    several: bool = True

    @property
    def json(self) -> Json:
        """The variable as Grafana keeps it."""
        everything = {"allValue": ".*", "current": {"text": ["All"], "value": ["$__all"]}} if self.several else {}
        return {
            "name": self.name,
            "label": self.label,
            "type": "query",
            "datasource": SOURCE,
            "query": self.values.text,
            "refresh": 2,
            "sort": 1,
            "multi": self.several,
            "includeAll": self.several,
            **everything,
        }


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard; `page` is the page of netmon that tells of the same."""

    name: str
    title: str
    variables: tuple[Variable, ...]
    panels: tuple[Panel, ...]
    page: str = "/"

    def json(self, address: str) -> Json:
        """Return the board as Grafana keeps it, with netmon at this address."""
        return {
            "uid": f"netmon-{self.name}",
            "title": self.title,
            "tags": [TAG],
            "schemaVersion": SCHEMA,
            "version": 1,
            "editable": False,
            "timezone": "Europe/Prague",
            "refresh": "1m",
            "graphTooltip": 1,
            "time": {"from": "now-6h", "to": "now"},
            "annotations": {"list": []},
            "links": [_back(self.page), _others()],
            "templating": {"list": [_source(), _address(address), *(each.json for each in self.variables)]},
            "panels": list(placed(self.panels)),
        }


def _source() -> Json:
    return {"name": "ds", "label": "Zdroj", "type": "datasource", "query": "influxdb", "refresh": 1}


def _address(address: str) -> Json:
    return {
        "name": ADDRESS,
        "label": "Adresa netmonu",
        "type": "constant",
        "query": address,
        "current": {"text": address, "value": address},
        "hide": 2,
        "skipUrlSync": True,
    }


def _back(page: str) -> Json:
    return {**_way("netmon", "link"), "url": f"${{{ADDRESS}}}{page}", "targetBlank": True}


def _others() -> Json:
    return {
        **_way("Další pohledy", "dashboards"),
        "tags": [TAG],
        "asDropdown": True,
        "includeVars": True,
        "keepTime": True,
    }


def _way(title: str, kind: str) -> dict[str, object]:
    return {
        "title": title,
        "type": kind,
        "icon": "external link",
        "tooltip": "",
        "url": "",
        "tags": [],
        "asDropdown": False,
        "includeVars": False,
        "keepTime": False,
        "targetBlank": False,
    }
