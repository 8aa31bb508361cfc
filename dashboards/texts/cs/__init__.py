"""What Czech readers read, a room of the house each."""

from collections.abc import Mapping

from dashboards.texts.cs import (
    admission,
    frame,
    incidents,
    login,
    monitor,
    municipality,
    network,
    region,
    report,
    works,
)

ROOMS: tuple[Mapping[str, str | Mapping[str, str]], ...] = (
    admission.TEXTS,
    frame.TEXTS,
    incidents.TEXTS,
    login.TEXTS,
    monitor.TEXTS,
    municipality.TEXTS,
    network.TEXTS,
    region.TEXTS,
    report.TEXTS,
    works.TEXTS,
)
TEXTS: Mapping[str, str | Mapping[str, str]] = {key: text for room in ROOMS for key, text in room.items()}
