"""Planned work on the pages: listed, previewed before it is announced, called off, and never by accident."""

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from netmon.clock import HOUR, Millis
from netmon.commands import CancelMaintenance, PlanWorks
from netmon.model import Entity, EntityKind
from netmon.phrase import Phrase
from tests.dashboards.door.test_access import SAME, csrf_token, log_in
from tests.dashboards.exhibit import Exhibit
from tests.dashboards.test_pages import text_of

FORM: Mapping[str, object] = {
    "reason": "Výměna optiky",
    "start": "2026-11-24T22:00",
    "end": "2026-11-25T02:00",
    "kind": "fixed",
    "what": ["trasa Cheb – Aš", ""],
}
RING = {**FORM, "start": "2026-11-23T22:00", "end": "2026-11-24T03:00", "what": ["Třebeň – Skalná"]}


def post(client: FlaskClient, exhibit: Exhibit, path: str, form: Mapping[str, object]) -> tuple[int, str]:
    data = {"csrf_token": csrf_token(exhibit), **form}
    answer = client.post(f"{path}?lang=cs", data=data, headers=SAME)
    return answer.status_code, answer.text


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def done(exhibit: Exhibit) -> list[object]:
    return [command for command, _ in exhibit.submitted if isinstance(command, PlanWorks | CancelMaintenance)]


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """Return a client that somebody is logged in at."""
    log_in(client)
    return client


def test_the_list_tells_what_is_under_way_to_come_and_over(desk: FlaskClient) -> None:
    said = text_of(desk.get("/udrzba?lang=cs").text)
    under_way, _, rest = said.partition("Chystá se")
    coming, _, over = rest.partition("Skončilo")
    assert "čeká na první výpadek · 01:47 – 05:47 · nejvýš 1 h 00 min od prvního výpadku" in under_way
    assert "omluveny výpadky 5 obcí, nejdéle 12 min" in under_way
    assert "Ohlášeno až po začátku" in under_way
    assert "naplánováno · opakuje se · 25. 11. 02:47" in coming
    assert "okno internet-edge z inventáře" in coming
    assert "po skončení dál nefunguje: Luby" in over
    assert over.count("dál nefunguje") == 1
    assert "zrušeno · " in over


def test_a_work_names_who_announced_it_and_when_it_was_received(desk: FlaskClient) -> None:
    said = text_of(desk.get("/udrzba/2?lang=cs").text)
    assert "ohlášení a schválení Jana Nováková přijato 13. 11. 2026 02:47" in said
    assert "omlouvá 02:32 – 03:32" in said
    assert "Aš 12 min 05 s" in said
    assert "Obce 5 Aš, Hazlov, Hranice, Krásná, Podhradí" in said


def test_only_who_is_logged_in_is_offered_to_call_a_work_off(client: FlaskClient) -> None:
    assert "Zrušit práci" not in client.get("/udrzba/2?lang=cs").text
    log_in(client)
    assert "Zrušit práci" in client.get("/udrzba/2?lang=cs").text


@pytest.mark.parametrize("key", ["6", "8"])
def test_what_is_over_cannot_be_called_off(desk: FlaskClient, exhibit: Exhibit, key: str) -> None:
    assert "Zrušit práci" not in desk.get(f"/udrzba/{key}?lang=cs").text
    assert post(desk, exhibit, f"/udrzba/{key}/zrusit", {"reason": "x"})[0] == 404
    assert done(exhibit) == []


def test_a_recurring_window_is_changed_in_the_inventory(desk: FlaskClient) -> None:
    address = re.search(r'href="(/udrzba/o1-\d+)\?', desk.get("/udrzba?lang=cs").text)
    assert address is not None
    said = text_of(desk.get(f"{address[1]}?lang=cs").text)
    assert "Opakované okno se neruší: změňte inventář." in said


@pytest.mark.parametrize("key", ["99", "o1", "x", "-1", "%00"])
def test_a_work_that_is_not_there_is_said_so(desk: FlaskClient, key: str) -> None:
    assert desk.get(f"/udrzba/{key}").status_code == 404


def test_planning_needs_a_login(client: FlaskClient, exhibit: Exhibit) -> None:
    assert client.get("/udrzba/nova").location == "/prihlaseni?next=/udrzba/nova"
    for path in ("/udrzba/nova", "/udrzba/ohlasit", "/udrzba/2/zrusit"):
        assert client.post(path, data=FORM, headers=SAME).status_code == 303
    assert done(exhibit) == []


def test_a_preview_says_whom_a_work_hits_and_announces_nothing(desk: FlaskClient, exhibit: Exhibit) -> None:
    status, page = post(desk, exhibit, "/udrzba/nova", FORM)
    said = text_of(page)
    assert status == 200
    assert "5 obcí bez spojení · 17 611 obyvatel" in said
    assert "Zatím není nic ohlášeno." in said
    assert "Kritická místa bez spojení" in said
    assert "Nemocnice Aš" in said
    assert "Zařízení 11" in said
    assert done(exhibit) == []


def test_a_preview_names_collisions_with_other_works(desk: FlaskClient, exhibit: Exhibit) -> None:
    _, page = post(desk, exhibit, "/udrzba/nova", RING)
    said = text_of(page)
    assert "Nikdo nepřijde o spojení, ale ubude záloh." in said
    assert "Jiná práce v téže době: „Překládka kabelu u Třebeně“, 22:47 – 24. 11. 02:47." in said
    assert "Spolu s touto prací navíc: 4 obce bez spojení · 1 349 obyvatel" in said
    assert "Ohlásit i přes střety" in said


def test_what_was_previewed_is_announced_in_the_name_of_the_account(desk: FlaskClient, exhibit: Exhibit) -> None:
    form = {**FORM, "kind": "flexible", "length": "2 h"}
    _, page = post(desk, exhibit, "/udrzba/nova", form)
    status, _ = post(desk, exhibit, "/udrzba/ohlasit", {**form, "seen": seen_in(page)})
    assert status == 303
    command, actor = exhibit.submitted[-1]
    assert isinstance(command, PlanWorks)
    (work,) = command.works
    assert (work.scope, work.length, work.window.length) == (
        (Entity(EntityKind.LINK, "cheb-as"),), Millis(2 * HOUR), 4 * HOUR,
    )  # fmt: skip
    assert actor.account == "novakova"
    assert "Výměna optiky" in text_of(desk.get("/udrzba?lang=cs").text).partition("Chystá se")[2]


def test_the_same_button_pressed_twice_announces_once(desk: FlaskClient, exhibit: Exhibit) -> None:
    _, page = post(desk, exhibit, "/udrzba/nova", FORM)
    form = {**FORM, "seen": seen_in(page)}
    assert post(desk, exhibit, "/udrzba/ohlasit", form)[0] == 303
    status, again = post(desk, exhibit, "/udrzba/ohlasit", form)
    assert status == 409
    assert "už je práce ohlášená" in again
    assert len(done(exhibit)) == 1


def test_nothing_is_announced_that_was_not_previewed(desk: FlaskClient, exhibit: Exhibit) -> None:
    assert post(desk, exhibit, "/udrzba/ohlasit", FORM)[0] == 409
    assert done(exhibit) == []


WRONG = [
    ({"reason": " \u202e"}, "Chybí důvod; napište, co se dělá a kdo to dělá."),
    ({"start": ""}, "Chybí začátek; napište den a čas."),
    ({"start": "zítra"}, "„zítra“ není den a čas; napište den a čas, například 2026-12-01 22:00."),
    ({"end": "2026-11-24T21:00"}, "Práce končí dřív, než začne; opravte začátek nebo konec."),
    ({"start": "2026-11-20T22:00", "end": "2026-11-21T22:00"}, "Práce už skončila; minulost omluvit nelze"),
    ({"start": "2027-03-28T02:30", "end": "2027-03-28T05:00"}, "se té noci přeskakuje; napište čas před druhou"),
    ({"start": "2027-10-31T02:30", "end": "2027-10-31T05:00"}, "je té noci dvakrát; přidejte posun"),
    ({"what": [""]}, "Chybí, na čem se pracuje; vyberte aspoň jedno."),
    ({"what": ["Lubi"]}, "„Lubi“ neznáme; neměli jste na mysli „Luby“?"),
    ({"what": ["Březová"]}, "„Březová“ je víc věcí; vyberte jednu: obec Březová (537870), obec Březová (560294)."),
    ({"what": [f"trasa {n}" for n in range(101)]}, "Najednou lze uvést nejvýš 100 věcí; rozdělte práci."),
    ({"kind": "flexible", "length": ""}, "Chybí délka; napište třeba 2h, nebo zvolte pevnou práci."),
    ({"kind": "flexible", "length": "dvě hodiny"}, "„dvě hodiny“ není doba; napište číslo a"),
    ({"kind": "flexible", "length": "5h"}, "Délka se nevejde mezi začátek a konec; zkraťte ji, nebo posuňte konec."),
]


@pytest.mark.parametrize(("change", "complaint"), WRONG)
@pytest.mark.parametrize("path", ["/udrzba/nova", "/udrzba/ohlasit"])
def test_a_wrong_input_says_how_to_mend_it_and_keeps_the_rest(
    desk: FlaskClient, exhibit: Exhibit, path: str, change: Mapping[str, object], complaint: str
) -> None:
    form = {**FORM, "reason": "Výměna <b>optiky</b>", **change}
    status, page = post(desk, exhibit, path, form)
    assert status == 422
    assert complaint in text_of(page)
    assert 'aria-invalid="true"' in page
    for key in ("start", "end"):
        assert f'name="{key}"' in page
        assert f'value="{form[key]}"' in page
    if "reason" not in change:
        assert "Výměna &lt;b&gt;optiky&lt;/b&gt;</textarea>" in page
    assert done(exhibit) == []


def test_every_fault_is_told_at_once(desk: FlaskClient, exhibit: Exhibit) -> None:
    _, page = post(desk, exhibit, "/udrzba/nova", {"kind": "flexible"})
    assert len(re.findall(r'class="fault" id=', page)) == 5


def test_a_work_that_begins_before_it_is_announced_is_warned_about(desk: FlaskClient, exhibit: Exhibit) -> None:
    status, page = post(desk, exhibit, "/udrzba/nova", {**FORM, "start": "2026-11-23T01:00"})
    assert status == 200
    assert "Práce začíná dřív, než je schválena: umlčí, ale nic neomluví; ohlašujte práce dřív" in text_of(page)


def test_the_form_can_be_taken_up_again_and_given_more_lines(desk: FlaskClient, exhibit: Exhibit) -> None:
    status, page = post(desk, exhibit, "/udrzba/nova", {**FORM, "step": "edit"})
    assert (status, page.count('name="what"')) == (200, 2)
    assert 'value="trasa Cheb – Aš"' in page
    _, page = post(desk, exhibit, "/udrzba/nova", {**FORM, "step": "more"})
    assert page.count('name="what"') == 4


def test_an_address_may_name_what_is_worked_on(desk: FlaskClient) -> None:
    assert 'value="luby-acc-1"' in desk.get("/udrzba/nova?what=luby-acc-1").text


def test_a_work_is_called_off_with_a_reason(desk: FlaskClient, exhibit: Exhibit) -> None:
    status, page = post(desk, exhibit, "/udrzba/5/zrusit", {"reason": " "})
    assert status == 422
    assert "řekněte, proč se práce ruší" in text_of(page)
    assert post(desk, exhibit, "/udrzba/5/zrusit", {"reason": "mráz"})[0] == 303
    assert done(exhibit)[-1] == CancelMaintenance(5, "mráz")
    assert "zrušeno" in text_of(desk.get("/udrzba/5?lang=cs").text)


def test_what_the_store_refuses_is_said_above_the_form(desk: FlaskClient, exhibit: Exhibit) -> None:
    _, page = post(desk, exhibit, "/udrzba/nova", FORM)
    exhibit.refusal = Phrase("maintenance needs a reason")
    status, page = post(desk, exhibit, "/udrzba/ohlasit", {**FORM, "seen": seen_in(page)})
    assert status == 422
    assert "údržba potřebuje důvod" in text_of(page)
    assert 'value="trasa Cheb – Aš"' in page
