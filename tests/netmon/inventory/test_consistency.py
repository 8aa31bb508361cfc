"""SNMPv3's weak protocols are used only where the credential says so."""

from pathlib import Path

import pytest

from netmon.inventory.complaint import Complaint
from netmon.inventory.loading import examine
from netmon.language import Language
from netmon.phrase import in_language
from tests.netmon.inventory import SMALL, line_of

DEMO = "      version: v2c\n      allow_insecure: true\n      community: secret://demo\n"
USER = "      user: netmon\n      auth_key: secret://auth\n      priv_key: secret://priv\n"
WEAK = pytest.mark.parametrize(("key", "protocol"), [("auth", "MD5"), ("priv", "DES")])
STRONG = ["auth: SHA-1", "auth: SHA-512", "priv: AES-128", "priv: AES-192", "priv: AES-192-C", "priv: AES-256-C"]


def complaints(directory: Path, credential: str) -> tuple[Complaint, ...]:
    """Return what is said about the small inventory with another credential."""
    (directory / "all.yaml").write_text(SMALL.replace(DEMO, credential), encoding="utf-8")
    return examine(directory).complaints


@WEAK
def test_a_weak_protocol_is_refused_at_its_line_with_a_cure(tmp_path: Path, key: str, protocol: str) -> None:
    text = f"{USER}      {key}: {protocol}\n"
    (complaint,) = complaints(tmp_path, text)
    assert f"snmp credential demo: {protocol} is too weak for today" in str(complaint)
    assert "use SHA-256 and AES-128, or write allow_insecure: true where there is no other way" in str(complaint)
    assert complaint.line == line_of(SMALL.replace(DEMO, text), f"{key}: {protocol}")
    assert f"{protocol} je na dnešní dobu příliš slabé" in in_language(complaint.phrase, Language.CS)


@WEAK
def test_a_weak_protocol_is_taken_where_it_is_allowed(tmp_path: Path, key: str, protocol: str) -> None:
    assert complaints(tmp_path, f"{USER}      allow_insecure: true\n      {key}: {protocol}\n") == ()


@pytest.mark.parametrize("choice", STRONG)
def test_every_other_protocol_needs_no_permission(tmp_path: Path, choice: str) -> None:
    assert complaints(tmp_path, f"{USER}      {choice}\n") == ()
