"""Keys are those of RFC 3414's vectors, and pysnmp's where the RFCs give none."""

import pytest
from pysnmp.entity import config
from pysnmp.proto.rfc1902 import OctetString
from pysnmp.proto.secmod.rfc3414.service import SnmpUSMSecurityModel

from netmon.inventory.models import AuthProtocol, PrivProtocol
from netmon.snmp.keys import DIGEST_LENGTHS, KEY_LENGTHS, decrypt, encrypt, localise, master_key, privacy_key, sign

PASSPHRASE = b"maplesyrup"
ENGINE_ID = bytes.fromhex("000000000000000000000002")
AUTH = {
    AuthProtocol.SHA_1: config.USM_AUTH_HMAC96_SHA,
    AuthProtocol.SHA_224: config.USM_AUTH_HMAC128_SHA224,
    AuthProtocol.SHA_256: config.USM_AUTH_HMAC192_SHA256,
    AuthProtocol.SHA_384: config.USM_AUTH_HMAC256_SHA384,
    AuthProtocol.SHA_512: config.USM_AUTH_HMAC384_SHA512,
}
PRIV = {
    PrivProtocol.AES_128: config.USM_PRIV_CFB128_AES,
    PrivProtocol.AES_256: config.USM_PRIV_CFB256_AES_BLUMENTHAL,
    PrivProtocol.AES_256_C: config.USM_PRIV_CFB256_AES,
}


def test_a_passphrase_becomes_the_key_of_rfc_3414_a_3_2() -> None:
    master = master_key(AuthProtocol.SHA_1, PASSPHRASE)
    assert master.hex() == "9fb5cc0381497b3793528939ff788d5d79145211"
    assert localise(AuthProtocol.SHA_1, master, ENGINE_ID).hex() == "6695febc9288e36282235fc7151f128497b38f3f"


@pytest.mark.parametrize("auth", AuthProtocol)
def test_authentication_keys_are_those_of_pysnmp(auth: AuthProtocol) -> None:
    reference = SnmpUSMSecurityModel.AUTH_SERVICES[AUTH[auth]]
    master = reference.hash_passphrase(PASSPHRASE)
    assert master_key(auth, PASSPHRASE) == bytes(master)
    assert localise(auth, bytes(master), ENGINE_ID) == bytes(reference.localize_key(master, OctetString(ENGINE_ID)))


@pytest.mark.parametrize("auth", AuthProtocol)
@pytest.mark.parametrize("priv", PrivProtocol)
def test_privacy_keys_are_those_of_pysnmp(auth: AuthProtocol, priv: PrivProtocol) -> None:
    master = master_key(auth, PASSPHRASE)
    reference = SnmpUSMSecurityModel.PRIV_SERVICES[PRIV[priv]]
    localised = reference.localize_key(AUTH[auth], OctetString(master), OctetString(ENGINE_ID))
    assert privacy_key(auth, priv, master, ENGINE_ID) == bytes(localised)


@pytest.mark.parametrize("auth", AuthProtocol)
@pytest.mark.parametrize("priv", PrivProtocol)
def test_keys_and_digests_are_as_long_as_their_protocols_say(auth: AuthProtocol, priv: PrivProtocol) -> None:
    key = privacy_key(auth, priv, master_key(auth, PASSPHRASE), ENGINE_ID)
    assert len(key) == KEY_LENGTHS[priv]
    assert len(sign(auth, key, b"message")) == DIGEST_LENGTHS[auth]


def test_what_is_encrypted_comes_back_and_only_with_its_key_and_moment() -> None:
    key, salt = bytes(range(16)), b"8 octets"
    encrypted = encrypt(key, 7, 1_000, salt, b"a scoped PDU")
    assert decrypt(key, 7, 1_000, salt, encrypted) == b"a scoped PDU"
    assert decrypt(key, 7, 1_001, salt, encrypted) != b"a scoped PDU"
    assert decrypt(bytes(16), 7, 1_000, salt, encrypted) != b"a scoped PDU"
