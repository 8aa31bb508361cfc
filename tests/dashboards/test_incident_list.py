"""The list of incidents shows what its address asks for, and turns through what is over without skipping anything."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboards.finding.incidents import MOST_BACK, ON_A_PAGE
from netmon.clock import HOUR, Millis
from netmon.commands import Actor, AddSilence, PassOn
from netmon.model import Entity, EntityKind, Hushed, IncidentId, IncidentRecord, Severity
from tests.dashboards.exhibit import CUT, NOW, Exhibit, closed_incident, shipped_inventory
from tests.dashboards.people import Who, come_as, exhibit_for

CARD = re.compile(r'data-incident="([^"]+)"')
TURN = re.compile(r'rel="(prev|next)" href="([^"]+)"')
TRUNK, ROUTER, RING = "INC-2026-0412", "INC-2026-0411", "INC-2026-0410"


class Archive(Exhibit):
    """An exhibit with more incidents that are over than a page holds."""

    def incidents(self, *, limit: int, before: Millis | None = None) -> Sequence[IncidentRecord]:
        """Return incidents, newest first."""
        record = closed_incident(self.view.inventory)
        old = [
            replace(
                record,
                incident=replace(
                    record.incident,
                    id=IncidentId(f"INC-2025-{number:04}"),
                    started=Millis(record.incident.started - number // 2 * HOUR),
                    severity=Severity.CRITICAL if number % 5 == 0 else Severity.WARNING,
                ),
            )
            for number in range(1, 2 * ON_A_PAGE + 5)
        ]
        known = sorted(old, key=lambda each: (-each.incident.started, each.incident.id))
        return [each for each in known if before is None or each.incident.started < before][:limit]


@pytest.fixture
def exhibit() -> Exhibit:
    return exhibit_for(Who.OPERATOR)


@pytest.fixture
def operator(exhibit: Exhibit) -> FlaskClient:
    return come_as(Who.OPERATOR, exhibit)


def listed(client: FlaskClient, query: str = "") -> list[str]:
    return CARD.findall(client.get(f"/vystrahy{query}").text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [TRUNK, ROUTER, RING, "INC-2026-0398"]),
        ("?show=open", [TRUNK, ROUTER, RING]),
        ("?show=untaken", [TRUNK, RING]),
        ("?show=taken", [ROUTER]),
        ("?show=ended", ["INC-2026-0398"]),
        ("?show=muted", []),
        ("?severity=critical", [TRUNK]),
        ("?show=untaken&severity=warning", [RING]),
        ("?show=nonsense&severity=<b>", [TRUNK, ROUTER, RING, "INC-2026-0398"]),
    ],
)
def test_an_address_chooses(operator: FlaskClient, query: str, expected: list[str]) -> None:
    assert listed(operator, query) == expected


def test_what_is_muted_is_found_and_told_to_operators_alone(operator: FlaskClient, exhibit: Exhibit) -> None:
    hushed = Hushed(entities=(Entity(EntityKind.LINK, CUT),))
    exhibit.submit(AddSilence(hushed, Millis(NOW + HOUR), "ticho"), Actor("novakova", ""))
    assert listed(operator, "?show=muted") == [TRUNK]
    assert "ztlumeno" in operator.get("/vystrahy").text
    public = come_as(Who.PUBLIC, exhibit)
    assert "ztlumen" not in public.get("/vystrahy").text
    assert listed(public, "?show=muted") == []


def test_what_is_on_its_way_is_taken_by_nobody(operator: FlaskClient, exhibit: Exhibit) -> None:
    exhibit.submit(PassOn(IncidentId(TRUNK), "dvorak"), Actor("novakova", ""))
    assert TRUNK in listed(operator, "?show=untaken")
    assert "předáno: Tomáš Dvořák" in operator.get("/vystrahy").text


def test_turning_skips_nothing_and_leads_back() -> None:
    archive = Archive(exhibit_for(Who.OPERATOR).view)
    client = come_as(Who.OPERATOR, archive)
    pages, query = [], "?show=ended"
    while True:
        page = client.get(f"/vystrahy{query}").text
        pages.append(CARD.findall(page))
        ways = {rel: href.replace("&amp;", "&").removeprefix("/vystrahy") for rel, href in TURN.findall(page)}
        if "next" not in ways:
            break
        query = ways["next"]
    assert [len(page) for page in pages] == [ON_A_PAGE, ON_A_PAGE, 4]
    assert len({key for page in pages for key in page}) == 2 * ON_A_PAGE + 4
    assert CARD.findall(client.get(f"/vystrahy{ways['prev']}").text) == pages[1]
    critical = listed(client, "?show=ended&severity=critical")
    assert len(critical) == 10
    assert shipped_inventory()


def test_the_open_ones_stand_on_the_first_page_alone() -> None:
    archive = Archive(exhibit_for(Who.OPERATOR).view)
    client = come_as(Who.OPERATOR, archive)
    first = client.get("/vystrahy").text
    older = dict(TURN.findall(first))["next"].replace("&amp;", "&")
    assert TRUNK in first
    assert TRUNK not in CARD.findall(client.get(older).text)


@pytest.mark.parametrize("cursor", ["nonsense", "-1.x", "9" * 5_000, "1."])
def test_a_forged_cursor_leads_nowhere(operator: FlaskClient, cursor: str) -> None:
    assert operator.get(f"/vystrahy?after={cursor}").status_code == 404


def test_a_trail_without_end_is_cut(operator: FlaskClient) -> None:
    query = "&".join(f"after={number}.INC" for number in range(1, 500))
    answer = operator.get(f"/vystrahy?{query}").text
    assert max((href.count("after=") for _, href in TURN.findall(answer)), default=0) < MOST_BACK
