"""Whether a varbind costs as much among 5,000 devices as among 50: the whole path of `path.py`, after learning.

`most_over_least` is the ratio of the dearest to the cheapest fleet's CPU per varbind.
"""

from collections.abc import Mapping

from tests.bench.agent import Fleet
from tests.bench.path import price_of

SIZES = (50, 500, 5_000)
PORT = 16_310


def fleets() -> Mapping[str, float]:
    """Watch fleets of growing size, one after the other."""
    prices = {devices: price_of(Fleet(devices=devices, port=PORT)) for devices in SIZES}
    costs = {f"cpu_us_per_varbind_of_{devices}": price.cpu_us_per_varbind for devices, price in prices.items()}
    sizes = {f"peak_rss_mb_of_{devices}": price.peak_rss_mb for devices, price in prices.items()}
    return costs | sizes | {"most_over_least": max(costs.values()) / min(costs.values())}


MEASURES = (fleets,)
