"""A region small enough to read: Cheb and Aš, one trunk between them, a school behind Aš."""

from collections.abc import Mapping

from netmon.inventory.models import Inventory

MUNICIPALITY = {"district": "Cheb", "latitude": "50.1", "longitude": "12.3"}
DEVICE = {"platform": "frr", "addresses": ["127.18.0.1"]}

SECTIONS: Mapping[str, object] = {
    "region": {"name": "Zkušební kraj", "code": "CZ000", "synthetic": "true"},
    "orps": {"cheb": {"name": "Cheb"}, "as": {"name": "Aš"}},
    "municipalities": {
        "554481": {"name": "Cheb", "kind": "III", "orp": "cheb", "population": "33000", **MUNICIPALITY},
        "554499": {"name": "Aš", "kind": "III", "orp": "as", "population": "13000", **MUNICIPALITY},
    },
    "sites": {
        "cheb-office": {"name": "Cheb", "municipality": "554481"},
        "as-office": {"name": "Aš", "municipality": "554499"},
        "as-school": {"name": "Škola Aš", "municipality": "554499"},
    },
    "devices": {
        "cheb-core-1": {"site": "cheb-office", "role": "core", **DEVICE},
        "as-agg-1": {"site": "as-office", "role": "aggregation", **DEVICE},
        "as-school-1": {"site": "as-school", "role": "customer", **DEVICE},
    },
    "links": {
        "cheb-as": {"ends": ["cheb-core-1:xe1", "as-agg-1:xe0"], "capacity": "10G"},
        "as-school": {"ends": ["as-agg-1:ge1", "as-school-1:ge0"], "capacity": "1G"},
    },
}


def small_region(**sections: object) -> Inventory:
    """Return the region with sections replaced or added."""
    return Inventory.build({**SECTIONS, **sections})
