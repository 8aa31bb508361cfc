"""People, rotas and escalations: what is written wrongly is told at its line, with its cure."""

from pathlib import Path

import pytest

from netmon.inventory.loading import examine
from netmon.language import Language
from netmon.phrase import in_language
from tests.netmon.inventory import SMALL

PLANS = """\
people:
  ada:
    name: Ada
    email: ada@example.org
    quiet: {start: "22:00", end: "06:00"}
rotas:
  network:
    title: Síť
    members: [ada]
    start: 2026-01-05
    hand_over: {days: [mon], times: ["08:00"]}
    closures: [2026-12-31]
    overrides:
      - {person: ada, from: 2026-12-24T08:00, to: 2026-12-27T08:00}
escalations:
  backbone:
    steps:
      - notify: [network]
      - {after: 5m, notify: [ada, noc]}
    repeat: 2
    every: 30m
routes:
  - escalation: backbone
"""
MISTAKES = [
    ('end: "06:00"', 'end: "22:00"', "never end, or never begin; write another end", 5),
    ("email: ada@example.org", "language: cs", "person ada has no address; add email, sms or ntfy", 2),
    ("members: [ada]", "members: [eda]", 'there is no person "eda"; did you mean "ada"?', 9),
    ("members: [ada]", "members: []", "there is too little here", 9),
    ("start: 2026-01-05", "start: 2026-02-30", '"2026-02-30" is not a date; write one such as 2026-12-24', 10),
    ("to: 2026-12-27T08:00", "to: 2026-12-24T07:00", "ends before it begins; write an end after 2026-12-24T08:00", 14),
    ("to: 2026-12-27T08:00", "to: zítra", '"zítra" is not a local date and time', 14),
    ("{person: ada,", "{person: bob,", 'there is no person "bob"', 14),
    ("notify: [network]", "notify: [netwerk]", 'person, rota or receiver "netwerk"; did you mean "network"?', 18),
    ("- notify: [network]", "- {after: 1m, notify: [network]}", "nobody is called at once", 17),
    ("repeat: 2", "repeat: 7", '"7" is too large; write 6 or less', 20),
    ("every: 30m", "every: 5m", "it would begin anew before its last step", 17),
    ("escalation: backbone", "escalation: bone", 'there is no escalation "bone"', 23),
    ("- escalation: backbone", "- match: {severity: [info]}", "it leads to nobody", 23),
    ("- escalation: backbone", "- {escalation: backbone, receivers: [noc]}", "an escalation are both", 23),
    ("  network:", "  noc:", "a person or a rota is called the same; rename one", None),
]  # fmt: skip


def told(directory: Path, plans: str) -> list[str]:
    """Return what is said about the small inventory with these plans, by line and text."""
    (directory / "all.yaml").write_text(SMALL, encoding="utf-8")
    (directory / "people.yaml").write_text(plans, encoding="utf-8")
    return [f"{Path(each.file).name}:{each.line} {each}" for each in examine(directory).complaints]


def test_people_and_plans_that_fit_together_are_beyond_doubt(tmp_path: Path) -> None:
    assert told(tmp_path, PLANS) == []


@pytest.mark.parametrize(("right", "wrong", "text", "line"), MISTAKES)
def test_a_mistake_is_told_at_its_line_with_its_cure(
    tmp_path: Path, right: str, wrong: str, text: str, line: int | None
) -> None:
    assert right in PLANS
    found = [each for each in told(tmp_path, PLANS.replace(right, wrong, 1)) if text in each]
    assert len(found) == 1, told(tmp_path, PLANS.replace(right, wrong, 1))
    assert line is None or found[0].startswith(f"people.yaml:{line} ")


def test_an_escalation_reaches_somebody_where_any_of_its_people_has_an_address(tmp_path: Path) -> None:
    alone = SMALL.replace("receivers: [noc]", "escalation: backbone")
    (tmp_path / "all.yaml").write_text(alone, encoding="utf-8")
    (tmp_path / "people.yaml").write_text(PLANS.partition("routes:")[0], encoding="utf-8")
    assert examine(tmp_path).complaints == ()
    mute = PLANS.partition("routes:")[0].replace("    email: ada@example.org\n", "").replace("[ada, noc]", "[ada]")
    (tmp_path / "people.yaml").write_text(mute, encoding="utf-8")
    assert any("reach nobody" in str(each) for each in examine(tmp_path).complaints)


def test_mistakes_are_told_in_czech_too(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "people.yaml").write_text(PLANS.replace("members: [ada]", "members: [eda]"), encoding="utf-8")
    (complaint,) = examine(tmp_path).complaints
    assert "osoba „eda“" in in_language(complaint.phrase, Language.CS)
