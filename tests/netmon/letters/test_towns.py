"""Who is written to about an outage and when, and what the letter says and keeps to itself."""

import pytest

from netmon.alerting.notify.invitation import link_of
from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.letters.letter import Letter
from netmon.letters.towns import Sights, outage_letters
from netmon.letters.works import maintenance_letters
from netmon.maintenance.work import PERSON
from netmon.model import DeliveryState, Entity, EntityKind, Maintenance, MunicipalityState, NotificationKind
from netmon.secret import Secret
from tests.netmon.letters.given import (
    BROKEN,
    CUT,
    IT,
    MAYOR,
    NOON,
    UNKNOWN,
    UP,
    A,
    B,
    C,
    office,
    said,
    sent,
    spans,
    towns,
)
from tests.netmon.maintenance.given import topology, work
from tests.netmon.region import municipality

FIRING, RESOLVED, FLAPPING = NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.FLAPPING
Parts = list[tuple[float, MunicipalityState]]


def letters(
    *parts: tuple[float, MunicipalityState], told: list[Letter] | None = None, end: Millis = NOON
) -> tuple[Letter, ...]:
    """Return what is written of C at a moment, after what was told an hour before."""
    rows = sent(told or [], Millis(end - HOUR))
    return outage_letters(office(rows, end), Sights({C: spans(*parts, end=end)}))


def to_it(found: tuple[Letter, ...]) -> list[Letter]:
    return [letter for letter in found if letter.address == IT]


def test_whoever_asked_is_told_once_it_is_settled_and_nobody_else() -> None:
    assert letters((60, UP), (4.9, CUT)) == ()
    found = letters((60, UP), (5, CUT))
    assert [(letter.address, letter.kind) for letter in found] == [(IT, FIRING), (MAYOR, FIRING)]


def test_a_municipality_whose_contacts_asked_for_nothing_gets_no_mail() -> None:
    states = {code: spans((60, UP), (30, CUT)) for code in (A, B)}
    assert outage_letters(office(), Sights(states)) == ()


@pytest.mark.parametrize("parts", [[(60, UNKNOWN)], [(60, UP)], [(9, CUT), (1, UP)], [(9, CUT), (60, UP)]])
def test_nothing_is_told_of_what_is_not_an_outage_now(parts: Parts) -> None:
    assert letters(*parts) == ()


def test_each_reads_the_own_language_and_no_name_of_the_inside() -> None:
    czech, english = map(said, letters((60, UP), (8, CUT)))
    assert "C: bez spojení od 11:52" in czech
    assert "obec C nemá od 23. 11. 2026 11:52 spojení s krajskou sítí." in czech
    assert "Příčina leží mimo obec" in czech
    assert "Dohled sítě, +420 353 000 000, dohled@kraj.example.invalid" in czech
    assert "C has had no connection to the region's network since 23 Nov 2026 11:52." in english
    assert "https://netmon.kraj.example/o/500003" in english
    assert not any(name in czech + english for name in ("mid", "far", "link"))


def test_whose_own_equipment_is_silent_is_asked_to_look() -> None:
    (letter, _) = letters((60, UP), (8, BROKEN))
    assert "zda má napájení" in said(letter)


def test_that_somebody_works_on_it_is_said() -> None:
    sights = Sights({C: spans((60, UP), (8, CUT))}, in_hand=frozenset({C}))
    assert all(
        "na nápravě pracuje" in said(letter) or "is working on it" in said(letter)
        for letter in outage_letters(office(), sights)
    )


def test_nobody_in_a_municipality_is_invited_to_take_the_incident() -> None:
    assert [link_of(Secret("k" * 64), letter.message(), NOON) for letter in letters((60, UP), (8, CUT))] == ["", ""]


def test_what_was_told_is_not_told_again_however_long_it_lasts() -> None:
    first = letters((60, UP), (8, CUT))
    assert letters((68, UP), (68, CUT), told=list(first), end=Millis(NOON + HOUR)) == ()


def test_what_was_told_is_not_told_again_after_nobody_saw_for_a_while() -> None:
    first = letters((60, UP), (8, CUT))
    assert letters((40, UNKNOWN), (20, CUT), told=list(first), end=Millis(NOON + HOUR)) == ()


def test_the_end_goes_to_exactly_those_who_were_told_once_it_holds() -> None:
    first, later = letters((60, UP), (8, CUT)), Millis(NOON + HOUR)
    (only, _) = first
    assert letters((60, CUT), (4, UP), told=[only], end=later) == ()
    (end,) = letters((60, CUT), (6, UP), told=[only], end=later)
    assert (end.subject_id, end.kind, end.address) == (only.subject_id, RESOLVED, IT)
    assert "C: spojení obnoveno po 1 h 2 min" in said(end)
    assert "23. 11. 2026 11:52–12:54" in said(end)


def test_the_end_is_told_once() -> None:
    (first, _), later = letters((60, UP), (8, CUT)), Millis(NOON + HOUR)
    (end,) = letters((60, CUT), (6, UP), told=[first], end=later)
    assert letters((60, CUT), (7, UP), told=[first, end], end=later) == ()


def test_a_letter_that_was_given_up_is_not_written_again_and_has_no_end() -> None:
    rows = sent(letters((60, UP), (8, CUT)), NOON, DeliveryState.DEAD)
    assert outage_letters(office(rows), Sights({C: spans((60, UP), (8, CUT))})) == ()
    assert outage_letters(office(rows), Sights({C: spans((60, CUT), (60, UP))})) == ()


def test_who_is_not_a_contact_any_more_still_hears_that_it_is_over() -> None:
    rows, nobody = sent(letters((60, UP), (8, CUT)), NOON), towns()
    bare = nobody.model_copy(update={"municipalities": {**nobody.municipalities, C: nobody.municipalities[A]}})
    found = outage_letters(office(rows, inventory=bare), Sights({C: spans((60, CUT), (9, UP))}))
    assert {letter.address for letter in found} == {IT, MAYOR}


def day_of_outages(lengths: int, gap: int, count: int) -> list[Letter]:
    """Return what IT is told in a day of outages, looked at each minute as the clock goes on."""
    told: list[Letter] = []
    rows = sent([], NOON)
    states = []
    start = Millis(NOON - 11 * HOUR)
    for minute in range((lengths + gap) * count + 90):
        now = Millis(start + (minute + 1) * MINUTE)
        is_down = minute < (lengths + gap) * count and minute % (lengths + gap) < lengths
        states += spans((1, CUT if is_down else UP), end=now)
        found = to_it(outage_letters(office(rows, now), Sights({C: states})))
        told += found
        rows += sent(found, now)
    return told


def test_a_day_of_flapping_is_a_few_letters_and_one_that_says_so() -> None:
    kinds = [letter.kind for letter in day_of_outages(6, 6, 30)]
    assert kinds == [FIRING, RESOLVED] * 3 + [FLAPPING, RESOLVED]


def test_a_link_that_comes_and_goes_by_the_minute_is_one_outage() -> None:
    assert [letter.kind for letter in day_of_outages(2, 2, 60)] == [FIRING, RESOLVED]


def test_what_comes_and_goes_is_steady_only_after_an_hour() -> None:
    *_, flapping, steady = day_of_outages(6, 6, 30)
    assert steady.ended is not None
    assert steady.ended - flapping.started > 4 * HOUR


def test_a_long_outage_is_told_however_often_the_day_has_seen_shorter_ones() -> None:
    told = sent(day_of_outages(6, 6, 30), Millis(NOON - 3 * HOUR))
    for minutes, kinds in ((59, []), (60, [FIRING])):
        found = outage_letters(office(told), Sights({C: spans((120, UP), (minutes, CUT))}))
        assert [letter.kind for letter in to_it(found)] == kinds


def test_a_letter_that_it_comes_and_goes_says_when_the_next_comes() -> None:
    told = day_of_outages(6, 6, 30)
    assert "C: spojení kolísá" in said(told[-2])
    assert "až spojení vydrží 1 h." in said(told[-2])
    assert "C: spojení je opět stálé" in said(told[-1])


def window(end: Millis, source: str = PERSON, key: int = 1) -> Maintenance:
    scope = (municipality(C),)
    return Maintenance(key, scope, Interval(Millis(NOON - HOUR), end), "novak", Millis(NOON - DAY), "výměna", source)


def announced() -> list[Letter]:
    """Return what was told of a work that is done now."""
    frame = Interval(Millis(NOON - HOUR), Millis(NOON + HOUR))
    each = work(Entity(EntityKind.MUNICIPALITY, C), frame=frame)
    return list(maintenance_letters(office(now=Millis(NOON - DAY)), topology(), [each]))


def test_an_outage_in_announced_maintenance_is_no_second_alarm_for_whoever_knew() -> None:
    sights = Sights({C: spans((60, UP), (30, CUT))}, [window(Millis(NOON + HOUR))])
    found = outage_letters(office(sent(announced(), Millis(NOON - DAY))), sights)
    assert [letter.address for letter in found] == [MAYOR]
    assert "It is planned maintenance, which is to be over by 23 Nov 2026 13:00." in said(found[0])


def test_an_outage_that_outlasts_announced_maintenance_is_told() -> None:
    sights = Sights({C: spans((60, UP), (30, CUT))}, [window(Millis(NOON - MINUTE))])
    (letter,) = to_it(outage_letters(office(sent(announced(), Millis(NOON - DAY))), sights))
    assert "Výpadek začal při ohlášené údržbě, která měla skončit do 23. 11. 2026 11:59." in said(letter)


def test_announced_maintenance_that_was_over_before_has_nothing_to_do_with_it() -> None:
    sights = Sights({C: spans((60, UP), (30, CUT))}, [window(Millis(NOON - 40 * MINUTE))])
    (letter,) = to_it(outage_letters(office(sent(announced(), Millis(NOON - DAY))), sights))
    assert "údržb" not in said(letter)


def test_an_announcement_that_was_given_up_excuses_nothing() -> None:
    rows = sent(announced(), Millis(NOON - DAY), DeliveryState.DEAD)
    sights = Sights({C: spans((60, UP), (30, CUT))}, [window(Millis(NOON + HOUR))])
    assert len(to_it(outage_letters(office(rows), sights))) == 1


def test_a_recurring_window_was_announced_to_nobody() -> None:
    sights = Sights({C: spans((60, UP), (30, CUT))}, [window(Millis(NOON + HOUR), "inventory")])
    assert len(outage_letters(office(sent(announced(), Millis(NOON - DAY))), sights)) == 2
