"""What a file may announce, and how everything that is wrong with it is told at once."""

from datetime import datetime

import pytest

from netmon.clock import HOUR, Interval, Millis, from_datetime
from netmon.maintenance.announcement import Announcement, announced, moment
from netmon.maintenance.writing import MOST_WORKS
from netmon.model import MunicipalityCode
from tests.netmon.maintenance.given import DUCT, ring
from tests.netmon.region import device, link, municipality

BEFORE = moment("2026-12-01 21:00")
START = moment("2026-12-01 22:00")
FRAME = Interval(START, Millis(START + 6 * HOUR))
WHOLE = """
maintenance:
- reason: "Výměna \\u0041 optiky"
  start: 2026-12-01 22:00
  end: 2026-12-02T04:00+01:00
  length: 2h
  devices: [mid, mid]
  links: hub-near
  shared_risks: [duct]
  municipalities: ["500001", c]
"""
TABLE = """důvod;od;do;délka;linky;obce
Optika;2026-12-01 22:00;2026-12-02 04:00;2h;hub-mid mid-far;
Router;2026-12-01 22:00;2026-12-02 04:00;;;500001
"""


def read(text: str, file: str = "works.yaml", *, now: Millis = BEFORE) -> Announcement:
    return announced(file, text.encode(), ring(), now)


def complaints(text: str, file: str = "works.yaml") -> list[str]:
    found = read(text, file)
    assert found.works == ()
    return [str(complaint) for complaint in found.complaints]


def one(**keys: str) -> str:
    sound = {"reason": "x", "start": "2026-12-01 22:00", "end": "2026-12-02 04:00", "devices": "[mid]"}
    lines = "\n  ".join(f"{key}: {value}" for key, value in {**sound, **keys}.items() if value)
    return f"maintenance:\n- {lines}\n"


def test_a_file_announces_works_with_all_that_they_name() -> None:
    (work,) = read(WHOLE).works
    assert (work.reason, work.window, work.length) == ("Výměna A optiky", FRAME, 2 * HOUR)
    assert work.scope == (
        device("mid"), link("hub-near"), DUCT, link("hub-mid"), link("hub-far"),
        municipality("500001"), municipality(MunicipalityCode("500003")),
    )  # fmt: skip


def test_a_table_announces_a_work_in_each_row() -> None:
    flexible, fixed = read(TABLE, "works.CSV").works
    assert (flexible.scope, flexible.length) == ((link("hub-mid"), link("mid-far")), 2 * HOUR)
    assert (fixed.scope, fixed.length, fixed.window) == ((municipality("500001"),), None, FRAME)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "works.yaml:1:1: error: no work stands here; "),
        ("maintenance: []", "works.yaml:1:14: error: no work stands here; "),
        ("maintainance:\n- {}", 'works.yaml:1:1: error: unknown key "maintainance"; did you mean "maintenance"?'),
        ("maintenance: [5]", "works.yaml:1:15: error: this is no work; write - reason: …, start: …"),
        ("a: &x 1", "works.yaml:1:4: error: an anchor (&) stands here; delete it, and write out what refers to it"),
        (one(reason=""), "works.yaml:2:3: error: the work has no reason; add reason: …"),
        (one(reason='"\\u2003"'), "works.yaml:2:3: error: the work has no reason; add reason: …"),
        (one(start=""), "works.yaml:2:3: error: the work has no start; write day and time, such as 2026-12-01 22:00"),
        (one(start="[1]"), "works.yaml:3:10: error: start is not one text; write one text"),
        (one(end="zítra"), 'works.yaml:4:8: error: "zítra" is no day and time; write day and time, such as '),
        (one(end="2026-12-01 22:00"), "works.yaml:4:8: error: the work ends before it begins; correct start or end"),
        (one(end="2027-12-04"), "works.yaml:4:8: error: the work is longer than a year; split it"),
        (
            one(start="2026-11-01", end="2026-11-02"),
            "works.yaml:4:8: error: the work is over already; delete it: what is past cannot be excused; ",
        ),
        (one(length="2x"), 'works.yaml:6:11: error: "2x" is not a duration; write a number and ms, s, m, h or d'),
        (one(length="7h"), "works.yaml:6:11: error: the length does not fit between start and end; "),
        (one(length="0s"), "works.yaml:6:11: error: the length does not fit between start and end; "),
        (one(devices=""), "works.yaml:2:3: error: the work names nothing to work on; add devices, links, shared_risks"),
        (one(devices="[midd]"), 'works.yaml:5:13: error: there is no device "midd"; did you mean "mid"?'),
        (one(links="[zzz]"), 'works.yaml:6:11: error: there is no link "zzz"; write a name of the inventory'),
        (one(shared_risks="[ducts]"), 'works.yaml:6:18: error: there is no shared risk "ducts"; did you mean "duct"?'),
        (one(municipalities="[Nikde]"), 'works.yaml:6:20: error: there is no municipality "Nikde"; write its name '),
        (one(municipalities="[a b]"), 'works.yaml:6:20: error: "a b" means several municipalities; write its name '),
        (one(devices="[[mid]]"), "works.yaml:5:13: error: this is no name; write [one, two]"),
        (one(wer="x"), 'works.yaml:6:3: error: unknown key "wer"; write one of reason, start, end, length, devices'),
        (one(start="2026-03-29 02:30"), 'works.yaml:3:10: error: the clock skips "2026-03-29 02:30" in this night; '),
        (one(end="2026-10-25 02:30"), 'works.yaml:4:8: error: "2026-10-25 02:30" comes twice in this night; add the'),
    ],
)
def test_every_fault_is_told_with_its_line_and_cure_and_nothing_is_announced(text: str, complaint: str) -> None:
    assert any(told.startswith(complaint) for told in complaints(text)), complaints(text)


def test_every_fault_of_every_work_is_told_at_once() -> None:
    bad = one(devices="[midd]", length="9h") + one(reason="").removeprefix("maintenance:\n") + "- 7\n"
    assert [told.split(": ")[0] for told in complaints(bad)] == [
        "works.yaml:5:13", "works.yaml:6:11", "works.yaml:7:3", "works.yaml:10:3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "works.csv:1:1: error: the table has no column reason, start, end; "),
        ("reason,start,end\n", "works.csv:1:1: error: no work stands here; "),
        (TABLE.replace("mid-far", "mid-fax"), 'works.csv:2:1: error: there is no link "mid-fax"; '),
        (TABLE.replace(";500001", ";"), "works.csv:3:1: error: the work names nothing to work on; "),
    ],
)
def test_a_table_is_told_of_by_its_lines(text: str, complaint: str) -> None:
    assert any(told.startswith(complaint) for told in complaints(text, "works.csv"))


def test_more_works_than_can_be_approved_together_are_refused() -> None:
    body = one().removeprefix("maintenance:\n")
    assert len(read("maintenance:\n" + body * MOST_WORKS).works) == MOST_WORKS
    (told,) = complaints("maintenance:\n" + body * (MOST_WORKS + 1))
    assert "more than 100 works; split it" in told


def test_a_work_that_has_begun_is_announced_with_a_warning() -> None:
    found = read(one(), now=Millis(START + 1))
    assert len(found.works) == 1
    (told,) = found.complaints
    assert str(told).startswith("works.yaml:3:10: warning: the work begins before it is approved: it mutes")
    assert read(one(), now=START).complaints == ()


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-06-01 22:00", "2026-06-01T20:00+00:00"),
        ("2026-12-01 22:00", "2026-12-01T21:00+00:00"),
        ("2026-10-25T02:30+02:00", "2026-10-25T00:30+00:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30+00:00"),
        ("2026-10-25 03:00", "2026-10-25T02:00+00:00"),
        ("2026-03-29 03:00", "2026-03-29T01:00+00:00"),
    ],
)
def test_a_time_without_an_offset_is_that_of_prague(text: str, utc: str) -> None:
    assert moment(text) == from_datetime(datetime.fromisoformat(utc))
