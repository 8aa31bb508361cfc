"""What a topology in doubt still is."""

from netmon.judgement.topology import Topology
from tests.netmon.judgement.networks import RING, SPUR, region, vertex


def test_doubt_takes_away_nothing_else() -> None:
    for links in (SPUR, RING):
        sure = Topology.of(region(links))
        assert sure.doubting(frozenset()).dominators == sure.dominators
        doubtful = sure.doubting({vertex("c-d")})
        assert (doubtful.planned, doubtful.critical) == (sure.planned, sure.critical)
        assert doubtful.network.neighbours == sure.network.neighbours
        assert doubtful.dominators.keys() == sure.dominators.keys()
