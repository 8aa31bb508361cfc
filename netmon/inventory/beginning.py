"""What an inventory begins with: a region's municipalities, rules, and nothing to poll yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from netmon.errors import InventoryError
from netmon.inventory.complaint import Complaint
from netmon.inventory.document import Scanned, compose
from netmon.inventory.models import Municipality, MunicipalityKind, Orp, Region, SlaClass
from netmon.inventory.models.values import Code
from netmon.inventory.rendering import render
from netmon.inventory.table import Columns, Row
from netmon.inventory.tree import plain
from netmon.inventory.whereabouts import slug_of
from netmon.inventory.wording import words
from netmon.model import MunicipalityCode
from netmon.phrase import Phrase

REGION = """\
The region, its districts (ORP), and what was promised.

Devices are added with `netmon device add ADDRESS`; the first one becomes the anchor, the place where
the region's network begins. A municipality is connected when it has a path to an anchor."""
MUNICIPALITIES = "The municipalities, by their official code. Who is not watched says `monitored: false`."
CREDENTIALS = """\
How devices are spoken to. Secrets stand here by name only; their values are kept elsewhere:

  netmon secret set core-auth
  netmon secret set core-priv

Where a device knows no SNMPv3, and only there:

  old-radios:
    version: v2c
    allow_insecure: true
    community: secret://old-radios"""
ROUTES = """\
Who is told. Until somebody is, nobody is woken. For example:

receivers:
  oncall:
    webhook: [secret://oncall-webhook]   # a secret that holds the URL
  noc:
    email: [noc@your-region.example]

routes:   # the first that matches takes it
  - match: {severity: [critical]}
    receivers: [oncall, noc]
  - receivers: [noc]"""
CORE = {
    "user": "netmon",
    "auth": "SHA-256",
    "auth_key": "secret://core-auth",
    "priv": "AES-128",
    "priv_key": "secret://core-priv",
}

COLUMNS = Columns(
    names=("code", "name", "orp", "population", "latitude", "longitude", "kind", "district", "orp_code"),
    needed=("code", "name", "orp", "population", "latitude", "longitude"),
    aliases={
        "kód": "code",
        "název": "name",
        "obyvatel": "population",
        "počet_obyvatel": "population",
        "lat": "latitude",
        "šířka": "latitude",
        "lon": "longitude",
        "délka": "longitude",
        "type": "kind",
        "typ": "kind",
        "okres": "district",
        "kód_orp": "orp_code",
    },
)
MUNICIPALITY: TypeAdapter[Municipality] = TypeAdapter(Municipality)
MILITARY = ("vú", "vojenský újezd")
"""How Czech tables call a military area."""
EXAMPLE = {"name": "Cheb", "orp": "cheb", "district": "Cheb", "population": "1", "latitude": "50", "longitude": "12"}
"""What stands in for empty cells, of which one complaint is enough."""
CODE: TypeAdapter[MunicipalityCode] = TypeAdapter(Code)
SECTIONS: TypeAdapter[dict[str, dict[str, object]]] = TypeAdapter(dict[str, dict[str, object]])
OWN_TO_US = {"contacts"}
"""What the shipped units say of the people of the shipped network."""


@dataclass(frozen=True, slots=True)
class Units:
    """A region, its districts (ORP) and its municipalities, by code."""

    region: Region
    orps: Mapping[str, Orp]
    municipalities: Mapping[str, Municipality]
    sla_classes: Mapping[str, SlaClass]


def shipped_units() -> Units:
    """Return the units that netmon ships."""
    region, municipalities = _shipped("region.yaml"), _shipped("municipalities.yaml")
    return Units(
        region=Region.model_validate({**region["region"], "synthetic": False}),
        orps=TypeAdapter(dict[str, Orp]).validate_python(region["orps"]),
        municipalities=TypeAdapter(dict[str, Municipality]).validate_python(municipalities["municipalities"]),
        sla_classes=TypeAdapter(dict[str, SlaClass]).validate_python(region["sla_classes"]),
    )


def units_of(rows: Sequence[Row], *, name: str, code: str) -> Units:
    """Return the units of a table; raise InventoryError with a complaint for everything wrong in its rows."""
    complaints = [*_repeated(rows), *(complaint for row in rows for complaint in _complaints(row))]
    if complaints:
        raise InventoryError(tuple(complaints))
    return Units(
        region=Region(name=name, code=code),
        orps={_orp(row): Orp(name=row.cells["orp"]) for row in sorted(rows, key=_orp)},
        municipalities={row.cells["code"]: Municipality.model_validate(_body(row)) for row in rows},
        sla_classes={},
    )


def first_files(units: Units) -> dict[str, str]:
    """Return the files of a new inventory by name."""
    region = {
        "region": _plain(units.region),
        "orps": {code: _plain(orp) for code, orp in units.orps.items()},
        "sla_classes": {name: _plain(sla) for name, sla in units.sla_classes.items()},
    }
    municipalities = {code: _plain(municipality) for code, municipality in units.municipalities.items()}
    return {
        "region.yaml": render(region, REGION),
        "municipalities.yaml": render({"municipalities": municipalities}, MUNICIPALITIES),
        "credentials.yaml": render({"credentials": {"snmp": {"core": CORE}}}, CREDENTIALS),
        "rules.yaml": _text("rules.yaml"),
        "routes.yaml": render({}, ROUTES),
    }


def _plain(model: BaseModel) -> dict[str, object]:
    return model.model_dump(mode="json", exclude_defaults=True, exclude=OWN_TO_US)


def _text(file: str) -> str:
    return (files("netmon") / "starter" / file).read_text(encoding="utf-8")


def _shipped(file: str) -> dict[str, dict[str, object]]:
    return SECTIONS.validate_python(plain(compose(Scanned(file, _text(file))).root))


def _written(row: Row) -> dict[str, object]:
    return {name: value for name, value in _body(row).items() if value}


def _body(row: Row) -> dict[str, object]:
    """Return a row as the inventory writes a municipality down; of type I unless it says otherwise."""
    known = {name: cell for name, cell in row.cells.items() if name in Municipality.model_fields}
    kind = row.cells.get("kind", MunicipalityKind.TYPE_I)
    return {
        **known,
        "district": row.cells.get("district") or row.cells.get("orp"),
        "kind": MunicipalityKind.MILITARY if kind.casefold() in MILITARY else kind,
        "orp": _orp(row),
    }


def _orp(row: Row) -> str:
    return row.cells.get("orp_code") or slug_of(row.cells.get("orp", ""))


def _complaints(row: Row) -> Iterator[Complaint]:
    """Yield what keeps a row from being a municipality; the models say what it must look like."""
    for column in COLUMNS.needed:
        if column not in row.cells:
            yield Complaint.at(row.place, Phrase("{column} is empty", column=column), Phrase("write it"))
    for model, value in ((CODE, row.cells.get("code", "0" * 6)), (MUNICIPALITY, EXAMPLE | _written(row))):
        try:
            model.validate_python(value)
        except ValidationError as error:
            yield from (_complaint(row, detail) for detail in error.errors(include_url=False))


def _complaint(row: Row, detail: ErrorDetails) -> Complaint:
    column = ".".join(map(str, detail["loc"])) or "code"
    what, cure = words(detail, detail["loc"])
    return Complaint.at(row.place, Phrase("{column}: {what}", column=column, what=what), cure)


def _repeated(rows: Sequence[Row]) -> Iterator[Complaint]:
    """Yield the rows whose code another has before them."""
    first: dict[str, Row] = {}
    for row in rows:
        code = row.cells.get("code")
        if code is not None and (known := first.setdefault(code, row)) is not row:
            what = Phrase(
                "code {code} stands here a second time, first in line {line}", code=code, line=known.place.line
            )
            yield Complaint.at(row.place, what, Phrase("delete one of them"))
