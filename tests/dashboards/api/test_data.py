"""Machines read of municipalities and incidents what visitors see, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from dashboards.api import paging
from dashboards.api.paging import MOST, incidents_page, page_of
from dashboards.app import create_app
from netmon.clock import Millis
from netmon.model import IncidentId, IncidentRecord, Note, NoteKind
from netmon.settings import Settings
from tests.dashboards.exhibit import HOSTILE, NOW, Exhibit, busy_snapshot, ring_incident, shipped_inventory
from tests.dashboards.people import Who, come_as, exhibit_for

TOWNS, INCIDENTS = "/api/v1/municipalities", "/api/v1/incidents"


def read(client: FlaskClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def pages(client: FlaskClient, path: str, key: str, limit: int) -> Iterator[list[dict[str, Any]]]:
    after = ""
    while after is not None:
        answer = read(client, f"{path}?limit={limit}&after={after}")
        yield answer[key]
        after = answer["next"]


def test_municipalities_are_told_as_their_pages_show_them(client: FlaskClient) -> None:
    towns = {town["code"]: town for town in read(client, f"{TOWNS}?limit=200")["municipalities"]}
    assert len(towns) == len(shipped_inventory().municipalities)
    town = towns["554499"]
    assert (town["name"], town["state"], town["incident"]) == ("Aš", "isolated", "INC-2026-0412")
    assert town["since"] == NOW - 12 * 60_000
    assert town["url"] == "http://127.0.0.1:8080/o/554499-as"
    month = town["month"]
    parts = ("up", "outage", "unknown", "maintenance", "outside")
    assert sum(month[part] for part in parts) == month["end"] - month["start"]
    nobody_watches = towns["555177"]
    assert [nobody_watches[key] for key in ("state", "since", "month")] == [None, None, None]


@pytest.mark.parametrize("limit", [1, 3, 50, 134, 200])
def test_pages_of_municipalities_are_the_whole_without_gap_or_double(client: FlaskClient, limit: int) -> None:
    whole = read(client, f"{TOWNS}?limit=200")["municipalities"]
    found = list(pages(client, TOWNS, "municipalities", limit))
    assert [town for page in found for town in page] == whole
    assert all(len(page) == limit for page in found[:-1])


def test_an_incident_is_told_to_outsiders_by_its_place_and_whom_it_hits() -> None:
    exhibit = exhibit_for(Who.PUBLIC)
    answer = come_as(Who.PUBLIC, exhibit).get(f"{INCIDENTS}?lang=cs")
    found = {each["id"]: each for each in answer.get_json()["incidents"]}
    trunk = found["INC-2026-0412"]
    assert (trunk["title"], trunk["cause"], trunk["severity"]) == ("Trasa Cheb – Aš přerušena", None, "critical")
    assert (len(trunk["isolated"]), trunk["inhabitants"], trunk["is_taken"], trunk["ended"]) == (5, 17_611, False, None)
    assert "INC-2026-0409" not in found, "what turned out to be part of another is internal"
    for word in ("cheb-as", "luby-acc-1", "novakova", "Nováková", "zlobil", "onerror", "duct"):
        assert word not in answer.text


def test_who_may_know_it_reads_the_cause() -> None:
    found = read(come_as(Who.OPERATOR, exhibit_for(Who.OPERATOR)), INCIDENTS)["incidents"]
    assert {each["id"]: each["cause"] for each in found} == {
        "INC-2026-0412": "link cheb-as", "INC-2026-0411": "device luby-acc-1", "INC-2026-0410": "link kv-sokolov-1",
        "INC-2026-0409": "device as-acc-1", "INC-2026-0398": "device luby-acc-1",
    }  # fmt: skip


@pytest.mark.parametrize("who", [Who.PUBLIC, Who.MUNICIPALITY, Who.OPERATOR])
@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_pages_of_incidents_are_the_whole_and_no_cursor_names_a_hidden_one(who: Who, limit: int) -> None:
    client = come_as(who, exhibit_for(who))
    whole = [each["id"] for each in read(client, INCIDENTS)["incidents"]]
    found = [[each["id"] for each in page] for page in pages(client, INCIDENTS, "incidents", limit)]
    assert [key for page in found for key in page] == whole
    assert all(len(page) == limit for page in found[:-1])
    cursor = read(client, f"{INCIDENTS}?limit={limit}")["next"]
    assert cursor is None or cursor.partition(".")[2] == found[0][-1]


@dataclass
class Shelf(Exhibit):
    """An exhibit with as many incidents as a test wants, in the store's order."""

    kept: Sequence[IncidentRecord] = ()

    def incidents(self, *, limit: int, before: Millis | None = None) -> Sequence[IncidentRecord]:
        """Return what the store returns."""
        return [each for each in self.kept if before is None or each.incident.started < before][:limit]


@lru_cache(maxsize=1)
def ring() -> IncidentRecord:
    return ring_incident(shipped_inventory())


def record(started: int, number: int, *, is_hidden: bool = False) -> IncidentRecord:
    key = IncidentId(f"INC-{number:03}")
    notes = (Note(NOW, NoteKind.NOTE, "hidden"),) if is_hidden else ()
    return IncidentRecord(replace(ring().incident, id=key, started=Millis(started)), notes)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30),
    st.integers(1, 7),
    st.integers(8, 12),
)
@example([(5, True)] * 3 + [(4, True)] * 3 + [(3, False)] * 3, 7, 8)
def test_whatever_is_hidden_or_of_one_moment_nothing_is_skipped_or_doubled(
    given: list[tuple[int, bool]], limit: int, at_once: int
) -> None:
    every = [record(started, number, is_hidden=hidden) for number, (started, hidden) in enumerate(given)]
    kept = sorted(every, key=lambda each: (-each.incident.started, each.incident.id))
    # A batch must hold all incidents of one moment, else it cannot be told where it goes on.
    most = max((sum(each.incident.started == one.incident.started for each in kept) for one in kept), default=0)
    shelf = Shelf(busy_snapshot(Settings()), kept=kept)
    found: list[IncidentRecord] = []
    after: str | None = ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "AT_ONCE", max(at_once, most + 1))
        for _ in range(len(kept) + 1):
            if after is None:
                break
            page = incidents_page(shelf, after, limit, lambda each: None if each.notes else each)
            found.extend(page.things)
            after = page.next
    assert found == [each for each in kept if not each.notes]
    assert after is None


def test_a_page_ends_where_too_many_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "LOOKED_AT", 200)
    kept = [record(NOW - number, number, is_hidden=number > 0) for number in range(500)]
    page = incidents_page(Shelf(busy_snapshot(Settings()), kept=kept), "", 5, lambda each: None if each.notes else each)
    assert (len(page.things), page.next) == (1, None)


def test_an_exact_page_is_the_last() -> None:
    assert page_of(["a", "b"], "", 2, key=str).next is None
    assert page_of(["a", "b"], "b", 2, key=str).things == ()


@pytest.mark.parametrize("path", [TOWNS, INCIDENTS])
@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "", "1e2", "٣", "9" * 5000])
def test_a_limit_that_is_none_is_refused(client: FlaskClient, path: str, limit: str) -> None:
    answer = client.get(path, query_string={"limit": limit})
    assert (answer.status_code, answer.get_json()["error"]["status"]) == (400, 400)
    assert MOST == 200


@pytest.mark.parametrize(
    "after", ["x", "1", "1.", ".INC-1", "-1.a", "1.a b", f"{'9' * 16}.a", "١.a", "9" * 65, HOSTILE]
)
def test_a_cursor_that_is_none_is_refused(client: FlaskClient, after: str) -> None:
    assert client.get(INCIDENTS, query_string={"after": after}).status_code == 400


def test_an_answer_that_is_known_is_not_sent_again(client: FlaskClient, exhibit: Exhibit) -> None:
    for path in (TOWNS, INCIDENTS, "/api/v1/openapi.json"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Language"} <= set(first.vary)
        known = {"If-None-Match": first.headers["ETag"]}
        again = client.get(path, headers=known)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    known = {"If-None-Match": client.get(INCIDENTS).headers["ETag"]}
    exhibit.show(replace(exhibit.view, incidents=exhibit.view.incidents[1:]))
    assert client.get(INCIDENTS, headers=known).status_code == 200


def test_pages_and_errors_are_still_kept_by_nobody(client: FlaskClient) -> None:
    for path in ("/", "/metrics", "/o/554499-as/zpravy.rss", f"{INCIDENTS}?limit=0", "/api/v1/maintenance"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_tag_of_one_reader_is_none_of_another() -> None:
    exhibit = exhibit_for(Who.OPERATOR)
    operators = come_as(Who.OPERATOR, exhibit).get(INCIDENTS).headers["ETag"]
    public = create_app(exhibit, exhibit, exhibit.clock).test_client()
    assert public.get(INCIDENTS, headers={"If-None-Match": operators}).status_code == 200


def test_a_closed_house_is_closed_to_machines() -> None:
    client = come_as(Who.STRANGER, exhibit_for(Who.STRANGER))
    assert [client.get(path).status_code for path in (TOWNS, INCIDENTS)] == [401, 401]
    assert client.get(TOWNS, headers={"If-None-Match": "*"}).status_code == 401
