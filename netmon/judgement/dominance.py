"""Which single losses would cut a vertex off: dominators of the flow from the roots.

Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001): iterate over the vertices
in reverse postorder until nothing changes. Every other pass goes backwards: what the end of a ring
tells, its whole length learns in one pass and not in one for each vertex.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce

from netmon.judgement.network import Neighbours, Vertex

Dominators = Mapping[Vertex, Vertex | None]
"""Each reached vertex's immediate dominator; None stands for the roots taken together."""

ROOTS = 0
"""The number of the roots taken together; vertices are numbered from 1, in reverse postorder."""


def immediate_dominators(
    neighbours: Neighbours, roots: Iterable[Vertex], passes: Callable[[Vertex], bool]
) -> Dominators:
    """Return the dominator tree of what the roots reach over vertices that pass."""
    starts = [root for root in dict.fromkeys(roots) if passes(root)]
    order = _reverse_postorder(neighbours, starts, passes)
    number = {vertex: place for place, vertex in enumerate(order, start=1)}
    ways = [[number[other] for other in neighbours[vertex] if other in number] for vertex in order]
    for start in starts:
        ways[number[start] - 1] = [ROOTS]
    nearest = _nearest(ways)
    return {vertex: order[nearest[place] - 1] if nearest[place] else None for vertex, place in number.items()}


def dominators_of(vertex: Vertex, immediate: Dominators) -> Iterator[Vertex]:
    """Yield the vertices whose loss alone would cut this one off, nearest first, itself left out."""
    above = immediate.get(vertex)
    while above is not None:
        yield above
        above = immediate[above]


def _nearest(ways: list[list[int]]) -> list[int]:
    """Return the number of each vertex's immediate dominator, given the vertices next to it."""
    unseen = -1
    nearest = [ROOTS, *[unseen] * len(ways)]

    def common(first: int, second: int) -> int:
        while first != second:
            if first > second:
                first = nearest[first]
            else:
                second = nearest[second]
        return first

    sweep, changed = list(enumerate(ways, start=1)), True
    while changed:
        changed = False
        for vertex, others in sweep:
            dominator = reduce(common, (other for other in others if nearest[other] != unseen))
            if nearest[vertex] != dominator:
                nearest[vertex], changed = dominator, True
        sweep.reverse()
    return nearest


def _reverse_postorder(
    neighbours: Neighbours, starts: Iterable[Vertex], passes: Callable[[Vertex], bool]
) -> list[Vertex]:
    """Return the reached vertices so that each, but for the roots, comes after one of its neighbours."""
    seen: set[Vertex] = set()
    finished: list[Vertex] = []
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(neighbours[start]))]
        while stack:
            vertex, others = stack[-1]
            unseen = next((other for other in others if other not in seen and passes(other)), None)
            if unseen is None:
                finished.append(vertex)
                stack.pop()
            else:
                seen.add(unseen)
                stack.append((unseen, iter(neighbours[unseen])))
    return finished[::-1]
