"""Is a link up: what its ends say of their interfaces, as far as they answer, and what answers behind it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netmon.clock import EPOCH, MINUTE, Millis
from netmon.judgement.network import Network, Vertex, link_vertex
from netmon.judgement.situation import PortReport, Situation, Verdict
from netmon.model import Entity, EntityKind, LinkName, LinkState, Standing

CREDIBLE = Millis(5 * MINUTE)
"""How far before a report its ifLastChange is believed as the start of an outage."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one end says of a link: the report, which port it is of, and since when the end answers."""

    report: PortReport
    port: Entity
    answers_since: Millis

    @property
    def since(self) -> Millis:
        """When the reported state began: ifLastChange where it is credible, else the report itself."""
        at, changed = self.report.at, self.report.changed_at
        return changed if changed is not None and 0 <= at - changed <= CREDIBLE else at

    @property
    def heard(self) -> Millis:
        """When netmon first heard the report, or heard it again after a silence."""
        return max(self.report.at, self.answers_since)


@dataclass(frozen=True, slots=True)
class Ports:
    """What is known of ports and devices, for the questions of this module.

    `passed` is the last answer that must have come through each vertex, `carrying` the start of the
    longest row of such answers.
    """

    network: Network
    situation: Situation
    passed: Mapping[Vertex, Millis]
    carrying: Mapping[Vertex, Millis]
    now: Millis

    def words(self, link: LinkName) -> Iterator[Word]:
        """Yield the valid words of the ends that answer themselves."""
        for device, interface in self.network.ends[link]:
            report = self.situation.ports.get((device, interface))
            track = self.situation.tracks.get(device)
            if (
                report is not None
                and track is not None
                and track.verdict is Verdict.UP
                and self.now < report.valid_until
            ):
                yield Word(report, Entity(EntityKind.INTERFACE, f"{device}:{interface}"), track.since)

    def down_words(self, link: LinkName) -> list[Word]:
        """Return the words that the link is down, unless an answer has passed it since."""
        words = [word for word in self.words(link) if not word.report.is_up]
        passed = self.passed.get(link_vertex(link), EPOCH)
        return words if all(word.report.at >= passed for word in words) else []


def link_standings(ports: Ports) -> dict[LinkName, Standing]:
    """Return every link's state as its ends report it, or as an answer from behind it proves."""
    return {link: _standing(ports, link) for link in ports.network.ends}


def heard_down(ports: Ports, links: Mapping[LinkName, Standing]) -> dict[Vertex, Millis]:
    """Return the links that are reported down, and when netmon heard so last."""
    return {
        link_vertex(name): max(word.heard for word in ports.down_words(name))
        for name, standing in links.items()
        if standing.state == LinkState.DOWN
    }


def witnesses(ports: Ports, links: Mapping[LinkName, Standing]) -> dict[Vertex, Entity]:
    """Return the links that are reported down, and the interface that said so first."""
    return {
        link_vertex(name): _first(ports, name, ports.down_words(name)).port
        for name, standing in links.items()
        if standing.state == LinkState.DOWN
    }


def _standing(ports: Ports, link: LinkName) -> Standing:
    words = list(ports.words(link))
    if words and all(word.report.is_up for word in words):
        word = max(words, key=lambda word: (_began(word, ports, link), word.port))
        return Standing(LinkState.UP, _began(word, ports, link), f"{word.port} reports ifOperStatus up")
    if down := ports.down_words(link):
        word = _first(ports, link, down)
        return Standing(LinkState.DOWN, _began(word, ports, link), f"{word.port} reports ifOperStatus down")
    if link_vertex(link) in ports.passed:
        return Standing(LinkState.UP, ports.carrying[link_vertex(link)], "what lies behind it answers")
    return Standing(LinkState.UNKNOWN, ports.now, "no end reports its interface")


def _first(ports: Ports, link: LinkName, words: Iterable[Word]) -> Word:
    return min(words, key=lambda word: (_began(word, ports, link), word.port))


def _began(word: Word, ports: Ports, link: LinkName) -> Millis:
    """Return when a reported state began; one that was not known before begins when netmon hears of it."""
    former = ports.situation.links.get(link)
    return word.heard if former is None or former.state == LinkState.UNKNOWN else word.since
