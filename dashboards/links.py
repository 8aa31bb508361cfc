"""Addresses for readers elsewhere: of the host that the settings name, whichever was asked for."""

from dashboards.desk import visit


def whole(path: str) -> str:
    """Return the whole address of a page."""
    return visit().snapshot.settings.url.rstrip("/") + path
