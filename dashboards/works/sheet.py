"""What a form says of a work, and what is wrong with it.

A form is written down as the file it stands for, one key a line, and judged by whoever judges files:
so page, API and command line hold the same rules, and a complaint's line says the field.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from dashboards.texts import Words
from dashboards.works.places import Register
from netmon.clock import Millis
from netmon.commands import PlanMaintenance
from netmon.foreign import one_line
from netmon.inventory.complaint import Complaint
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.maintenance.announcement import LONGEST_REASON, announced
from netmon.model import Entity, EntityKind
from netmon.phrase import Phrase, in_language

LONGEST_VALUE = 200
MOST_PLACES = 100
MOST_PROPOSED = 5
"""Names for which a likely one is looked up: that is slow."""
FIRST_LINE = 3
LISTS = {
    EntityKind.DEVICE: "devices",
    EntityKind.LINK: "links",
    EntityKind.SHARED_RISK: "shared_risks",
    EntityKind.MUNICIPALITY: "municipalities",
}

Faults = Mapping[str, tuple[str, ...]]
"""What is wrong, by the field; without one if it is the whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as it was typed; `places` are the names of what is worked on."""

    reason: str = ""
    start: str = ""
    end: str = ""
    is_flexible: bool = False
    length: str = ""
    places: tuple[str, ...] = ()

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self:
        """Return what stands in a form, nothing of it longer than it may be."""
        return cls(
            reason=one_line(form.get("reason", ""))[:LONGEST_REASON],
            start=_value(form.get("start", "")),
            end=_value(form.get("end", "")),
            is_flexible=form.get("kind") == "flexible",
            length=_value(form.get("length", "")),
            places=tuple(filter(None, map(_value, form.getlist("what")[: MOST_PLACES + 1]))),
        )

    @property
    def texts(self) -> Mapping[str, str]:
        """The single values by the key that a file has them under."""
        values = {"reason": self.reason, "start": self.start, "end": self.end}
        bare = self.length.replace(" ", "")
        return {**values, "length": bare if bare[:1].isdigit() else self.length} if self.is_flexible else values


@dataclass(frozen=True, slots=True)
class Judged:
    """A form's work, None if anything is wrong with it; `warnings` do not stand in its way."""

    work: PlanMaintenance | None
    faults: Faults
    strange: frozenset[str] = frozenset()
    """The names of places that mean nothing, or several things."""
    warnings: tuple[str, ...] = ()


def judged(asked: Asked, inventory: Inventory, places: Register, now: Millis, words: Words) -> Judged:
    """Return the work that a form asks for, or everything that is wrong with it."""
    faults: dict[str, list[str]] = {}
    strange = dict(_strange(asked, places, words))
    for field, text in _missing(asked, words):
        faults.setdefault(field, []).append(text)
    if strange:
        faults["what"] = list(strange.values())
    texts = {key: text for key, text in asked.texts.items() if text}
    announcement = announced("", _written(texts, _entities(asked, places)), inventory, now)
    fields, warnings = dict(enumerate(texts, FIRST_LINE)), []
    for complaint in announcement.complaints:
        if not complaint.is_error:
            warnings.append(sentence(complaint, words.language))
        elif complaint.line in fields or not faults:
            faults.setdefault(fields.get(complaint.line, ""), []).append(sentence(complaint, words.language))
    work = announcement.works[0] if announcement.works and not faults else None
    return Judged(work, {field: tuple(said) for field, said in faults.items()}, frozenset(strange), tuple(warnings))


def sentence(complaint: Complaint, language: Language) -> str:
    """Return a complaint as a sentence: what is wrong, and how to mend it."""
    what, cure = in_language(complaint.what, language), in_language(complaint.cure, language)
    return f"{what[:1].upper()}{what[1:]}; {_ended(cure)}"


def _missing(asked: Asked, words: Words) -> Iterator[tuple[str, str]]:
    for key, text in asked.texts.items():
        if not text:
            yield key, words(f"works.missing.{key}")
    if not asked.places:
        yield "what", words("works.missing.what")


def _strange(asked: Asked, places: Register, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the names that do not mean one place, and what is wrong with each."""
    if len(asked.places) > MOST_PLACES:
        yield asked.places[-1], words("works.too_many", most=MOST_PLACES)
        return
    unknown = [text for text in asked.places if not places.named(text)]
    for number, text in enumerate(unknown):
        known = places.names if number < MOST_PROPOSED else ()
        cure = did_you_mean(text, known, otherwise=Phrase("write a name of the inventory"))
        yield text, words("works.unknown", text=text, cure=_ended(in_language(cure, words.language)))
    for text in asked.places:
        found = places.named(text)
        if len(found) > 1:
            yield text, words("works.ambiguous", text=text, labels=", ".join(place.label for place in found[:8]))


def _entities(asked: Asked, places: Register) -> tuple[Entity, ...]:
    """Return what the names mean that mean one place."""
    found = (places.named(text) for text in asked.places)
    return tuple(dict.fromkeys(entity for named in found if len(named) == 1 for entity in named[0].entities))


def _written(texts: Mapping[str, str], entities: Sequence[Entity]) -> bytes:
    """Return the file that a form stands for: its values from the third line on."""
    lists = {key: [entity.name for entity in entities if entity.kind is kind] for kind, key in LISTS.items()}
    values = {**texts, **{key: names for key, names in lists.items() if names}}
    lines = (f"  {key}: {json.dumps(value, ensure_ascii=False)}," for key, value in values.items())
    return "\n".join(("maintenance:", "- {", *lines, "  }")).encode()


def _ended(text: str) -> str:
    """Return the end of a sentence with its mark."""
    return text if text.endswith(("?", ".")) else f"{text}."


def _value(text: str) -> str:
    return one_line(text)[:LONGEST_VALUE]
