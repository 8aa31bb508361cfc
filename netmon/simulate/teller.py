"""What the demo says as it goes: the set-up once, then one line for each thing that happens."""

from collections.abc import Callable, Iterable

from netmon.alerting.whereabouts import title_of
from netmon.alerting.wording import incident_line
from netmon.clock import Clock, Millis
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import Entity, EntityKind, Incident, IncidentId, LinkName
from netmon.simulate.receiver import Arrival
from netmon.simulate.words import WORDS, number, seconds


class Teller:
    """Says each thing once, in one language; moments count from the beginning of the story."""

    def __init__(self, say: Callable[[str], None], language: Language, inventory: Inventory, clock: Clock) -> None:
        self._say = say
        self._language = language
        self._inventory = inventory
        self._clock = clock
        self._began: Millis | None = None
        self._opened: set[IncidentId] = set()
        self._ended: set[IncidentId] = set()
        self._arrivals = 0

    def begin(self) -> None:
        """Let moments count from now."""
        self._began = self._clock.monotonic()

    def tell(self, what: str, /, **facts: str | int) -> None:
        """Say one line of the words; whole numbers get their thousands apart."""
        written = {
            name: number(fact, self._language) if isinstance(fact, int) else fact for name, fact in facts.items()
        }
        text = WORDS[self._language][what].format(**written)
        if self._began is None:
            self._say(text)
        else:
            self._say(f"{self.seconds(Millis(self._clock.monotonic() - self._began)):>6} s  {text}")

    def tell_incidents(self, incidents: Iterable[tuple[Incident, Millis | None]]) -> None:
        """Say which incidents are new, with the time since the cut behind them, and which have ended."""
        for incident, cut in incidents:
            if incident.id not in self._opened:
                self._opened.add(incident.id)
                self._tell_detection(incident, cut)
            if not incident.is_open and incident.id not in self._ended:
                self._ended.add(incident.id)
                self.tell("ended", line=self._line(incident))

    def tell_arrivals(self, arrivals: tuple[Arrival, ...]) -> None:
        """Say which messages are new."""
        for arrival in arrivals[self._arrivals :]:
            self.tell(arrival.kind.value, line=arrival.summary)
        self._arrivals = len(arrivals)

    def title(self, link: LinkName) -> str:
        """Return what people call a link."""
        return title_of(Entity(EntityKind.LINK, link), self._inventory)

    def seconds(self, span: Millis) -> str:
        """Return a span in seconds."""
        return seconds(span, self._language)

    def _tell_detection(self, incident: Incident, cut: Millis | None) -> None:
        if cut is None:
            self.tell("opened", line=self._line(incident))
        else:
            self.tell("detected", seconds=self.seconds(Millis(incident.detected - cut)), line=self._line(incident))

    def _line(self, incident: Incident) -> str:
        return incident_line(incident, title_of(incident.cause, self._inventory), self._language)
