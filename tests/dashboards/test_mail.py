"""A mail's subject says what, who is hit and where; nothing in it acts on the reader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import VIEWS
from dashboards.mail import SUBJECT
from netmon.alerting.notice import notice_of_incident
from tests.dashboards.exhibit import HOSTILE, ring_incident, shipped_inventory, trunk_incident

SAID = "✖ 5 obcí bez spojení: trasa Cheb – Aš (od 02:35)"
ENDED = "2026-11-23T01:47:02+00:00"
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
        "summary": SAID,
        "evidence": ["cheb-core-1 xe-0/0/2: ifOperStatus down"],
        "url": "http://127.0.0.1:8080/v/INC-2026-0412",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({}, SAID),
        ({"summary": ""}, "✖ Cheb – Aš"),
        ({"kind": "resolved", "ended": ENDED, "summary": "✔ obnoveno po 12 min: trasa Cheb – Aš"}, None),
        ({"kind": "resolved", "ended": ENDED, "merged_into": "INC-1", "summary": "✔ součást jiné události: X"}, None),
        ({"kind": "flapping", "summary": "↯ kolísá: Cheb – Aš (další zprávy až po ustálení)"}, None),
        ({"subject": "alert", "summary": "↯ kolísá: Cheb – Aš"}, None),
        ({"subject": "alert", "kind": "resolved", "summary": "✔ ustáleno: Cheb – Aš"}, None),
        ({"subject": "alert", "severity": "warning", "summary": "port 92 %"}, "▲ port 92 %"),
        (
            {"subject": "alert", "kind": "resolved", "summary": "✔ port 92 %", "ended": ENDED},
            "✔ port 92 %: obnoveno po 12 min",
        ),
    ],
)
def test_the_subject_is_the_push_message(changes: dict[str, object], subject: str | None) -> None:
    mail = VIEWS.render_mail(payload(**changes), "cs")
    assert mail.subject.replace("\u00a0", " ") == (subject or changes["summary"])


def test_the_text_says_what_is_known() -> None:
    text = VIEWS.render_mail(payload(), "cs").text.replace("\u00a0", " ")
    assert text.splitlines() == [
        SAID,
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


def test_an_incident_s_mail_names_its_sites_and_what_the_next_cut_would_do() -> None:
    inventory = shipped_inventory()
    cut = VIEWS.render_mail(notice_of_incident(trunk_incident(inventory).incident, inventory, "").payload, "cs")
    assert cut.subject == "✖ 5 obcí, Nemocnice Aš +2 bez spojení: trasa Cheb – Aš (od 02:35)".replace("\u00a0", " ")
    assert "Nemocnice Aš, Hasičská stanice Aš, Záchranná služba Aš" in cut.text
    ring = VIEWS.render_mail(notice_of_incident(ring_incident(inventory).incident, inventory, "").payload, "cs")
    assert ring.subject.startswith("▲ kruh otevřen, v ohrožení 12 obcí: trasa ")
    assert "další přerušení odřízne 12 obcí, 31 000 obyvatel" in ring.text.replace("\u00a0", " ")


def test_flapping_has_words_and_a_colour_of_its_own() -> None:
    firing, flapping = (VIEWS.render_mail(payload(kind=kind), "cs") for kind in ("firing", "flapping"))
    assert "Střídavě vypadává a vrací se; další zpráva přijde, až se ustálí." in flapping.text
    assert "Střídavě" not in firing.text
    assert "Podrobnosti: " in flapping.text
    assert "#6B5000" in flapping.html
    assert "#691B10" in firing.html


def test_what_was_joined_to_another_has_not_ended() -> None:
    text = VIEWS.render_mail(payload(kind="resolved", ended=ENDED, merged_into="INC-1"), "cs").text
    assert "Konec" not in text


def test_what_a_device_says_is_text_in_the_html() -> None:
    mail = VIEWS.render_mail(payload(evidence=[HOSTILE], summary=HOSTILE, candidates=[HOSTILE], subject="alert"), "cs")
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert "\u202e" not in mail.html + mail.text + mail.subject
    assert "\x1b" not in mail.html + mail.text + mail.subject


@given(st.text(max_size=200), st.sampled_from(["cs", "en"]), st.sampled_from(["firing", "resolved"]))
def test_a_subject_is_one_short_line_whatever_it_is_about(title: str, language: str, kind: str) -> None:
    cause = {"kind": "device", "name": "x", "title": title}
    subject = VIEWS.render_mail(payload(cause=cause, kind=kind, summary=title), language).subject
    assert len(subject) <= SUBJECT
    assert "\n" not in subject
    assert "\r" not in subject


def test_a_subject_that_is_cut_still_says_that_it_came_before() -> None:
    subject = VIEWS.render_mail(payload(summary=f"✖ {'x' * 100} (opakováno)"), "cs").subject
    assert len(subject) == 70
    assert subject.endswith("… (opakováno)")


def test_keys_of_a_later_version_are_ignored() -> None:
    assert VIEWS.render_mail(payload(later="something"), "cs").subject.startswith("✖")


def test_what_is_no_notification_is_refused() -> None:
    with pytest.raises(ValueError, match="severity"):
        VIEWS.render_mail(payload(severity="loud"), "cs")


def test_what_else_it_may_be_is_told_by_title() -> None:
    others = [{"kind": "device", "name": "as-core-1", "title": "Aš (as-core-1)"}]
    assert "Stejně dobře to může být: Aš (as-core-1)\n" in VIEWS.render_mail(payload(others=others), "cs").text
    assert "Stejně dobře to může být: as-core-1\n" in VIEWS.render_mail(payload(), "cs").text


def test_the_runbook_is_told_as_long_as_there_is_something_to_do() -> None:
    runbook = "https://wiki.kraj.example/ztraty"
    mail = VIEWS.render_mail(payload(subject="alert", runbook=runbook), "cs")
    assert f"Postup: {runbook}" in mail.text
    assert f"Postup: {runbook}" in mail.html
    over = payload(subject="alert", runbook=runbook, kind="resolved", ended=ENDED)
    assert runbook not in VIEWS.render_mail(over, "cs").text
    assert "Runbook" not in VIEWS.render_mail(payload(runbook=None), "en").text
