"""Who is told of maintenance and when, and that it is called off."""

from collections.abc import Sequence
from dataclasses import replace

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.judgement.topology import Topology
from netmon.letters.letter import Letter
from netmon.letters.works import hit_by, maintenance_letters
from netmon.maintenance.work import INVENTORY, Work
from netmon.model import DeliveryState, NotificationKind
from tests.netmon.letters.given import CLERK, IT, A, B, C, office, prague, said, sent, towns
from tests.netmon.maintenance.given import ring, work
from tests.netmon.region import link

FRAME = Interval(prague("2026-12-02T22:00"), prague("2026-12-02T23:30"))
"""A Wednesday night; five working days before it are 25 November."""
DUE = prague("2026-11-25T08:00")
TREE = Topology.of(towns())
SPUR = work(link("mid-far"), frame=FRAME, id=7)


def letters(
    each: Work = SPUR, *, now: Millis = DUE, told: Sequence[Letter] = (), others: Sequence[Work] = ()
) -> list[Letter]:
    """Return what is written at a moment about a work, after what was told the day before."""
    rows = sent(told, Millis(now - DAY))
    return list(maintenance_letters(office(rows, now), TREE, [each, *others]))


def addresses(found: Sequence[Letter]) -> list[str]:
    return [letter.address for letter in found]


def test_whoever_asked_is_told_five_working_days_ahead_as_the_office_opens() -> None:
    assert letters(now=Millis(DUE - MINUTE)) == []
    assert addresses(letters()) == [IT, CLERK]


def test_the_letter_says_when_and_keeps_the_reason_and_the_inside_to_itself() -> None:
    text = said(letters()[0])
    assert "C: plánovaná údržba 2. 12. 2026" in text
    assert "2. 12. 2026 22:00–23:30" in text
    assert "ozveme se, jen kdyby trval déle" in text
    assert not any(inside in text for inside in ("výměna", "mid", "novak"))


def test_only_who_hears_of_outages_is_promised_something_about_them() -> None:
    assert "ozveme se" not in said(letters()[1])


def test_a_flexible_work_says_how_long_it_takes_at_most() -> None:
    text = said(letters(replace(SPUR, length=Millis(30 * MINUTE)))[0])
    assert '["Z toho bez spojení nejvýše", "30 min"]' in text


def test_what_is_announced_late_is_told_at_once_also_while_it_is_done() -> None:
    assert addresses(letters(now=Millis(FRAME.start - HOUR))) == [IT, CLERK]
    assert addresses(letters(now=Millis(FRAME.end - 1))) == [IT, CLERK]
    assert letters(now=FRAME.end) == []


def test_each_work_is_told_once_to_each() -> None:
    first = letters()
    assert letters(told=first, now=Millis(DUE + DAY)) == []
    assert addresses(letters(told=first[:1], now=Millis(DUE + DAY))) == [CLERK]


def test_who_keeps_the_connection_is_not_written_to() -> None:
    assert letters(work(link("hub-near"), frame=FRAME)) == []


def test_recurring_windows_are_announced_to_nobody() -> None:
    assert letters(replace(SPUR, source=INVENTORY)) == []


def test_what_is_called_off_is_taken_back_from_whom_it_was_told() -> None:
    (first, _), off = letters(), replace(SPUR, cancelled=Millis(DUE + HOUR))
    (letter,) = letters(off, told=[first], now=Millis(DUE + DAY))
    assert (letter.address, letter.subject_id, letter.kind) == (IT, first.subject_id, NotificationKind.LETTER)
    assert letter.key != first.key
    assert "C: údržba 2. 12. 2026 se nekoná" in said(letter)
    assert letters(off, told=[first, letter], now=Millis(DUE + 2 * DAY)) == []


def test_what_was_told_to_nobody_is_not_taken_back() -> None:
    assert letters(replace(SPUR, cancelled=DUE)) == []


def test_what_was_given_up_is_neither_written_again_nor_taken_back() -> None:
    rows = sent(letters(), Millis(DUE - DAY), DeliveryState.DEAD)
    off = replace(SPUR, cancelled=Millis(DUE + HOUR))
    assert maintenance_letters(office(rows, Millis(DUE + DAY)), TREE, [SPUR]) == ()
    assert maintenance_letters(office(rows, Millis(DUE + DAY)), TREE, [off]) == ()


def test_only_the_work_that_is_called_off_is_taken_back() -> None:
    other = letters(replace(SPUR, id=71))
    assert letters(replace(SPUR, cancelled=DUE), told=other, now=Millis(DUE + DAY)) == []


def test_what_ends_early_is_not_called_off() -> None:
    off = replace(SPUR, cancelled=Millis(FRAME.start + 1))
    assert letters(off, told=letters(), now=Millis(FRAME.start + 2)) == []


def test_a_moved_work_is_one_that_is_called_off_and_another() -> None:
    first, off = letters(), replace(SPUR, cancelled=Millis(DUE + HOUR))
    moved = replace(SPUR, id=8, frame=Interval(Millis(FRAME.start + DAY), Millis(FRAME.end + DAY)))
    found = letters(off, told=first, others=[moved], now=Millis(DUE + DAY))
    assert addresses(found) == [IT, CLERK, IT, CLERK]
    assert "3. 12. 2026 22:00–23:30" in said(found[0])
    assert "se nekoná" in said(found[2])


def test_two_works_that_cut_off_together_hit_whoever_neither_hits_alone() -> None:
    topology = Topology.of(ring())
    one, other = (work(link(name), frame=FRAME, id=key) for key, name in enumerate(("mid-far", "hub-far")))
    assert hit_by(one, topology, []) == frozenset()
    assert hit_by(one, topology, [one, other]) == {C}


def test_everybody_behind_a_work_is_hit() -> None:
    assert hit_by(work(link("hub-mid"), frame=FRAME), TREE, []) == {B, C}
    assert A not in hit_by(work(link("hub-mid"), frame=FRAME), TREE, [])
