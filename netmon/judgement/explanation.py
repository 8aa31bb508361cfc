"""What explains the silence: the fewest losses from which everything that is seen follows.

The dark is what can be reached neither from the anchors nor from anybody who answers without
passing a device that is down. Each patch of it has its own causes: down devices, and the links
that lead into the patch. What somebody behind it answered through has not failed. Where what is
lost in several places shares a risk, the risk is the one cause.
"""

from collections.abc import Collection, Iterator, Sequence

from netmon.clock import EPOCH
from netmon.judgement.cause import MONITOR, Cause, Claim, Sight, is_isolated
from netmon.judgement.light import Light, is_mute
from netmon.judgement.network import Network, Vertex
from netmon.judgement.patch import patches_of
from netmon.judgement.risks import under_shared_risks


def explain(
    network: Network, sight: Sight, claims: Sequence[Claim] = (), told: frozenset[Vertex] = frozenset()
) -> tuple[Cause, ...]:
    """Return the causes, the farthest-reaching first; every down device is in exactly one of them.

    What the claims explain together stays theirs, the oldest claim first. What was `told` of long
    ago becomes no part of a shared risk.
    """
    if not sight.down and not sight.down_links:
        return ()
    if is_isolated(network, sight):
        return (Cause(MONITOR, (MONITOR,), frozenset(sight.down)),)
    light = Light.of(
        network, sight, told.union(*(claim.devices for claim in claims), (claim.vertex for claim in claims))
    )
    silences = list(_silences(light, claims))
    rings = _open_rings(light, {cause.vertex for cause in silences})
    causes = under_shared_risks([*silences, *rings], light, claims)
    return tuple(sorted(causes, key=lambda cause: (-len(cause.explained), cause.vertex)))


def _silences(light: Light, claims: Sequence[Claim]) -> Iterator[Cause]:
    for device in light.sight.down:
        if is_mute(device, light.sight):  # it does not answer, but it carries the answers of others
            yield Cause(device, (device,), frozenset([device]))
    for patch in patches_of(light):
        yield from patch.causes(claims)


def _open_rings(light: Light, causes: Collection[Vertex]) -> Iterator[Cause]:
    """Yield the links that are down though both ends have answered since: redundancy did its work."""
    network, sight = light.network, light.sight
    for link, heard in sorted(sight.down_links.items()):
        ends = network.neighbours[link]
        if link not in causes and all(sight.up.get(end, EPOCH) > heard and end not in sight.returning for end in ends):
            yield Cause(link, (link,), frozenset())
