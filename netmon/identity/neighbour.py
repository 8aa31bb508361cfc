"""Whom an interface hears, in the neighbour's own words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What a neighbour calls itself, its port and its chassis (LLDP); what it does not tell is empty."""

    name: str = ""
    port: str = ""
    chassis: str = ""
    """Its chassis ID in hexadecimal: only compared, never shown as a name where there is one."""


NOBODY = Neighbour()
"""Nobody, or nobody in particular."""
