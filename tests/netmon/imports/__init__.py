"""Tests of `netmon.imports`, and the small NetBox they ask."""

import json
from pathlib import Path
from typing import Any

from tests.netmon.inventory import SMALL

Record = dict[str, Any]


def write_inventory(directory: Path, text: str = SMALL) -> Path:
    """Write the small inventory of Aš and Hazlov, or another."""
    directory.mkdir(exist_ok=True)
    (directory / "all.yaml").write_text(text, encoding="utf-8")
    return directory


def choice(value: str) -> Record:
    """Return a value of a closed list as NetBox writes it."""
    return {"value": value, "label": value.capitalize()}


def brief(id_: int, name: str | None, slug: str = "") -> Record:
    """Return another object in brief."""
    return {"id": id_, "url": f"http://netbox/{id_}/", "display": name, "name": name, "slug": slug, "description": ""}


def site(id_: int, name: str, slug: str, **fields: object) -> Record:
    """Return a site."""
    return {
        **brief(id_, name, slug),
        "status": choice("active"),
        "region": None,
        "group": None,
        "tenant": None,
        "facility": "",
        "latitude": None,
        "longitude": None,
        "custom_fields": {},
        **fields,
    }


def device(id_: int, name: str | None, site_id: int, address: str | None, **fields: object) -> Record:
    """Return a device; its address comes with the length of its prefix."""
    ip = {"id": 900 + id_, "family": choice("4"), "address": address} if address else None
    return {
        "id": id_,
        "display": name or "unnamed",
        "name": name,
        "role": brief(1, "Access switch", "access-switch"),
        "platform": brief(1, "JunOS", "junos"),
        "tenant": None,
        "serial": "XYZ",
        "site": brief(site_id, f"site {site_id}", f"site-{site_id}"),
        "status": choice("active"),
        "primary_ip": ip,
        "primary_ip4": ip,
        "primary_ip6": None,
        "oob_ip": None,
        "virtual_chassis": None,
        **fields,
    }


def interface(id_: int, name: str, device_id: int, cable: int | None, **fields: object) -> Record:
    """Return an interface; speeds are in kbit/s."""
    return {
        "id": id_,
        "name": name,
        "device": brief(device_id, f"device {device_id}"),
        "type": choice("1000base-t"),
        "speed": None,
        "enabled": True,
        "cable": None if cable is None else {"id": cable, "label": ""},
        "connected_endpoints": None,
        "connected_endpoints_type": None,
        **fields,
    }


def end(id_: int, object_type: str = "dcim.interface") -> Record:
    """Return what one end of a cable is plugged into."""
    return {"object_type": object_type, "object_id": id_, "object": brief(id_, f"end {id_}")}


def cable(id_: int, a: Record, b: Record, **fields: object) -> Record:
    """Return a cable between two things."""
    return {
        "id": id_,
        "type": "smf",
        "status": choice("connected"),
        "label": f"cable {id_}",
        "a_terminations": [a],
        "b_terminations": [b],
        **fields,
    }


def circuit(id_: int, cid: str, a: int | None, z: int | None, **fields: object) -> Record:
    """Return a circuit by the ids of its terminations."""
    ends = [None if one is None else {"id": one, "termination_type": "dcim.site", "port_speed": None} for one in (a, z)]
    return {
        "id": id_,
        "cid": cid,
        "provider": brief(1, "Kabelová s. r. o.", "kabelova"),
        "status": choice("active"),
        "commit_rate": None,
        "termination_a": ends[0],
        "termination_z": ends[1],
        **fields,
    }


TERMINATION = "circuits.circuittermination"


def region() -> dict[str, list[Record]]:
    """Return the records of a small NetBox: two towns, three devices, a cable and a circuit.

    What netmon must leave out is there too: a switch without a name, one in stock, a panel's cable.
    """
    aggregation = brief(2, "Aggregation", "aggregation")
    return {
        "dcim/sites": [
            site(1, "Uzel Aš", "as_pop", latitude=50.22, longitude=12.19),
            site(2, "Obecní úřad Hazlov", "hazlov-ou"),
            site(3, "Sklad", "sklad"),
        ],
        "dcim/devices": [
            device(1, "AS-AGG-1.example.org", 1, "10.0.0.1/32", role=aggregation),
            device(2, "hazlov-sw-1", 2, "10.0.0.2/24"),
            device(3, "hazlov-sw-2", 2, "10.0.0.3/24", platform=None, status=choice("planned")),
            device(4, None, 2, "10.0.0.4/24"),
            device(5, "spare", 2, "10.0.0.5/24", status=choice("inventory")),
            device(6, "pdu", 1, None),
        ],
        "dcim/interfaces": [
            interface(11, "xe-0/0/0", 1, 1, type=choice("10gbase-x-sfpp")),
            interface(12, "xe-0/0/1", 1, 3, speed=10_000_000),
            interface(13, "xe-0/0/2", 1, None),
            interface(21, "ge-0/0/0", 2, 1, speed=1_000_000),
            interface(22, "ge-0/0/1", 2, 5),
            interface(31, "ge-0/0/0", 3, 4),
        ],
        "dcim/cables": [
            cable(1, end(11), end(21)),
            cable(3, end(12), end(71, TERMINATION)),
            cable(4, end(72, TERMINATION), end(31)),
            cable(5, end(22), end(500, "dcim.frontport")),
        ],
        "circuits/circuits": [circuit(7, "KAB-0042", 71, 72, commit_rate=500_000), circuit(8, "KAB-0043", 81, None)],
    }


def saved(records: dict[str, list[Record]]) -> bytes:
    """Return the records as somebody would save them from the API into one file."""
    return json.dumps({path.partition("/")[2]: results for path, results in records.items()}).encode()
