"""Who gets mail: nobody who was not entered for it, and what cannot be sent is told at its line."""

from pathlib import Path

import pytest

from netmon.inventory.loading import examine
from netmon.inventory.models import Topic
from tests.netmon.inventory import SMALL

HEAD = """\
region:
  name: Zkušební kraj
  code: CZ000
  letters:
    settled: 5m
    working_days: 5
    helpdesk: {name: Dohled, phone: "+420 353 000 000"}
  reports:
    recipients:
      - {email: boss@example.org}
      - {email: orp@example.org, orp: "4101"}
      - {email: town@example.org, municipality: "554499", language: en}
"""
CONTACTS = """\
    contacts:
      - {name: Informatik, email: it@example.org, notify: [outage, maintenance]}
      - {name: Starosta, phone: "+420 353 000 001"}
"""
WRITTEN = SMALL.replace(SMALL[: SMALL.index("orps:")], HEAD, 1).replace(
    "    sla: town\n", f"    sla: town\n{CONTACTS}", 1
)
MISTAKES = [
    (", email: it@example.org, notify", ", notify", "wanted, but there is no e-mail address; add email", "Informatik"),
    ("[outage, maintenance]", "[outages]", 'unknown here: "outages"; did you mean "outage"?', "Informatik"),
    ("{email: boss@example.org}", "{name: Boss}", "email", "name: Boss"),
    ('orp: "4101"}', 'orp: "4102"}', 'there is no ORP "4102"', "4102"),
    ('municipality: "554499", l', 'municipality: "554490", l', 'there is no municipality "554490"', "554490"),
    ('municipality: "554499", l', 'municipality: "554499", orp: "4101", l', "a municipality are both given", "town@"),
    ("working_days: 5", "working_days: 21", '"21" is too large; write 20 or less', "working_days"),
    ("settled: 5m", "settled: 5s", "is too small", "settled"),
]  # fmt: skip


def told(directory: Path, text: str) -> list[str]:
    """Return what is said about an inventory, by line and text."""
    (directory / "all.yaml").write_text(text, encoding="utf-8")
    return [f"{each.line} {each}" for each in examine(directory).complaints]


def test_contacts_and_recipients_that_can_be_written_to_are_beyond_doubt(tmp_path: Path) -> None:
    assert told(tmp_path, WRITTEN) == []


def test_who_was_not_entered_for_mail_gets_none(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(WRITTEN, encoding="utf-8")
    inventory = examine(tmp_path).inventory
    assert inventory is not None
    wanting, silent = next(iter(inventory.municipalities.values())).contacts
    assert [wanting.wants(topic) for topic in Topic] == [True, True]
    assert [silent.wants(topic) for topic in Topic] == [False, False]


@pytest.mark.parametrize(("right", "wrong", "text", "at"), MISTAKES)
def test_a_mistake_is_told_at_its_line_with_its_cure(
    tmp_path: Path, right: str, wrong: str, text: str, at: str
) -> None:
    assert right in WRITTEN
    written = WRITTEN.replace(right, wrong, 1)
    found = [each for each in told(tmp_path, written) if text in each]
    assert len(found) == 1, told(tmp_path, written)
    line = int(found[0].partition(" ")[0])
    assert at in written.splitlines()[line - 1]


def test_a_site_s_contact_cannot_ask_for_mail(tmp_path: Path) -> None:
    site = 'municipality: "554499", contacts: [{name: Vrátný, email: a@example.org, notify: [outage]}]}'
    written = WRITTEN.replace('municipality: "554499"}', site, 1).replace(f"example.org, {site}", "", 1)
    assert any('unknown key "notify"' in each for each in told(tmp_path, written))
