"""Where Grafana shows the same: the same span and the same thing, for whoever may look at all of it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from dashboards.desk import Visit
from dashboards.timerange import DEFAULT

UIDS = {
    "region": "netmon-region",
    "municipality": "netmon-municipality",
    "device": "netmon-device",
    "link": "netmon-link",
}
"""The boards that netmon brings; tests hold them to `dashboards.grafana`, which pages need not load."""
RELATIVE = dict(zip(("from", "to"), DEFAULT, strict=True))


def grafana_link(
    seen: Visit, board: str, span: Mapping[str, str] | None = None, **variables: str | tuple[str, ...]
) -> str | None:
    """Return a board's address; None where no Grafana is set, or for whom its boards show too much."""
    url = seen.snapshot.settings.grafana_url
    if url is None or not seen.rights.sees_all:
        return None
    chosen = {f"var-{name}": value for name, value in variables.items()}
    query = urlencode({**(span or RELATIVE), **chosen}, doseq=True)
    return f"{url.rstrip('/')}/d/{UIDS[board]}?{query}"
