"""The seal of links: only ours opens, it is bound to all it says, and its key never leaves the state directory."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.alerting.notify.invitation import KEY_FILE, addressee, link_key, opened, sealed
from netmon.clock import MINUTE, Millis
from netmon.errors import StoreError
from netmon.model import IncidentId, Invitation
from netmon.secret import Secret
from tests.netmon.oncall.plans import staffed

KEY = Secret("a" * 64)
NOW = Millis(1_780_000_020_000)
JANA = Invitation(IncidentId("i-1"), "jana@kraj.example", NOW)


@given(
    incident=st.text(min_size=1, max_size=80).filter(lambda text: "\n" not in text),
    address=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    minute=st.integers(0, 10**9),
)
def test_what_is_sealed_is_opened_again(incident: str, address: str, minute: int) -> None:
    invitation = Invitation(IncidentId(incident), address, Millis(minute * MINUTE))
    assert opened(KEY, incident, sealed(KEY, invitation)) == invitation


@given(token=st.text(max_size=500))
def test_whatever_else_comes_is_refused_without_an_exception(token: str) -> None:
    assert opened(KEY, "i-1", token) is None


@given(place=st.integers(0, 200), letter=st.sampled_from("AZaz09-_.="))
def test_no_letter_of_a_token_can_be_changed(place: int, letter: str) -> None:
    token = sealed(KEY, JANA)
    at = place % len(token)
    changed = token[:at] + letter + token[at + 1 :]
    found = opened(KEY, "i-1", changed)
    assert found is None or found == JANA


def test_a_token_is_bound_to_the_incident_and_the_key() -> None:
    token = sealed(KEY, JANA)
    assert opened(KEY, "i-1", token) == JANA
    assert opened(KEY, "i-2", token) is None
    assert opened(Secret("b" * 64), "i-1", token) is None


def test_incident_and_address_cannot_be_shifted_into_each_other() -> None:
    long = Invitation(IncidentId("i-1\njana"), "x", NOW)
    seal = sealed(KEY, replace(long, incident=IncidentId("i-1"), address="jana\nx")).partition(".")[2]
    address = sealed(KEY, long).partition(".")[0]
    assert opened(KEY, "i-1\njana", f"{address}.{seal}") is None


def test_a_link_is_short_enough_for_a_message() -> None:
    assert len(sealed(KEY, JANA)) <= 60


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = link_key(tmp_path)
    path = tmp_path / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert link_key(tmp_path).reveal() == key.reveal()
    assert len(key.reveal()) == 64
    assert str(key) == "***"


def test_a_key_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("00")
    assert len(link_key(tmp_path).reveal()) == 64


def test_a_directory_that_takes_no_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="key of links"):
        link_key(tmp_path / "nowhere")


def test_an_address_is_somebodys_or_nobodys() -> None:
    people = staffed()
    assert addressee(people, "ada@kraj.example") == "ada"
    assert addressee(people, "noc@kraj.example") == "noc"
    assert addressee(people, "eva@kraj.example") is None
