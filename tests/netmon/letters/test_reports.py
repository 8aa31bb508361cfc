"""Who gets the figures of last month, which, and what stands in them."""

import csv
import io
import json
from collections.abc import Sequence

import pytest

from netmon.clock import HOUR, Millis
from netmon.inventory.models import Inventory
from netmon.letters.figures import MARK
from netmon.letters.letter import Letter
from netmon.letters.reports import MOST_ATTACHED, Monthly, Version, readers_due, report_letters
from netmon.report.rendering import figures
from netmon.store.rows import canonical
from tests.netmon.letters.given import A, B, C, office, prague, said, sent, towns
from tests.netmon.report.test_sla import M, report

FIRST = prague("2026-11-02T08:00")
"""The first working day of November."""
BOSS, ORP, TOWN = (f"{name}@kraj.example.invalid" for name in ("boss", "orp", "town"))
READERS: list[dict[str, object]] = [
    {"email": BOSS, "language": "en"},
    {"email": ORP, "orp": "1"},
    {"email": TOWN, "municipality": B},
]
VERSION = Version(2, FIRST, "ab" * 32)


def monthly(version: Version | None = None) -> Monthly:
    """Return the figures of October, in which B was cut off for an hour."""
    made = report((HOUR, 2 * HOUR, M.ISOLATED), (3 * HOUR, 5 * HOUR, M.DEGRADED))
    return Monthly(json.loads(canonical(figures(made))), version)


def letters(version: Version | None = None, inventory: Inventory | None = None, **changes: object) -> list[Letter]:
    desk = office(now=FIRST, inventory=inventory or towns(reports=READERS))
    made = monthly(version)
    return list(report_letters(desk, readers_due(desk), Monthly({**made.figures, **changes}, made.version)))


def due(now: Millis, told: Sequence[Letter] = ()) -> list[str]:
    desk = office(sent(told, now), now, towns(reports=READERS))
    return [each.email for each in readers_due(desk)]


@pytest.mark.parametrize(
    ("now", "readers"),
    [
        ("2026-11-01T12:00", []),
        ("2026-11-02T07:59", []),
        ("2026-11-02T08:00", [BOSS, ORP, TOWN]),
        ("2026-11-30T23:59", [BOSS, ORP, TOWN]),
    ],
)
def test_figures_are_due_from_the_first_working_day_on(now: str, readers: list[str]) -> None:
    assert due(prague(now)) == readers


def test_who_has_them_does_not_get_them_again_before_the_next_month() -> None:
    boss, *others = letters()
    assert due(Millis(FIRST + HOUR), [boss]) == [ORP, TOWN]
    assert due(Millis(FIRST + HOUR), [boss, *others]) == []
    assert due(prague("2026-12-01T08:00"), [boss, *others]) == [BOSS, ORP, TOWN]


def test_each_gets_the_figures_of_what_was_asked_for() -> None:
    whole, district, town = map(said, letters())
    assert "Availability in 10/2026: Testland" in whole
    assert '["B, promised 99.900 %", "99.865 %"]' in whole
    assert "Dostupnost za 10/2026: ORP Alpha" in district
    assert "Dostupnost za 10/2026: B" in town
    assert '["Dostupnost", "99,865 %"]' in town
    assert '["Doba bez spojení", "1 h"]' in town
    assert '["Slíbeno 99,900 %", "smlouva nedodržena"]' in town


def test_which_figures_they_are_is_said() -> None:
    assert "Zatím nebyly zveřejněny" in said(letters()[1])
    published = letters(VERSION)[1]
    assert "Byly zveřejněny jako verze 2 dne 2. 11. 2026 08:00" in said(published)
    assert json.loads(published.attachments[1].content)["published"]["version"] == 2


def test_the_table_and_the_figures_for_programs_say_the_same() -> None:
    table, programs = letters()[0].attachments
    rows = list(csv.DictReader(io.StringIO(table.content.removeprefix(MARK))))
    body = json.loads(programs.content)
    assert table.content.startswith(MARK)
    assert [row["scope"] for row in rows] == ["region", "orp", "municipality", "municipality", "municipality"]
    assert [row["code"] for row in rows[2:]] == [line["code"] for line in body["municipalities"]] == [A, B, C]
    assert rows[3]["measured_percent"] == str(body["municipalities"][1]["measured_percent"])
    assert (table.name, programs.name) == ("netmon-2026-10-region.csv", "netmon-2026-10-region.json")


def test_a_municipality_learns_nothing_of_others_and_of_the_inside() -> None:
    town = letters()[2]
    body = json.loads(town.attachments[1].content)
    assert [line["code"] for line in body["municipalities"]] == [B]
    assert (body["region"], body["orps"]) == (None, [])
    assert all("reason" not in outage for outage in body["municipalities"][0]["outages"])
    assert not any(code in each.content for each in town.attachments for code in (A, C))


def test_a_month_that_nobody_watched_is_not_written_about() -> None:
    unseen = [{**line, "coverage_percent": 0.0} for line in monthly().figures["municipalities"]]
    assert letters(municipalities=unseen) == []


def test_files_that_are_too_large_stay_at_home_and_the_letter_says_so() -> None:
    large = [{**line, "note": "x" * MOST_ATTACHED} for line in monthly().figures["municipalities"]]
    letter = letters(municipalities=large)[1]
    assert letter.attachments == ()
    assert "na adrese níže" in said(letter)


def test_the_worst_are_named_first_and_many_are_not_all_named() -> None:
    (_, b, _) = monthly().figures["municipalities"]
    many = [
        {**b, "code": f"5{number:05}", "name": f"M{number}", "measured_percent": 99 - number} for number in range(30)
    ]
    facts = [label for label, _ in letters(municipalities=many)[0].facts]
    assert [str(label).partition(",")[0] for label in facts[6:]] == [f"M{number}" for number in range(29, 19, -1)]
