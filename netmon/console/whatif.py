"""Who would be cut off without a link, device or trench, and what everybody hangs on: as tables and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from netmon.clock import SystemClock, to_datetime
from netmon.console.elements import element_of, named, vertices_of, written
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.calendar import PRAGUE
from netmon.judgement.municipalities import Elements
from netmon.judgement.network import Vertex
from netmon.judgement.topology import Topology
from netmon.judgement.whatif import SinglePoint, absent, weakest_points, what_if
from netmon.language import Language
from netmon.model import CriticalSite, Impact, MunicipalityCode
from netmon.phrase import Phrase
from netmon.process.status import ALIVE_WITHIN
from netmon.store.reading import StoreReader

MOST_NAMED = 5
"""Names in a cell of a table; JSON has all of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which inventory is meant, what is taken away, and whose present outages count, if any."""

    inventory: Path
    down: tuple[str, ...]
    state: Path | None


@dataclass(frozen=True, slots=True)
class Case:
    """A question that can be answered: the network, what is taken away, and what is down without that."""

    inventory: Inventory
    topology: Topology
    elements: tuple[Vertex, ...]
    taken: frozenset[Vertex]
    already: frozenset[Vertex]

    @classmethod
    def of(cls, question: Question, terminal: Terminal) -> Self:
        """Return the case of a question; raise click.UsageError or CommandRefused for what cannot be taken away."""
        inventory = load(question.inventory)
        topology = Topology.of(inventory)
        elements = tuple(dict.fromkeys(element_of(text, inventory) for text in question.down))
        taken = (vertices_of(element, inventory, topology.network) for element in elements)
        already = frozenset() if question.state is None else _down_now(question.state, topology, terminal)
        return cls(inventory, topology, elements, frozenset().union(*taken), already)

    def name(self, code: MunicipalityCode) -> str:
        """Return what a municipality is called."""
        return one_line(self.inventory.municipalities[code].name)

    def largest_first(self, codes: Iterable[MunicipalityCode]) -> list[MunicipalityCode]:
        """Return municipalities in the order of their inhabitants."""
        return sorted(codes, key=lambda code: (-self.topology.network.populations[code], code))

    def towns(self, codes: Iterable[MunicipalityCode]) -> list[dict[str, object]]:
        """Return municipalities as JSON has them."""
        populations = self.topology.network.populations
        return [
            {"code": code, "name": self.name(code), "inhabitants": populations[code]}
            for code in self.largest_first(codes)
        ]


def show_what_if(question: Question, *, as_json: bool) -> None:
    """Print who would be hit."""
    terminal = Terminal.of_process()
    case = Case.of(question, terminal)
    impact = what_if(case.topology, case.taken, case.already)
    _show(impact_object(case, impact) if as_json else impact_lines(case, impact, terminal.language), terminal)


def show_single_points(question: Question, *, as_json: bool) -> None:
    """Print what everybody hangs on."""
    terminal = Terminal.of_process()
    case = Case.of(question, terminal)
    points = weakest_points(case.topology, case.already | case.taken)
    _show(points_object(case, points) if as_json else points_lines(case, points, terminal.language), terminal)


def impact_object(case: Case, impact: Impact) -> dict[str, object]:
    """Return who would be hit as JSON has it."""
    cut = impact.next_cut
    return {
        **_premises(case),
        "isolated": case.towns(impact.isolated),
        "degraded": case.towns(impact.degraded),
        "inhabitants": impact.inhabitants,
        "sites": [_site(site) for site in impact.sites],
        "devices": list(impact.devices),
        "next_cut": cut
        and {
            "element": written(cut.element),
            "municipalities": cut.municipalities,
            "inhabitants": cut.inhabitants,
        },
    }


def points_object(case: Case, points: Sequence[SinglePoint]) -> dict[str, object]:
    """Return what everybody hangs on as JSON has it: by municipality, and by element."""
    hanging = _by_municipality(points)
    return {
        **_premises(case),
        "municipalities": [
            {**town, "hangs_on": [written(element) for element in hanging[code]]}
            for code, town in zip(case.largest_first(hanging), case.towns(hanging), strict=True)
        ],
        "elements": [
            {
                "element": written(point.element),
                "municipalities": list(point.isolated),
                "inhabitants": point.inhabitants,
                "sites": [_site(site) for site in point.sites],
            }
            for point in points
        ],
    }


def impact_lines(case: Case, impact: Impact, language: Language) -> Iterator[object]:
    """Yield who would be hit as people read it: what it comes to, then each municipality."""
    yield Phrase("Without {elements}:", elements=[named(element) for element in case.elements])
    if not impact.isolated and not impact.degraded and not impact.sites:
        yield Phrase("  nobody loses the connection, and nobody the backup")
        return
    yield Phrase(
        "  {towns:municipality|municipalities} without connection, {people:inhabitant|inhabitants}",
        towns=len(impact.isolated),
        people=impact.inhabitants,
    )
    yield Phrase("  {towns:municipality|municipalities} without a backup", towns=len(impact.degraded))
    if impact.sites:
        sites = [one_line(site.title) for site in impact.sites]
        yield Phrase("  critical sites without connection: {sites}", sites=sites)
    if impact.next_cut is not None:
        yield Phrase(
            "  the next cut isolates {towns:municipality|municipalities}, {people:inhabitant|inhabitants}: {element}",
            towns=impact.next_cut.municipalities,
            people=impact.next_cut.inhabitants,
            element=named(impact.next_cut.element),
        )
    if impact.isolated or impact.degraded:
        yield ""
        yield from aligned(_towns(case, impact), language, figures=(1,))


def points_lines(case: Case, points: Sequence[SinglePoint], language: Language) -> Iterator[object]:
    """Yield what several hang on, the worst first, then what each municipality hangs on beside its own equipment."""
    hanging = {code: elements for code, elements in _by_municipality(points).items() if _foreign(case, code, elements)}
    yield Phrase(
        "{towns:municipality hangs|municipalities hang} on something that has no backup, of {all:,}",
        towns=len(hanging),
        all=len(case.topology.network.service_points),
    )
    shared = [point for point in points if len(point.isolated) > 1]
    if shared:
        yield ""
        yield from aligned(_elements(shared), language, figures=(1, 2))
    if hanging:
        yield ""
        yield from aligned(_hanging(case, hanging), language, figures=(1,))


def _premises(case: Case) -> dict[str, object]:
    return {
        "down": [written(element) for element in case.elements],
        "down_already": [written(vertex) for vertex in sorted(case.already)],
    }


def _towns(case: Case, impact: Impact) -> Iterator[Sequence[object]]:
    yield Phrase("municipality"), Phrase("inhabitants"), Phrase("would be")
    for codes, state in ((impact.isolated, Phrase("cut off")), (impact.degraded, Phrase("without a backup"))):
        for code in case.largest_first(codes):
            yield case.name(code), _figure(case.topology.network.populations[code]), state


def _elements(points: Iterable[SinglePoint]) -> Iterator[Sequence[object]]:
    yield Phrase("element"), Phrase("municipalities"), Phrase("inhabitants"), Phrase("critical sites")
    for point in points:
        sites = _first([one_line(site.title) for site in point.sites])
        yield named(point.element), _figure(len(point.isolated)), _figure(point.inhabitants), sites


def _hanging(case: Case, hanging: dict[MunicipalityCode, tuple[Vertex, ...]]) -> Iterator[Sequence[object]]:
    yield Phrase("municipality"), Phrase("inhabitants"), Phrase("hangs on")
    for code in case.largest_first(hanging):
        elements = _foreign(case, code, hanging[code])
        yield case.name(code), _figure(case.topology.network.populations[code]), _first(list(map(named, elements)))


def _foreign(case: Case, code: MunicipalityCode, elements: Iterable[Vertex]) -> list[Vertex]:
    """Return the elements that are not the municipality's own service points."""
    return [element for element in elements if element not in case.topology.network.service_points[code]]


def _by_municipality(points: Iterable[SinglePoint]) -> dict[MunicipalityCode, tuple[Vertex, ...]]:
    hanging: dict[MunicipalityCode, list[Vertex]] = {}
    for point in points:
        for code in point.isolated:
            hanging.setdefault(code, []).append(point.element)
    return {code: tuple(elements) for code, elements in hanging.items()}


def _site(site: CriticalSite) -> dict[str, str]:
    return {"kind": site.kind.value, "name": site.name, "title": one_line(site.title)}


def _first(names: Sequence[str]) -> Phrase:
    """Return names as far as a cell can bear them."""
    rest = len(names) - MOST_NAMED
    return Phrase("{names}", names=[*names[:MOST_NAMED], *([f"+{rest}"] if rest > 0 else [])])


def _figure(number: int) -> Phrase:
    return Phrase("{count:,}", count=number)


def _down_now(state: Path, topology: Topology, terminal: Terminal) -> frozenset[Vertex]:
    """Return what the netmon of a state directory knows to be down; say so if it does not run."""
    clock = SystemClock()
    with closing(StoreReader(state, clock)) as reader:
        situation, beat = reader.situation(), reader.last_beat()
    if beat is None:
        terminal.say(Phrase("netmon does not run; it never ran here"))
    elif clock.now() - beat > ALIVE_WITHIN:
        time = f"{to_datetime(beat).astimezone(PRAGUE):%Y-%m-%d %H:%M:%S %Z}"
        terminal.say(Phrase("netmon does not run; last beat {time}", time=time))
    return absent(topology.network, Elements(situation.devices, situation.links))


def _show(answer: dict[str, object] | Iterable[object], terminal: Terminal) -> None:
    if isinstance(answer, dict):
        terminal.show(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    for line in answer:
        terminal.show(line)
