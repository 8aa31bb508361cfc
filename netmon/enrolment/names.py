"""What new things are called, so that the inventory takes the name and nothing else has it."""

import re
from collections.abc import Container
from itertools import count

from netmon.inventory.models import SLUG
from netmon.inventory.whereabouts import LONGEST_SLUG, slug_of


def device_name_of(system_name: str) -> str:
    """Return the name that a sysName or an LLDP system name makes: its first label; empty if it has none."""
    return slug_of(system_name.strip().partition(".")[0])


def is_slug(text: str) -> bool:
    """Return whether the inventory takes a text as a name."""
    return re.fullmatch(SLUG, text) is not None


def unique(name: str, taken: Container[str]) -> str:
    """Return a name nobody has: itself, else with the first number from 2 on."""
    return next(found for number in count(1) if (found := _numbered(name, number)) not in taken)


def _numbered(name: str, number: int) -> str:
    suffix = f"-{number}" if number > 1 else ""
    return name[: LONGEST_SLUG - len(suffix)].rstrip("-") + suffix
