"""How long `netmon check` and a reload take: the shipped inventory, from YAML to models."""

import time
from collections.abc import Mapping
from pathlib import Path

from netmon.inventory.loading import load

SHIPPED = Path(__file__).parents[2] / "inventory"


def load_shipped() -> Mapping[str, float]:
    """Load the shipped inventory once."""
    begun = time.perf_counter()
    inventory = load(SHIPPED)
    elapsed = time.perf_counter() - begun
    return {"load_s": elapsed, "devices_per_s": len(inventory.devices) / elapsed}


MEASURES = (load_shipped,)
