"""Evidence is told in the reader's language and on the reader's clock."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.evidence import evidence_line
from dashboards.formats import Formats
from dashboards.texts import Words
from netmon.clock import from_datetime
from netmon.settings import Language

MIDNIGHT = from_datetime(datetime(2026, 11, 23, 0, 0, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("noted", "czech", "english"),
    [
        (
            "cheb-core-1 xe-0/0/2 reports ifOperStatus down since 23:59:58Z",
            "cheb-core-1 hlásí rozhraní xe-0/0/2 mimo provoz od 00:59:58",
            "cheb-core-1 reports xe-0/0/2 down since 00:59:58",
        ),
        ("as-core-1 silent since 00:00:08Z", "as-core-1 mlčí od 01:00:08", "as-core-1 silent since 01:00:08"),
        ("9 more devices silent", "mlčí dalších 9 zařízení", "9 more devices silent"),
        ("1 more devices silent", "mlčí 1 další zařízení", "1 more device silent"),
        ("something else", "something else", "something else"),
        ("as-core-1 silent since 99:99:99Z", "as-core-1 mlčí od 01:00:00", "as-core-1 silent since 01:00:00"),
    ],
)
def test_evidence_is_put_into_words(noted: str, czech: str, english: str) -> None:
    assert evidence_line(noted, MIDNIGHT, Words(Language.CS), Formats(Language.CS)) == czech
    assert evidence_line(noted, MIDNIGHT, Words(Language.EN), Formats(Language.EN)) == english


@given(st.text(max_size=100))
def test_whatever_was_noted_is_one_visible_line(noted: str) -> None:
    assert evidence_line(noted, MIDNIGHT, Words(Language.CS), Formats(Language.CS)).isprintable()
