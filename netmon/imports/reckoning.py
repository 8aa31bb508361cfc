"""What an import amounts to, before anything is written."""

from dataclasses import dataclass, replace
from pathlib import Path

from netmon.imports.assembling import assemble
from netmon.imports.drift import Drift, drift_between
from netmon.imports.found import Found, LeftOut
from netmon.imports.standing import Standing
from netmon.inventory.change import Change
from netmon.inventory.loading import Examination
from netmon.inventory.rendering import render
from netmon.rules.complaints import rule_faults

FOLDER = "imported"
HEADING = """\
Written by `netmon inventory import {source}`: what it says there is put back by the next import.
Keys that it knows nothing of, such as criticality or contacts, may be added here and stay; comments do not."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What was found and left out, how the two differ, and the file as it would be."""

    found: Found
    left_out: tuple[LeftOut, ...]
    drift: Drift
    change: Change
    examination: Examination

    @property
    def is_sound(self) -> bool:
        """Whether the inventory could be used with it."""
        return self.examination.inventory is not None


def file_of(directory: Path, name: str) -> Path:
    """Return the one file that an import may write."""
    return directory / FOLDER / f"{name}.yaml"


def reckon(directory: Path, file: Path, found: Found, standing: Standing, credential: str | None) -> Reckoning:
    """Return what taking over what was found would mean for an inventory."""
    assembled = assemble(found, standing, credential)
    drift = drift_between(assembled, standing)
    change = Change.of(file, "")
    sections = {**assembled.sections, **standing.others}
    after = render(sections, HEADING.format(source=file.stem)) if drift.needs_writing else change.before or ""
    change = replace(change, after=after)
    return Reckoning(found, assembled.left_out, drift, change, change.examine(directory, [rule_faults]))
