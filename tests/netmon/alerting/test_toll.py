"""Whom an outage costs what, in words: the counts, the critical sites, the next cut."""

from dataclasses import replace

import pytest

from netmon.alerting.toll import INHABITANTS as PEOPLE
from netmon.alerting.toll import NAMED_SITES, counted, next_cut_line, toll_lines, tolls
from netmon.alerting.wording import LONGEST_LINE, incident_line
from netmon.language import Language
from netmon.model import CriticalKind, CriticalSite, Impact, MunicipalityCode, NextCut
from netmon.phrase import NBSP
from tests.netmon.alerting.occasions import AS, CHEB, ENDED, INCIDENT, TRUNK

CS, EN = Language.CS, Language.EN
HOSPITAL = CriticalSite(CriticalKind.HOSPITAL, "as-hospital", "Nemocnice Aš")
FIRE = CriticalSite(CriticalKind.RESCUE, "as-fire", "Hasičská stanice Aš")
CMS = CriticalSite(CriticalKind.CMS, "kv-cms", "Konektor CMS")
CUT = NextCut(12, 31_000, TRUNK)
THREE = (CMS, FIRE, HOSPITAL)
OPEN_RING = Impact(degraded=(AS,), next_cut=CUT)


def line(impact: Impact, language: Language = CS, title: str = "Cheb – Aš") -> str:
    return incident_line(replace(INCIDENT, impact=impact), title, language)


@pytest.mark.parametrize(
    ("impact", "language", "words"),
    [
        (Impact((AS,), sites=(HOSPITAL,)), CS, "✖ 1 obec, Nemocnice Aš bez spojení: trasa Cheb – Aš (od 10:03)"),
        (Impact((AS,), sites=(HOSPITAL,)), EN, "✖ 1 municipality, Nemocnice Aš cut off: link Cheb – Aš (since 10:03)"),
        (Impact(sites=(HOSPITAL,)), CS, "✖ Nemocnice Aš bez spojení: trasa Cheb – Aš (od 10:03)"),
        (Impact((AS,), sites=THREE), CS, "✖ 1 obec, Nemocnice Aš +2 bez spojení: trasa Cheb – Aš (od 10:03)"),
        (Impact(sites=(CMS, HOSPITAL)), CS, "✖ Nemocnice Aš, Konektor CMS bez spojení: trasa Cheb – Aš (od 10:03)"),
        (OPEN_RING, CS, "▲ kruh otevřen, v ohrožení 12 obcí: trasa Cheb – Aš (od 10:03)"),
        (OPEN_RING, EN, "▲ ring open, 12 municipalities at risk: link Cheb – Aš (since 10:03)"),
        (Impact(degraded=(AS, CHEB)), CS, "▲ 2 obce bez zálohy: trasa Cheb – Aš (od 10:03)"),
    ],
)  # fmt: skip
def test_the_line_names_critical_sites_and_what_is_at_risk(impact: Impact, language: Language, words: str) -> None:
    assert line(impact, language) == words


def test_sites_are_counted_where_the_cause_would_have_no_room() -> None:
    long = replace(HOSPITAL, title="Karlovarská krajská nemocnice, Aš")
    assert (
        line(Impact((AS,), sites=(long, FIRE))) == "✖ 1 obec, 2 kritická místa bez spojení: trasa Cheb – Aš (od 10:03)"
    )
    assert len(line(Impact((AS,), sites=(HOSPITAL, FIRE)), title="x" * 200)) == LONGEST_LINE


def test_an_incident_that_is_over_says_nothing_of_sites() -> None:
    over = replace(ENDED, impact=Impact((AS,), sites=(HOSPITAL,), next_cut=CUT))
    assert incident_line(over, "Cheb – Aš", CS) == "✔ obnoveno po 12 min: trasa Cheb – Aš"


def test_who_is_hit_is_told_shorter_each_time_and_hospitals_come_first() -> None:
    impact = Impact(tuple(MunicipalityCode(f"{n:06}") for n in range(5)), sites=(FIRE, CMS, HOSPITAL))
    assert list(tolls(impact, CS)) == [
        "5 obcí, Nemocnice Aš, Hasičská stanice Aš, Konektor CMS",
        "5 obcí, Nemocnice Aš +2",
        "5 obcí, 3 kritická místa",
    ]
    assert list(tolls(Impact((AS,)), EN)) == ["1 municipality"]
    assert list(tolls(Impact(sites=(CMS,)), EN)) == ["Konektor CMS", "1 critical site"]


def test_the_sentences_name_the_sites_and_the_next_cut() -> None:
    assert list(toll_lines(Impact(), CS)) == []
    assert list(toll_lines(Impact((AS,), sites=(FIRE, HOSPITAL), next_cut=CUT), CS)) == [
        "Bez spojení: Nemocnice Aš, Hasičská stanice Aš"
    ]
    assert list(toll_lines(OPEN_RING, EN)) == ["Ring open: the next cut isolates 12 municipalities, 31,000 inhabitants"]
    many = tuple(CriticalSite(CriticalKind.RESCUE, f"r{n}", f"R{n}\x1b[31m") for n in range(NAMED_SITES + 3))
    assert list(toll_lines(Impact(sites=many), EN)) == ["Without connection: R0[31m, R1[31m, R2[31m, R3[31m, R4[31m +3"]


def test_the_next_cut_is_said_in_the_words_of_the_field() -> None:
    assert next_cut_line(CUT, CS).replace(NBSP, " ") == (
        "Kruh je otevřen: další přerušení odřízne 12 obcí, 31 000 obyvatel"
    )
    assert next_cut_line(NextCut(1, 3, TRUNK), CS) == "Kruh je otevřen: další přerušení odřízne 1 obec, 3 obyvatele"


def test_counts_are_said_as_people_do() -> None:
    assert [counted(n, PEOPLE[CS], CS) for n in (0, 1, 4, 5)] == [
        "0 obyvatel", "1 obyvatele", "4 obyvatele", "5 obyvatel",
    ]  # fmt: skip
