"""Measurements in Prometheus' text exposition format 0.0.4, which everything that scrapes can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf, isnan

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
ESCAPED_HELP = str.maketrans({"\\": "\\\\", "\n": "\\n"})
ESCAPED_VALUE = str.maketrans({"\\": "\\\\", "\n": "\\n", '"': '\\"'})


class Kind(StrEnum):
    """What a reader may do with the figures of a family."""

    COUNTER = "counter"
    """It only rises, until netmon begins again; its name ends in `_total`."""
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure, told apart from others of its family by its labels."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """Figures of one name."""

    name: str
    kind: Kind
    about: str
    samples: tuple[Sample, ...]


def exposition(families: Iterable[Family]) -> str:
    """Return the families as text; one without samples is left out: what is not known has no figure."""
    return "".join(_family(family) for family in families if family.samples)


def _family(family: Family) -> str:
    lines = [
        f"# HELP {family.name} {family.about.translate(ESCAPED_HELP)}",
        f"# TYPE {family.name} {family.kind}",
        *(f"{family.name}{_labels(sample.labels)} {_number(sample.value)}" for sample in family.samples),
    ]
    return "".join(f"{line}\n" for line in lines)


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{value.translate(ESCAPED_VALUE)}"' for name, value in labels.items()) + "}"


def _number(value: float) -> str:
    if isnan(value):
        return "NaN"
    if value in (inf, -inf):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) else repr(float(value))
