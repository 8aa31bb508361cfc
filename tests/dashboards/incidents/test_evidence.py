"""Evidence is told in the reader's language and on the reader's clock."""

from datetime import UTC, datetime

import pytest

from dashboards.formats import Formats
from dashboards.incidents.evidence import evidence_line
from dashboards.texts import Words
from netmon.clock import from_datetime
from netmon.language import Language
from netmon.model import Entity, EntityKind, Evidence, EvidenceKind

BEFORE_MIDNIGHT = from_datetime(datetime(2026, 11, 22, 23, 59, 58, tzinfo=UTC))
PORT = Entity(EntityKind.INTERFACE, "cheb-core-1:xe-0/0/2")
DEVICE = Entity(EntityKind.DEVICE, "as-core-1")


@pytest.mark.parametrize(
    ("noted", "czech", "english"),
    [
        (
            Evidence(EvidenceKind.PORT_DOWN, PORT, BEFORE_MIDNIGHT),
            "cheb-core-1 hlásí rozhraní xe-0/0/2 mimo provoz od 00:59:58",
            "cheb-core-1 reports xe-0/0/2 down since 00:59:58",
        ),
        (
            Evidence(EvidenceKind.SILENT, DEVICE, BEFORE_MIDNIGHT),
            "as-core-1 mlčí od 00:59:58",
            "as-core-1 silent since 00:59:58",
        ),
        (Evidence(EvidenceKind.MORE_SILENT, count=9), "mlčí dalších 9 zařízení", "9 more devices silent"),
        (Evidence(EvidenceKind.MORE_SILENT, count=1), "mlčí 1 další zařízení", "1 more device silent"),
        (
            Evidence(EvidenceKind.SYNTHETIC),
            "smyšlená historie, nic z toho se nestalo",
            "synthetic history; none of it happened",
        ),
    ],
)
def test_evidence_is_put_into_words(noted: Evidence, czech: str, english: str) -> None:
    assert evidence_line(noted, Words(Language.CS), Formats(Language.CS)) == czech
    assert evidence_line(noted, Words(Language.EN), Formats(Language.EN)) == english
