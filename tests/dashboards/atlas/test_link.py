"""A link's page and a device's: both directions, what happened on the same axis, spans in the address, ways out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.atlas.events import MOST_LISTED, Event, Lane
from dashboards.atlas.grafana import UIDS
from dashboards.atlas.tracks import NARROWEST, draw_tracks
from dashboards.grafana.boards import BOARDS
from dashboards.signs import sign_of_state
from netmon.clock import HOUR, MINUTE, Interval, Millis
from netmon.judgement.availability import StateInterval
from netmon.model import DeviceState, Entity, EntityKind, LinkState, Maintenance
from netmon.settings import Settings
from tests.dashboards.exhibit import CUT, NOW, SILENT, Exhibit, busy_snapshot
from tests.dashboards.people import Who, come_as, enter

WEEK = "from=now-7d&to=now"


@dataclass
class Eventful(Exhibit):
    """An exhibit whose links flap: down in every second minute."""

    def history(self, entity: Entity, window: Interval) -> Sequence[StateInterval]:
        """Return a state a minute."""
        states = (
            (LinkState.UP, LinkState.DOWN) if entity.kind is EntityKind.LINK else (DeviceState.UP, DeviceState.DOWN)
        )
        moments = range(window.start, window.end, MINUTE)
        return [
            StateInterval(Interval(Millis(at), Millis(at + MINUTE)), states[number % 2])
            for number, at in enumerate(moments)
        ]

    def maintenance(self, window: Interval) -> Sequence[Maintenance]:
        """Return a work on the trunk, and one elsewhere."""
        span = Interval(Millis(NOW - HOUR), Millis(NOW + HOUR))
        here, elsewhere = Entity(EntityKind.LINK, CUT), Entity(EntityKind.LINK, "cheb-ml")
        works = [
            Maintenance(number, (entity,), span, "novakova", NOW, f"práce <b>{number}</b>")
            for number, entity in enumerate((here, elsewhere))
        ]
        return [work for work in works if work.window.intersect(window)]


def eventful() -> Eventful:
    return Eventful(busy_snapshot(Settings(public=True, grafana_url="https://grafana.example/g/")))


def page(path: str, exhibit: Exhibit | None = None, who: Who = Who.OPERATOR) -> str:
    answer = come_as(who, exhibit or eventful()).get(path)
    assert answer.status_code == 200
    return answer.text


def test_a_link_tells_its_ends_both_directions_and_leads_to_its_devices() -> None:
    text = page(f"/linka/{CUT}?{WEEK}")
    assert 'href="/zarizeni/cheb-core-1?interface=xe-0/0/0&amp;from=now-7d&amp;to=now"' in text
    assert "Cheb → Aš" in text
    assert "Aš → Cheb" in text
    assert text.count('class="series series-sent"') == text.count('class="series series-received"') == 2
    assert "odesláno z cheb-core-1" in text
    assert "přijato na as-core-1" in text
    assert "PN-10427" in text


def test_a_link_that_is_down_has_no_load_now() -> None:
    assert '<p class="big">– ' in page(f"/linka/{CUT}")
    assert '<p class="big">– ' not in page("/linka/cheb-ml")


def test_what_the_link_shares_is_told() -> None:
    text = page("/linka/kv-sokolov-1")
    assert "společné riziko" in text
    assert "Kabelovod podél Ohře" in text


def test_states_incidents_and_works_stand_on_the_axis_of_the_chart() -> None:
    text = page(f"/linka/{CUT}?from=now-1h&to=now")
    assert {lane for lane in Lane if f'class="bar bar-{lane} ' in text} == set(Lane)
    assert 'href="/v/INC-2026-0412"' in text
    assert "práce &lt;b&gt;0&lt;/b&gt;" in text
    assert "práce &lt;b&gt;1&lt;/b&gt;" not in text
    device = page(f"/zarizeni/{SILENT}?from=now-1h&to=now")
    assert 'class="bar bar-state is-disconnected"' in device
    assert 'href="/v/INC-2026-0411"' in device


def test_a_device_leads_to_its_links_and_keeps_the_span() -> None:
    assert f'href="/linka/{CUT}?from=now-7d&amp;to=now"' in page(f"/zarizeni/cheb-core-1?{WEEK}")


def test_flaps_become_as_many_bars_as_can_be_seen_and_a_short_list() -> None:
    text = page(f"/linka/{CUT}?from=now-30d&to=now")
    assert text.count('class="bar bar-state') < 1_500
    assert text.count('<span class="lane">') == MOST_LISTED
    assert "starších" in text
    assert len(text) < 400_000


def test_bars_of_the_same_kind_never_overlap() -> None:
    exhibit = eventful()
    window = Interval(Millis(NOW - 40 * HOUR), NOW)
    events = [
        Event(Lane.STATE, sign_of_state(each.state), "", each.interval, each.interval)
        for each in exhibit.history(Entity(EntityKind.LINK, CUT), window)
        if each.state is LinkState.DOWN
    ]
    ((track,)) = draw_tracks(events, window).tracks
    ends = [(bar.x, bar.x + bar.width) for bar in track.bars]
    assert all(later[0] > earlier[1] for earlier, later in pairwise(ends))
    assert sum(bar.count for bar in track.bars) == len(events)
    assert min(bar.width for bar in track.bars) >= NARROWEST


def test_a_work_tells_outsiders_neither_who_nor_why() -> None:
    exhibit = eventful()
    exhibit.view = replace(exhibit.view, settings=Settings(public=True))
    text = page("/zarizeni/as-acc-1?from=now-1h&to=now", exhibit, Who.MUNICIPALITY)
    assert "práce" not in text


def test_a_span_that_was_typed_becomes_one_that_lasts() -> None:
    client = come_as(Who.OPERATOR, eventful())
    answer = client.get(f"/linka/{CUT}?from=2026-11-22T10:00&to=2026-11-22T12:00&lang=en")
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked == {"from": ["1795338000000"], "to": ["1795345200000"], "lang": ["en"]}
    shown = client.get(answer.location).text
    assert 'name="from" value="2026-11-22T10:00"' in shown
    assert 'name="lang" value="en"' in shown


def test_the_link_to_copy_says_the_very_same_span() -> None:
    text = page(f"/linka/{CUT}?from=now-6h&to=now")
    assert f'class="pin" href="/linka/{CUT}?from={NOW - 6 * HOUR}&amp;to={NOW}"' in text


@pytest.mark.parametrize(
    ("path", "board", "variables"),
    [
        (f"/linka/{CUT}?{WEEK}", "link", {"link": CUT, "device": "cheb-core-1", "ifname": "xe-0/0/0"}),
        (f"/zarizeni/cheb-core-1?{WEEK}", "device", {"device": "cheb-core-1"}),
    ],
)
def test_grafana_is_asked_for_the_same_thing_in_the_same_span(path: str, board: str, variables: dict[str, str]) -> None:
    (url,) = (part.partition('"')[0] for part in page(path).split('class="out" href="')[1:])
    parts = urlsplit(url.replace("&amp;", "&"))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"https://grafana.example/g/d/netmon-{board}"
    expected = {"from": ["now-7d"], "to": ["now"], **{f"var-{name}": [value] for name, value in variables.items()}}
    assert parse_qs(parts.query) == expected


def test_links_to_grafana_name_boards_and_variables_that_exist() -> None:
    boards = {f"netmon-{board.name}": {each.name for each in board.variables} for board in BOARDS}
    assert set(UIDS.values()) <= boards.keys()
    assert boards["netmon-link"] == {"link", "device", "ifname"}
    assert boards["netmon-device"] == {"device"}
    assert boards["netmon-municipality"] == {"orp", "municipality"}


@pytest.mark.parametrize("path", ["/mapa", "/o/554499-as"])
@pytest.mark.parametrize("who", [Who.PUBLIC, Who.MUNICIPALITY])
def test_outsiders_get_no_way_to_grafana(path: str, who: Who) -> None:
    assert "grafana.example" not in page(path, eventful(), who)
    assert "grafana.example" in page(path, eventful(), Who.OPERATOR)


def test_without_grafana_nothing_leads_there() -> None:
    exhibit = Exhibit(busy_snapshot(Settings()))
    assert enter(Who.OPERATOR, exhibit)
    assert "Grafana" not in page("/mapa", exhibit)
