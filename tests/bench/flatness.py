"""Whether a varbind costs as much among 5,000 devices as among 50: steady rounds of our own stack, as in `snmp.py`.

`most_over_least` is the ratio of the dearest to the cheapest fleet's CPU per varbind. The whole path is priced by
`path.py`: there the engine's steps count too, more of them the longer a round takes.
"""

from collections.abc import Mapping
from dataclasses import replace

from tests.bench.agent import Fleet, serving
from tests.bench.job import AGENT_CORE
from tests.bench.snmp import CONTESTANTS, PACE

SIZES = (50, 500, 5_000)
PORT = 16_310
NETMON = CONTESTANTS[0]


def fleets() -> Mapping[str, float]:
    """Read fleets of growing size, one after the other."""
    costs = {f"cpu_us_per_varbind_of_{devices}": _cost(devices) for devices in SIZES}
    return costs | {"most_over_least": max(costs.values()) / min(costs.values())}


def _cost(devices: int) -> float:
    with serving(Fleet(devices=devices, port=PORT, pace=PACE), AGENT_CORE):
        return replace(NETMON, devices=devices).run("v2c", PORT).cpu_us_per_varbind


MEASURES = (fleets,)
