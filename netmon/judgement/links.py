"""Is a link up: what its ends say of their interfaces, as far as the ends themselves answer."""

from collections.abc import Iterator

from netmon.clock import MINUTE, Millis
from netmon.judgement.network import Network
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.model import LinkName, LinkState, Standing

Reports = list[tuple[str, PortReport]]

CREDIBLE = Millis(5 * MINUTE)
"""How far before a report its ifLastChange is believed as the start of an outage."""


def link_standings(network: Network, situation: Situation, now: Millis) -> dict[LinkName, Standing]:
    """Return every link's state as its ends report it."""
    return {link: _standing(list(_reports(link, network, situation, now)), now) for link in network.ends}


def _standing(reports: Reports, now: Millis) -> Standing:
    if not reports:
        return Standing(LinkState.UNKNOWN, now, "no end reports its interface")
    if down := [pair for pair in reports if not pair[1].is_up]:
        port, report = min(down, key=lambda pair: (change_of(pair[1]), pair[0]))
        return Standing(LinkState.DOWN, change_of(report), f"{port} reports ifOperStatus down")
    port, report = max(reports, key=lambda pair: (change_of(pair[1]), pair[0]))
    return Standing(LinkState.UP, change_of(report), f"{port} reports ifOperStatus up")


def change_of(report: PortReport) -> Millis:
    """Return when the reported state began: ifLastChange where it is credible, else the report itself."""
    changed = report.changed_at
    return changed if changed is not None and 0 <= report.at - changed <= CREDIBLE else report.at


def _reports(link: LinkName, network: Network, situation: Situation, now: Millis) -> Iterator[tuple[str, PortReport]]:
    """Yield the valid reports of ends that answer themselves."""
    for device, interface in network.ends[link]:
        report = situation.ports.get((device, interface))
        answers = situation.tracks.get(device, Track()).verdict is Verdict.UP
        if report is not None and answers and now < report.valid_until:
            yield f"{device} {interface}", report
