"""What is hidden is read again, by pysnmp too, as the standards say; and nonsense is refused."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyasn1.codec.ber import decoder, encoder
from pysnmp.entity.config import add_v3_user
from pysnmp.entity.engine import SnmpEngine
from pysnmp.proto.mpmod.rfc3412 import SNMPv3Message
from pysnmp.proto.rfc1902 import OctetString

from netmon.errors import ProtocolViolation
from netmon.inventory.models import AuthProtocol, PrivProtocol
from netmon.snmp import ber
from netmon.snmp.keys import DIGEST_LENGTHS, KEY_LENGTHS, localise, master_key, signer
from netmon.snmp.message import AUTH_PRIV, V3Message, read_message, write_scoped_pdu
from netmon.snmp.privacy import CIPHERS, Des, Privacy, privacy, require
from netmon.snmp.template import get
from tests.netmon.snmp.test_keys import AUTH, PRIV

ENGINE_ID = b"\x80\x00\x1f\x88\x04reference"
AUTH_PHRASE, PRIV_PHRASE = "authentication key", "privacy key, another"
UPTIME = (1, 3, 6, 1, 2, 1, 1, 3, 0)
NUMBER = 1 << 30
SCOPED_PDU = write_scoped_pdu(ENGINE_ID, get((UPTIME,)).numbered(NUMBER))
USER_BASED_SECURITY, LARGEST = 3, 65_507

NIST_PLAIN = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
NIST_CFB128 = {
    "2b7e151628aed2a6abf7158809cf4f3c": (
        "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b"
        "26751f67a3cbb140b1808cf187a4f4dfc04b05357c5d1c0eeac4c66f9ff7f2e6"
    ),
    "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b": (
        "cdc80d6fddf18cab34c25909c99a417467ce7f7f81173621961a2b70171d3d7a"
        "2e1e8a1dd59b88b1c8e60fed1efac4c9c05f9f9ca9834fa042ae8fba584b09ff"
    ),
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4": (
        "dc7e84bfda79164b7ecd8486985d386039ffed143b28b1c832113c6331e5407b"
        "df10132415e54b92a13ed0a8267ae2f975a385741ab9cef82031623d55b1e471"
    ),
}
"""Key and ciphertext (NIST SP 800-38A F.3.13, F.3.15, F.3.17)."""
IN_FIPS_MODE = """
openssl_conf = openssl_init
[openssl_init]
alg_section = evp_properties
[evp_properties]
default_properties = fips=yes
"""

ciphers = pytest.mark.parametrize(
    "cipher", [CIPHERS[priv](bytes(range(KEY_LENGTHS[priv]))) for priv in PrivProtocol], ids=list(PrivProtocol)
)


class ReferenceEngine:
    """pysnmp's user-based security as the authoritative engine: it reads a message and sends its content back."""

    def __init__(self) -> None:
        self._engine = SnmpEngine(OctetString(ENGINE_ID))
        self._model = self._engine.security_models[USER_BASED_SECURITY]

    def boots_and_time(self) -> tuple[int, int]:
        """Return what the engine counts."""
        symbols = ("snmpEngineBoots", "snmpEngineTime")
        boots, time = self._engine.get_mib_builder().import_symbols("__SNMP-FRAMEWORK-MIB", *symbols)
        return int(boots.syntax.clone()), int(time.syntax.clone())

    def add_user(self, name: str, auth: AuthProtocol, priv: PrivProtocol) -> None:
        """Let the engine know a user."""
        add_v3_user(self._engine, name, AUTH[auth], AUTH_PHRASE, PRIV[priv], PRIV_PHRASE)

    def echo(self, octets: bytes) -> tuple[bytes, bytes]:
        """Return the scoped PDU of a request, and a response with the same."""
        request, _ = decoder.decode(octets, asn1Spec=SNMPv3Message())
        engine_id, name, scoped_pdu, _, state = self._model.process_incoming_message(
            self._engine, 3, LARGEST, request.getComponentByPosition(2), USER_BASED_SECURITY, 3, octets, request
        )
        clear = encoder.encode(scoped_pdu)
        no_error: Any = None
        form, _ = decoder.decode(octets, asn1Spec=SNMPv3Message())
        whom = (USER_BASED_SECURITY, engine_id, name, 3)
        _, response = self._model.generate_response_message(
            self._engine, 3, form, LARGEST, *whom, scoped_pdu, state, no_error
        )
        return clear, response


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ReferenceEngine:
    """Return an engine that keeps its boots in a directory of this test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("pysnmp")))
        return ReferenceEngine()


@pytest.mark.parametrize("auth", AuthProtocol)
@pytest.mark.parametrize("priv", PrivProtocol)
def test_pysnmp_reads_what_we_hide_and_we_what_it_hides(
    reference: ReferenceEngine, auth: AuthProtocol, priv: PrivProtocol
) -> None:
    name = f"{auth}-{priv}"
    reference.add_user(name, auth, priv)
    sign = signer(auth, localise(auth, master_key(auth, AUTH_PHRASE.encode()), ENGINE_ID))
    cipher = privacy(auth, priv, master_key(auth, PRIV_PHRASE.encode()), ENGINE_ID)
    boots, time = reference.boots_and_time()
    salt = cipher.salt(boots, secrets.randbits(64))
    encrypted = ber.write_octets(cipher.encrypt(boots, time, salt, SCOPED_PDU))
    blank = bytes(DIGEST_LENGTHS[auth])
    request = V3Message(NUMBER, AUTH_PRIV, encrypted, ENGINE_ID, boots, time, name.encode(), blank, salt)
    octets = request.write()
    at = request.digest_at(octets)

    read, written = reference.echo(octets[:at] + sign(octets) + octets[at + len(blank) :])
    assert read == SCOPED_PDU

    response = read_message(written)
    at = response.digest_at(written)
    assert response.digest == sign(written[:at] + blank + written[at + len(blank) :])
    hidden, _ = ber.read_octets(response.scoped_pdu, 0, len(response.scoped_pdu))
    clear = cipher.decrypt(response.boots, response.time, response.salt, hidden)
    assert clear.startswith(SCOPED_PDU)
    assert len(clear) - len(SCOPED_PDU) in (range(9) if priv is PrivProtocol.DES else {0})


@pytest.mark.parametrize(("key", "encrypted"), NIST_CFB128.items(), ids=["AES-128", "AES-192", "AES-256"])
def test_aes_is_that_of_nist_with_boots_time_and_salt_as_its_vector(key: str, encrypted: str) -> None:
    cipher = CIPHERS[PrivProtocol.AES_128](bytes.fromhex(key))
    moment = (0x00010203, 0x04050607, bytes(range(8, 16)))
    assert cipher.encrypt(*moment, NIST_PLAIN).hex() == encrypted
    assert cipher.decrypt(*moment, bytes.fromhex(encrypted)) == NIST_PLAIN


def test_des_is_that_of_fips_81_with_pre_vector_and_salt_as_its_vector() -> None:
    salt = b"eight it"
    vector = int.from_bytes(bytes.fromhex("1234567890abcdef"), "big") ^ int.from_bytes(salt, "big")
    cipher = Des(bytes.fromhex("0123456789abcdef") + vector.to_bytes(8, "big"))
    encrypted = cipher.encrypt(0, 0, salt, b"Now is the time for all ")
    assert encrypted.hex() == "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6"
    assert cipher.decrypt(0, 0, salt, encrypted) == b"Now is the time for all "


@ciphers
@given(messages=some.lists(some.tuples(some.integers(0, 2**31 - 1), some.binary(max_size=100)), min_size=1, max_size=5))
def test_messages_are_read_in_any_order_after_many_were_written(
    cipher: Privacy, messages: list[tuple[int, bytes]]
) -> None:
    written = []
    for count, (moment, clear) in enumerate(messages):
        salt = cipher.salt(moment, count)
        written.append((moment, salt, cipher.encrypt(moment, moment, salt, clear), clear))
    for moment, salt, encrypted, clear in reversed(written):
        read = cipher.decrypt(moment, moment, salt, encrypted)
        assert read[: len(clear)] == clear
        assert len(read) - len(clear) in ({0} if len(clear) % 8 == 0 else range(8))


@ciphers
def test_the_same_content_never_looks_the_same(cipher: Privacy) -> None:
    count = secrets.randbits(64)
    hidden = {cipher.encrypt(7, 1_000, cipher.salt(7, count + step), SCOPED_PDU) for step in range(100)}
    assert len(hidden) == 100
    assert all(len(cipher.salt(7, edge)) == 8 for edge in (0, 2**32, 2**64 - 1, 2**64, 2**100))


def test_a_salt_is_the_count_and_with_des_the_boots_before_it() -> None:
    assert CIPHERS[PrivProtocol.AES_128](bytes(16)).salt(7, 2**40 + 5).hex() == "0000010000000005"
    assert CIPHERS[PrivProtocol.DES](bytes(16)).salt(7, 2**40 + 5).hex() == "0000000700000005"


@ciphers
@pytest.mark.parametrize("length", [0, 7, 9, 16])
def test_a_salt_of_another_length_is_refused(cipher: Privacy, length: int) -> None:
    with pytest.raises(ProtocolViolation, match=f"a salt of {length} octets"):
        cipher.decrypt(7, 1_000, bytes(length), bytes(16))


@pytest.mark.parametrize(("boots", "time"), [(2**32, 0), (0, 2**32), (-1, 0), (0, 10**40)])
def test_numbers_that_no_engine_can_have_are_refused(boots: int, time: int) -> None:
    cipher = CIPHERS[PrivProtocol.AES_128](bytes(16))
    with pytest.raises(ProtocolViolation, match="32 bits"):
        cipher.encrypt(boots, time, bytes(8), b"a scoped PDU")
    with pytest.raises(ProtocolViolation, match="32 bits"):
        cipher.decrypt(boots, time, bytes(8), b"a scoped PDU")


def test_octets_that_des_cannot_have_written_are_refused() -> None:
    with pytest.raises(ProtocolViolation, match="12 encrypted octets"):
        CIPHERS[PrivProtocol.DES](bytes(16)).decrypt(7, 1_000, bytes(8), bytes(12))


@pytest.mark.parametrize("priv", PrivProtocol)
def test_this_machine_offers_every_protocol(priv: PrivProtocol) -> None:
    require(priv)


@pytest.mark.parametrize(
    ("statement", "protocol"),
    [
        ("privacy.require(PrivProtocol.DES)", "DES"),
        ("keys.master_key(AuthProtocol.MD5, b'authentication key')", "MD5"),
    ],
)
def test_what_openssl_withholds_in_fips_mode_is_named(tmp_path: Path, statement: str, protocol: str) -> None:
    (tmp_path / "openssl.cnf").write_text(IN_FIPS_MODE, encoding="utf-8")
    imports = "from netmon.inventory.models import AuthProtocol, PrivProtocol; from netmon.snmp import keys, privacy; "
    result = subprocess.run(
        [sys.executable, "-c", imports + statement],
        env=os.environ | {"OPENSSL_CONF": str(tmp_path / "openssl.cnf")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert f"SecretError: OpenSSL on this machine does not offer {protocol}" in result.stderr
