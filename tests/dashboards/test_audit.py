"""Administrators read who did what, find it, take it along as a table, and learn whether the record is whole."""

import csv
import io
import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

from dashboards.app import create_app
from dashboards.texts import CATALOGUES
from netmon.commands import Actor, Command, RecordFailedLogin
from netmon.language import Language
from netmon.model import Role
from netmon.settings import Settings
from netmon.store.database import STATE_FILE
from tests.dashboards.exhibit import HOSTILE, Exhibit, busy_snapshot
from tests.dashboards.house import GIVEN, House
from tests.dashboards.people import SAME, Who, come_as
from tests.dashboards.test_pages import text_of


def test_every_deed_is_told_in_words(exhibit: Exhibit) -> None:
    page = come_as(Who.ADMINISTRATOR, exhibit).get("/audit?lang=cs").text
    said = text_of(page)
    assert "novakova 10.1.2.3 převzal výpadek" in said
    assert "nepřihlásil se: jméno nebo heslo" in said
    assert "ForgottenDeed" in said
    assert HOSTILE not in page


def test_every_command_has_words() -> None:
    for language in Language:
        assert {f"deed.{kind.__name__}" for kind in Command.__args__} <= CATALOGUES[language].keys()


def test_deeds_are_found_by_whom_and_what(exhibit: Exhibit) -> None:
    client = come_as(Who.ADMINISTRATOR, exhibit)
    said = text_of(client.get("/audit?lang=cs&account=zlobil&action=AddNote").text)
    assert said.count("napsal poznámku") == 3
    assert "V auditu" not in said
    assert "Nic takového v auditu není." in text_of(client.get("/audit?lang=cs&account=nikdo").text)
    assert client.get("/audit?before=x").status_code == 400


def test_the_table_holds_no_formula(exhibit: Exhibit) -> None:
    answer = come_as(Who.ADMINISTRATOR, exhibit).get("/audit.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 7
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]
    assert [row["outcome"] for row in rows].count("failure") == 1
    assert all(row["at"].endswith("+00:00") for row in rows)


def test_pages_follow_each_other_and_a_changed_row_is_found(tmp_path: Path) -> None:
    house = House(busy_snapshot(Settings(public=True)), directory=tmp_path)
    house.add("spravce", role=Role.ADMINISTRATOR)
    for number in range(120):
        house.submit(RecordFailedLogin(f"nikdo{number}"), Actor("", "192.0.2.1"))
    client = create_app(house, house, house.clock).test_client()
    client.post("/prihlaseni", data={"name": "spravce", "password": GIVEN}, headers=SAME)
    newest = client.get("/audit?lang=cs").text
    older = client.get(unescape(re.search(r'href="([^"]*)" rel="next"', newest)[1])).text  # type: ignore[index]
    told = [name for page in (newest, older) for name in re.findall(r"nikdo\d+", page)]
    assert told == [f"nikdo{number}" for number in reversed(range(120))]
    assert 'rel="next"' not in older
    assert "nepřerušený" in client.get("/audit?lang=cs&check=1").text
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection, connection:
        connection.execute("DROP TRIGGER audit_is_never_changed")
        connection.execute("UPDATE audit SET subject = '{}' WHERE id = 7")
    assert "nesouhlasí od řádku 7" in client.get("/audit?lang=cs&check=1").text
    house.register.close()
    house.store.close()
