"""Which single losses would cut a vertex off: dominators of the flow from the anchors.

Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001): iterate over the vertices
in reverse postorder until nothing changes.
"""

from collections.abc import Callable, Iterator, Mapping

from netmon.judgement.network import Network, Vertex

Dominators = Mapping[Vertex, Vertex | None]
"""Each reached vertex's immediate dominator; None stands for the anchors taken together."""


def immediate_dominators(network: Network, passes: Callable[[Vertex], bool]) -> Dominators:
    """Return the dominator tree of what the anchors reach over vertices that pass."""
    order = _reverse_postorder(network, passes)
    position = {vertex: number for number, vertex in enumerate(order, start=1)}
    roots = frozenset(network.anchors)
    immediate: dict[Vertex, Vertex | None] = {}

    def rank(vertex: Vertex | None) -> int:
        return 0 if vertex is None else position[vertex]

    def common(first: Vertex | None, second: Vertex | None) -> Vertex | None:
        while first != second:
            if rank(first) > rank(second):
                first = immediate[first] if first is not None else None
            else:
                second = immediate[second] if second is not None else None
        return first

    changed = True
    while changed:
        changed = False
        for vertex in order:
            known = [other for other in network.neighbours[vertex] if other in immediate]
            dominator = None if vertex in roots else known[0]
            if vertex not in roots:
                for other in known[1:]:
                    dominator = common(dominator, other)
            if vertex not in immediate or immediate[vertex] != dominator:
                immediate[vertex] = dominator
                changed = True
    return immediate


def dominators_of(vertex: Vertex, immediate: Dominators) -> Iterator[Vertex]:
    """Yield the vertices whose loss alone would cut this one off, nearest first, itself left out."""
    above = immediate.get(vertex)
    while above is not None:
        yield above
        above = immediate[above]


def _reverse_postorder(network: Network, passes: Callable[[Vertex], bool]) -> list[Vertex]:
    """Return the reached vertices so that each, but for the roots, comes after one of its neighbours."""
    seen: set[Vertex] = set()
    finished: list[Vertex] = []
    for root in network.anchors:
        if root in seen or not passes(root):
            continue
        seen.add(root)
        stack = [(root, iter(network.neighbours[root]))]
        while stack:
            vertex, others = stack[-1]
            unseen = next((other for other in others if other not in seen and passes(other)), None)
            if unseen is None:
                finished.append(vertex)
                stack.pop()
            else:
                seen.add(unseen)
                stack.append((unseen, iter(network.neighbours[unseen])))
    return finished[::-1]
