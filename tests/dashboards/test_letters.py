"""How a letter looks: finished text, in its own language, and nothing in it acts on the reader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from dashboards import VIEWS
from dashboards.letters import SUBJECT
from netmon.alerting.notify.mail import plain_mail
from netmon.letters.letter import LETTER
from tests.dashboards.exhibit import HOSTILE
from tests.netmon.letters.given import CUT, UP
from tests.netmon.letters.test_reports import VERSION
from tests.netmon.letters.test_reports import letters as report_letters
from tests.netmon.letters.test_towns import letters as outage_letters


def payload(**changes: object) -> dict[str, Any]:
    (czech, _) = outage_letters((60, UP), (8, CUT))
    return {**czech.message().payload, **changes}


def test_the_text_says_it_in_the_readers_language_whatever_the_setting_is() -> None:
    mail = VIEWS.render_mail(payload(), "en")
    assert mail.subject == "C: bez spojení od 11:52"
    assert mail.text.splitlines() == [
        "Dobrý den,",
        "",
        "obec C nemá od 23. 11. 2026 11:52 spojení s krajskou sítí.",
        "",
        "Příčina leží mimo obec, na vaší straně není třeba nic dělat.",
        "",
        "Provozovatel sítě o výpadku ví.",
        "",
        "Jakmile se spojení obnoví, napíšeme vám.",
        "",
        "S dotazy se prosím obracejte na: Dohled sítě, +420 353 000 000, dohled@kraj.example.invalid.",
        "",
        "Jak to vypadá nyní: https://netmon.kraj.example/o/500003",
        "",
        "-- ",
        "Tuto zprávu dostáváte jako kontakt obce C. Má-li chodit někomu jinému, sdělte to prosím provozovateli sítě.",
    ]


def test_facts_stand_after_what_they_are_about_and_files_go_with_it() -> None:
    (_, _, town) = report_letters(VERSION)
    mail = VIEWS.render_mail(town.message().payload, "cs")
    lines = mail.text.splitlines()
    assert lines.index("Dostupnost: 99,865 %") == lines.index("posíláme údaje o dostupnosti za 10/2026: B.") + 2
    assert ">99,865 %</td>" in mail.html
    assert [(each.name, each.type) for each in mail.attachments] == [
        ("netmon-2026-10-500002.csv", "text/csv"),
        ("netmon-2026-10-500002.json", "application/json"),
    ]


def test_without_views_a_letter_still_says_all_of_it() -> None:
    (_, _, town) = report_letters(VERSION)
    mail = plain_mail(town.message().payload)
    assert mail.subject == "Dostupnost za 10/2026: B"
    assert "Dostupnost: 99,865 %" in mail.text


@pytest.mark.parametrize("field", ["summary", "button", "url", "footer", "paragraphs", "facts"])
def test_what_somebody_wrote_is_text_in_the_html(field: str) -> None:
    values = {"paragraphs": [HOSTILE], "facts": [[HOSTILE, HOSTILE]]}
    mail = VIEWS.render_mail(payload(**{field: values.get(field, HOSTILE)}), "cs")
    assert not [sign for sign in ("<script", "<img") if sign in mail.html]
    assert not [sign for sign in ("\u202e", "\x1b") if sign in mail.html + mail.text + mail.subject]


@given(st.text(max_size=300))
def test_a_subject_is_one_short_line(title: str) -> None:
    subject = VIEWS.render_mail(payload(summary=title), "cs").subject
    assert len(subject) <= SUBJECT
    assert not {"\n", "\r"} & set(subject)


def test_what_is_no_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="paragraphs"):
        VIEWS.render_mail({"subject": LETTER, "kind": "letter", "language": "cs", "summary": "x"}, "cs")


@pytest.mark.parametrize("width", [320, 700])
def test_nothing_is_wider_than_the_screen(chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 700})
    for letter in (*report_letters(VERSION), *outage_letters((60, UP), (8, CUT))):
        page.set_content(VIEWS.render_mail(letter.message().payload, "cs").html)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
