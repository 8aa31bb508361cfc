"""What subscribers of a municipality get: read by parsers that are not ours, and nothing internal in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar, Component

from dashboards.app import create_app
from dashboards.incidents.bulletin import LATELY, MOST_TOLD
from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis, to_datetime
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.maintenance.work import INVENTORY, Work
from netmon.model import Entity, EntityKind, LinkName, MunicipalityCode, MunicipalityState
from netmon.settings import Settings
from tests.dashboards.exhibit import AS, HOSTILE, NOW, Exhibit, busy_snapshot
from tests.dashboards.people import Who, come_as

NEWS, WORKS = "/o/554499-as/zpravy.rss?lang=cs", "/o/554499-as/prace.ics?lang=cs"
PAGE = "http://netmon.kraj.example/o/554499-as?lang=cs"
LARGEST = 256 * 1024
"""What of our own answers is parsed at most."""
NBSP = "\u00a0"
UP, CUT, BROKEN = MunicipalityState.OPERATIONAL, MunicipalityState.ISOLATED, MunicipalityState.DISCONNECTED
INTERNAL = ("cheb-as", "as-core-1", "as-acc-1", "novakova", "Nováková", "zlobil", "onerror", "192.0.2", "INC-")


@dataclass
class Town(Exhibit):
    """An exhibit in which Aš went through what a test says: minutes before now, and the state from then on."""

    lived: tuple[tuple[float, MunicipalityState], ...] = ()

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return the states that were told, as far as they lie in the window."""
        starts = [Millis(NOW - round(minutes * MINUTE)) for minutes, _ in self.lived]
        whole = zip(self.lived, starts, [*starts[1:], NOW], strict=True)
        states = [StateInterval(Interval(start, end), state) for (_, state), start, end in whole]
        inside = [(each, each.interval.intersect(window)) for each in states]
        return dict.fromkeys(codes, Past([replace(each, interval=part) for each, part in inside if part is not None]))


@pytest.fixture
def town() -> Town:
    """Return an exhibit about which nobody announced anything."""
    settings = Settings(public=True, url="http://netmon.kraj.example/")
    return Town(busy_snapshot(settings), announced=[], lived=((200 * 1440, UP),))


def work(key: int, start: int, end: int, **more: object) -> Work:
    frame = Interval(Millis(NOW + start), Millis(NOW + end))
    scope = (Entity(EntityKind.LINK, LinkName("cheb-as")), Entity(EntityKind.MUNICIPALITY, AS))
    values: dict[str, object] = {
        "author": "novakova", "approved": Millis(NOW - HOUR), "reason": f"výměna zdroje {HOSTILE}", **more,
    }  # fmt: skip
    return Work(key, scope, frame, **values)  # type: ignore[arg-type]


def public(town: Town) -> FlaskClient:
    return create_app(town, town, town.clock).test_client()


def channel(client: FlaskClient, path: str = NEWS) -> ET.Element:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/rss+xml; charset=utf-8")
    assert len(answer.data) < LARGEST
    root = ET.fromstring(answer.data)  # noqa: S314 -- our own, and short
    assert (root.tag, root.attrib["version"], [child.tag for child in root]) == ("rss", "2.0", ["channel"])
    return root[0]


def told(client: FlaskClient) -> list[tuple[str, str]]:
    found = [(item.findtext("title", ""), item.findtext("description", "")) for item in channel(client).iter("item")]
    return [(title.replace(NBSP, " "), text.replace(NBSP, " ")) for title, text in found]


def guids(client: FlaskClient) -> list[str]:
    return [item.findtext("guid", "") for item in channel(client).iter("item")]


def events(client: FlaskClient, path: str = WORKS) -> list[Component]:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    assert len(answer.data) < LARGEST
    return list(Calendar.from_ical(answer.data.decode()).walk("VEVENT"))


def test_an_outage_is_told_and_its_end_once_it_has_lasted(town: Town) -> None:
    town.lived = ((1440, UP), (60, CUT), (21, UP))
    over, begun = told(public(town))
    assert begun == (
        "Aš: bez spojení od 23. 11. 2026 01:47",
        "Zařízení na místě je nejspíš v pořádku, přerušená je cesta k němu.",
    )
    assert over == ("Aš: spojení funguje, od 23. 11. 2026 02:26", "Výpadek trval 39 min 00 s.")
    town.lived = ((1440, UP), (60, CUT), (3, UP))
    assert told(public(town)) == [begun]


def test_what_wavers_is_one_outage_and_what_is_short_is_none(town: Town) -> None:
    town.lived = ((1440, UP), (60, CUT), (50, UP), (48, CUT), (30, UP))
    assert len(guids(public(town))) == 2
    town.lived = ((1440, UP), (60, CUT), (58, UP))
    assert guids(public(town)) == []


def test_an_outage_keeps_its_name_while_it_lasts_and_when_it_is_over(town: Town) -> None:
    town.lived = ((1440, UP), (30, BROKEN))
    first = guids(public(town))
    town.clock.advance(HOUR)
    town.lived = ((1440, UP), (30, BROKEN), (20, CUT), (10, UP))
    _, begun = guids(public(town))
    assert [begun] == first


@pytest.mark.parametrize("days", [90.5, 95, 180])
def test_what_began_long_ago_is_no_news_at_each_look(town: Town, days: float) -> None:
    town.lived = ((200 * 1440, UP), (days * 1440, CUT))
    assert guids(public(town)) == []
    assert LATELY == 90 * DAY


def test_the_news_are_dated_bounded_and_the_newest_come_first(town: Town) -> None:
    town.lived = tuple((hours * 60, CUT if hours % 2 else UP) for hours in range(200, 0, -1))
    found = list(channel(public(town)).iter("item"))
    dates = [parsedate_to_datetime(item.findtext("pubDate", "")) for item in found]
    assert len(found) == len(set(guids(public(town)))) == MOST_TOLD
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == to_datetime(Millis(NOW - HOUR)).replace(microsecond=0)


def test_the_addresses_are_those_of_the_settings_whoever_asks(town: Town) -> None:
    town.lived = ((1440, UP), (60, CUT))
    found = channel(public(town))
    own = found.find("{http://www.w3.org/2005/Atom}link")
    assert own is not None
    assert own.attrib["href"] == "http://netmon.kraj.example/o/554499-as/zpravy.rss?lang=cs"
    assert [link.text for link in found.iter("link")] == [PAGE, PAGE]


def test_a_work_is_told_and_that_it_is_called_off(town: Town) -> None:
    town.announced = [work(5, DAY, DAY + 4 * HOUR, length=Millis(HOUR), cancelled=Millis(NOW - MINUTE))]
    off, announced = told(public(town))
    assert (off[0], announced[0]) == (
        "Aš: práce 24. 11. 2026 02:47 se ruší", "Aš: plánovaná práce 24. 11. 2026 02:47",
    )  # fmt: skip
    assert announced[1] == "Od 24. 11. 2026 02:47 do 24. 11. 2026 06:47. Z toho bez spojení nejvýše 1 h 00 min."
    assert guids(public(town)) == ["netmon-554499-work-5-cancelled", "netmon-554499-work-5"]


def test_a_calendar_has_the_works_with_the_same_names_each_time(town: Town) -> None:
    town.announced = [work(5, DAY, DAY + 4 * HOUR), work(6, -DAY, DAY, cancelled=Millis(NOW - MINUTE))]
    kept, off = events(public(town))
    assert (str(kept["UID"]), str(off["UID"])) == ("work-5-554499@netmon", "work-6-554499@netmon")
    assert kept.decoded("DTSTART") == to_datetime(Millis(NOW + DAY)).replace(microsecond=0)
    assert (str(kept["SUMMARY"]), str(kept["URL"])) == ("Aš: plánovaná práce na síti", PAGE)
    assert ("STATUS" in kept, str(off["STATUS"])) == (False, "CANCELLED")
    town.clock.advance(HOUR)
    assert [each.to_ical() for each in events(public(town))] == [kept.to_ical(), off.to_ical()]


def test_works_elsewhere_and_windows_in_which_something_may_be_done_are_not_told(town: Town) -> None:
    elsewhere = replace(work(5, DAY, 2 * DAY), scope=(Entity(EntityKind.MUNICIPALITY, "554634"),))
    town.announced = [elsewhere, work(6, DAY, 2 * DAY, source=INVENTORY, author="inventory: x")]
    assert (told(public(town)), events(public(town))) == ([], [])


@pytest.mark.parametrize("path", [NEWS, WORKS])
def test_nothing_internal_is_told_and_why_somebody_works_only_to_the_town_and_operators(town: Town, path: str) -> None:
    town.lived = ((1440, UP), (60, CUT), (21, UP))
    town.announced = [work(5, DAY, DAY + HOUR)]
    text = public(town).get(path).text
    assert [word for word in (*INTERNAL, "výměna") if word in text] == []
    for who in (Who.MUNICIPALITY, Who.OPERATOR):
        assert "výměna zdroje" in come_as(who, town).get(path).text.replace("\r\n ", "")


def test_hostile_names_stay_text(town: Town) -> None:
    inventory = town.view.inventory
    name = f"Aš ]]>&amp;{HOSTILE}\\;,\x0b\ufffe\ud800"
    hostile = inventory.municipalities[AS].model_copy(update={"name": name})
    town.show(
        replace(
            town.view,
            inventory=inventory.model_copy(update={"municipalities": {**inventory.municipalities, AS: hostile}}),
        )
    )
    town.announced = [work(5, DAY, DAY + HOUR)]
    client = come_as(Who.OPERATOR, town)
    item = channel(client).find("item")
    assert item is not None
    assert "]]>&amp;<script>window.__xss=1</script>\\u202egnp.exe" in item.findtext("title", "")
    assert len(item) == 5, "an item has no other elements than ours"
    (event,) = events(client)
    assert str(event["SUMMARY"]).startswith("Aš ]]>&amp;<script>")
    assert "<img src=x onerror=window.__xss=2>" in str(event["DESCRIPTION"])


def test_where_nobody_watches_works_are_told_all_the_same(town: Town) -> None:
    path = "/o/555177-hradiste/zpravy.rss"
    assert list(channel(public(town), path).iter("item")) == []


def test_the_municipalitys_page_leads_to_both_in_its_language(town: Town) -> None:
    page = public(town).get("/o/554499-as?lang=en").text
    for kind, path in (("application/rss+xml", "zpravy.rss"), ("text/calendar", "prace.ics")):
        assert f'<link rel="alternate" type="{kind}"' in page
        assert page.count(f'href="/o/554499-as/{path}?lang=en"') == 2
    assert "Aš: outages and planned works" in page


def test_a_former_name_still_leads_to_the_news(town: Town) -> None:
    assert channel(public(town), "/o/554499-asch/zpravy.rss?lang=en").findtext("title") == (
        "Aš: outages and planned works"
    )
