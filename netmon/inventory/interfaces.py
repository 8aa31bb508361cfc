"""How fast an interface can be, as far as its name tells."""

import re
from dataclasses import dataclass

from netmon.model import InterfaceName

GIGABIT = 10**9


@dataclass(frozen=True, slots=True)
class SpeedRange:
    """The least and the most bit/s that interfaces of one name run at."""

    least: int
    most: int

    def overlaps(self, other: "SpeedRange") -> bool:
        """Return whether two interfaces could run at one speed."""
        return self.least <= other.most and other.least <= self.most


NAMES = {
    re.compile(r"(fe-|FastEthernet|Fa)\d"): SpeedRange(GIGABIT // 100, GIGABIT // 10),
    re.compile(r"(ge-|GigabitEthernet|Gi)\d"): SpeedRange(GIGABIT // 100, GIGABIT),
    re.compile(r"(xe-|TenGigabitEthernet|TenGigE|Te|XGigabitEthernet|10GE)\d"): SpeedRange(GIGABIT, 10 * GIGABIT),
    re.compile(r"(TwentyFiveGigE|Twe|25GE)\d"): SpeedRange(GIGABIT, 25 * GIGABIT),
    re.compile(r"(FortyGigabitEthernet|FortyGigE|Fo|40GE)\d"): SpeedRange(10 * GIGABIT, 40 * GIGABIT),
    re.compile(r"(HundredGigabitEthernet|HundredGigE|Hu|100GE)\d"): SpeedRange(10 * GIGABIT, 100 * GIGABIT),
    re.compile(r"et-\d"): SpeedRange(10 * GIGABIT, 800 * GIGABIT),
}
"""Junos, IOS, IOS XR and VRP; other names tell nothing."""


def speed_range(interface: InterfaceName) -> SpeedRange | None:
    """Return how fast an interface can be, or None if its name does not tell."""
    return next((speeds for name, speeds in NAMES.items() if name.match(interface)), None)
