"""Under which names and numbers a device shows its interfaces, and whether that is news."""

from collections.abc import Mapping

from netmon.snmp.declaration import Index

Places = Mapping[Index, str]
"""Names of interfaces by ifIndex."""


def have_changed(before: Places | None, now: Places, *, is_whole: bool) -> bool:
    """Say whether interfaces have come, gone, or are named or numbered otherwise.

    At first everything is news. What is missing from a reading that is not whole need not be gone.
    """
    return now != before and (before is None or is_whole or not now.items() <= before.items())
