"""A mail's subject says what, who is hit and where; nothing in it acts on the reader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import VIEWS
from dashboards.mail import SUBJECT
from tests.dashboards.exhibit import HOSTILE

NAMES = ("Aš", "Hazlov", "Hranice", "Krásná", "Podhradí")


def payload(**changes: object) -> dict[str, Any]:
    return {
        "kind": "firing",
        "subject": "incident",
        "id": "INC-2026-0412",
        "severity": "critical",
        "cause": {"kind": "link", "name": "cheb-as", "title": "Cheb – Aš"},
        "candidates": ["cheb-as", "as-core-1"],
        "municipalities": [{"code": f"55449{number}", "name": name} for number, name in enumerate(NAMES)],
        "degraded": 2,
        "inhabitants": 17611,
        "started": "2026-11-23T01:35:02+00:00",
        "ended": None,
        "summary": "",
        "evidence": ["cheb-core-1 xe-0/0/2: ifOperStatus down"],
        "url": "http://127.0.0.1:8080/v/INC-2026-0412",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "language", "subject"),
    [
        ({}, "cs", "✖ 5 obcí bez spojení: trasa Cheb – Aš"),
        ({}, "en", "✖ 5 municipalities without connection: route Cheb – Aš"),
        ({"municipalities": []}, "cs", "✖ 2 obce bez zálohy: trasa Cheb – Aš"),
        ({"municipalities": [], "degraded": 0, "severity": "warning"}, "cs", "▲ trasa Cheb – Aš"),
        (
            {"kind": "resolved", "ended": "2026-11-23T01:47:02+00:00"},
            "cs",
            "✔ trasa Cheb – Aš: obnoveno po 12 min",
        ),
        ({"subject": "alert", "severity": "warning", "summary": "port 92 %"}, "cs", "▲ port 92 %"),
        (
            {"subject": "alert", "kind": "resolved", "summary": "✔ port 92 %", "ended": "2026-11-23T01:47:02Z"},
            "cs",
            "✔ port 92 %: obnoveno po 12 min",
        ),
    ],
)
def test_the_subject_is_the_whole_message(changes: dict[str, object], language: str, subject: str) -> None:
    mail = VIEWS.render_mail(payload(**changes), language)
    assert mail.subject.replace("\u00a0", " ") == subject


def test_the_text_says_what_is_known() -> None:
    text = VIEWS.render_mail(payload(), "cs").text.replace("\u00a0", " ")
    assert text.splitlines() == [
        "✖ 5 obcí bez spojení: trasa Cheb – Aš",
        "",
        "Příčina: trasa Cheb – Aš",
        "Začátek: 23. 11. 2026 02:35",
        "Bez spojení: Aš, Hazlov, Hranice, Krásná, Podhradí",
        "Dotčeno 17 611 obyvatel",
        "2 obce bez zálohy",
        "Stejně dobře to může být: as-core-1",
        "",
        "Co víme:",
        "- cheb-core-1 xe-0/0/2: ifOperStatus down",
        "",
        "Otevřít a převzít: http://127.0.0.1:8080/v/INC-2026-0412",
    ]


def test_what_a_device_says_is_text_in_the_html() -> None:
    mail = VIEWS.render_mail(payload(evidence=[HOSTILE], summary=HOSTILE, candidates=[HOSTILE], subject="alert"), "cs")
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert "\u202e" not in mail.html + mail.text + mail.subject
    assert "\x1b" not in mail.html + mail.text + mail.subject


@given(st.text(max_size=200), st.sampled_from(["cs", "en"]), st.sampled_from(["firing", "resolved"]))
def test_a_subject_is_one_short_line_whatever_it_is_about(title: str, language: str, kind: str) -> None:
    cause = {"kind": "device", "name": "x", "title": title}
    subject = VIEWS.render_mail(payload(cause=cause, kind=kind), language).subject
    assert len(subject) <= SUBJECT
    assert "\n" not in subject
    assert "\r" not in subject


def test_keys_of_a_later_version_are_ignored() -> None:
    assert VIEWS.render_mail(payload(later="something"), "cs").subject.startswith("✖")


def test_what_is_no_notification_is_refused() -> None:
    with pytest.raises(ValueError, match="severity"):
        VIEWS.render_mail(payload(severity="loud"), "cs")
