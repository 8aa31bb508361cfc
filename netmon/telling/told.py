"""What there is to tell now, and what was told already."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from netmon.alerting.notice import Notice, notice_of_alert, notice_of_incident
from netmon.alerting.stages import Sent
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Judgement
from netmon.model import Alert, Message, NotificationKind
from netmon.settings import Settings


class Told:
    """The outbox's rows about each subject: asked for once, remembered as long as the subject is spoken of."""

    def __init__(self, rows: Callable[[str], frozenset[Sent]]) -> None:
        self._rows = rows
        self._known: dict[str, frozenset[Sent]] = {}

    def about(self, notices: Iterable[Notice]) -> Mapping[str, frozenset[Sent]]:
        """Return the rows about each notice's subject, as they are now."""
        subjects = {notice.subject_id for notice in notices}
        self._known = {subject: self._of(subject) for subject in subjects}
        return dict(self._known)

    def add(self, messages: Iterable[Message]) -> None:
        """Remember messages that are in the outbox now."""
        for message in messages:
            for subject, kind in message.says:
                said = NotificationKind.RESOLVED if kind is NotificationKind.PASSED else kind
                row: Sent = (message.channel, message.address, said)
                self._known[subject] = self._of(subject) | {row}

    def _of(self, subject: str) -> frozenset[Sent]:
        known = self._known.get(subject)
        return self._rows(subject) if known is None else known


def notices(
    judgement: Judgement, alerts: Iterable[Alert], inventory: Inventory, settings: Settings
) -> Iterator[Notice]:
    """Yield everything that holds, or is over since this evaluation."""
    for incident in (*judgement.situation.incidents, *judgement.closed):
        yield notice_of_incident(incident, inventory, settings.url, settings.language)
    for alert in alerts:
        notice = notice_of_alert(alert, inventory, settings.url)
        if notice is not None:
            yield notice
