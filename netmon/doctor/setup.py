"""Are the settings valid and can the inventory be used: what most else stands on."""

from dataclasses import dataclass
from pathlib import Path

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.place import Place
from netmon.errors import SettingsError
from netmon.inventory.loading import examine
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.plan import Plan, find_collectors
from netmon.rules.complaints import rule_faults
from netmon.settings import Settings


@dataclass(frozen=True, slots=True)
class Setup:
    """Settings, inventory, and the plan both make, as far as there are any; and what is to be said of them."""

    settings: Settings | None
    inventory: Inventory | None
    plan: Plan | None
    findings: tuple[Finding, Finding]


def look_at(place: Place) -> Setup:
    """Read settings and inventory as `netmon run` would."""
    try:
        settings: Settings | None = Settings.from_environment(place.environment)
        about_settings = Finding(Check.SETTINGS, Verdict.OK, Phrase("the settings are valid"))
    except SettingsError as error:
        settings, about_settings = None, _invalid(error)
    examination = examine(place.inventory, [rule_faults])
    inventory = examination.inventory
    errors = sum(complaint.is_error for complaint in examination.complaints)
    about_inventory = judge_inventory(place.inventory, errors, len(examination.complaints) - errors)
    if settings is None or inventory is None:
        return Setup(settings, inventory, None, (about_settings, about_inventory))
    try:
        plan = Plan.of(inventory, find_collectors(), settings)
    except SettingsError as error:
        return Setup(None, inventory, None, (_invalid(error), about_inventory))
    return Setup(settings, inventory, plan, (about_settings, about_inventory))


def judge_inventory(inventory: Path, errors: int, warnings: int) -> Finding:
    """Return what the complaints of `netmon check` amount to."""
    cure = Phrase("netmon check {path} names each with its cure", path=inventory)
    if errors:
        what = Phrase("{count:error|errors} in {path}: netmon refuses it", count=errors, path=inventory)
        return Finding(Check.INVENTORY, Verdict.ERROR, what, cure)
    if warnings:
        what = Phrase("{count:warning|warnings} in {path}", count=warnings, path=inventory)
        return Finding(Check.INVENTORY, Verdict.WARNING, what, cure)
    return Finding(Check.INVENTORY, Verdict.OK, Phrase("{path} can be used", path=inventory))


def _invalid(error: SettingsError) -> Finding:
    what = Phrase("the settings are not valid: {reason}", reason=error)
    return Finding(Check.SETTINGS, Verdict.ERROR, what, Phrase("mend these variables; the README lists all"))
