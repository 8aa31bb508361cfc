"""Keys and signatures are those of the RFCs' vectors, and pysnmp's where the RFCs give none."""

import pytest
from pysnmp.entity import config
from pysnmp.proto.rfc1902 import OctetString
from pysnmp.proto.secmod.rfc3414.service import SnmpUSMSecurityModel

from netmon.inventory.models import AuthProtocol, PrivProtocol
from netmon.snmp.keys import DIGEST_LENGTHS, KEY_LENGTHS, localise, master_key, privacy_key, signer

PASSPHRASE = b"maplesyrup"
ENGINE_ID = bytes.fromhex("000000000000000000000002")
AUTH = {
    AuthProtocol.MD5: config.USM_AUTH_HMAC96_MD5,
    AuthProtocol.SHA_1: config.USM_AUTH_HMAC96_SHA,
    AuthProtocol.SHA_224: config.USM_AUTH_HMAC128_SHA224,
    AuthProtocol.SHA_256: config.USM_AUTH_HMAC192_SHA256,
    AuthProtocol.SHA_384: config.USM_AUTH_HMAC256_SHA384,
    AuthProtocol.SHA_512: config.USM_AUTH_HMAC384_SHA512,
}
PRIV = {
    PrivProtocol.DES: config.USM_PRIV_CBC56_DES,
    PrivProtocol.AES_128: config.USM_PRIV_CFB128_AES,
    PrivProtocol.AES_192: config.USM_PRIV_CFB192_AES_BLUMENTHAL,
    PrivProtocol.AES_192_C: config.USM_PRIV_CFB192_AES,
    PrivProtocol.AES_256: config.USM_PRIV_CFB256_AES_BLUMENTHAL,
    PrivProtocol.AES_256_C: config.USM_PRIV_CFB256_AES,
}
HMACS = {
    AuthProtocol.MD5: "9294727a3638bb1c13f48ef8",
    AuthProtocol.SHA_1: "b617318655057264e28bc0b6",
    AuthProtocol.SHA_224: "896fb1128abbdf196832107cd49df33f",
    AuthProtocol.SHA_256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da7",
    AuthProtocol.SHA_384: "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c",
    AuthProtocol.SHA_512: (
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4"
    ),
}
"""Of "Hi There", each as short as USM cuts it (RFC 2202, RFC 4231, first test cases)."""


@pytest.mark.parametrize(
    ("auth", "passphrase", "master", "localised"),
    [
        (
            AuthProtocol.MD5,
            b"maplesyrup",
            "9faf3283884e92834ebc9847d8edd963",
            "526f5eed9fcce26f8964c2930787d82b",
        ),
        (
            AuthProtocol.SHA_1,
            b"maplesyrup",
            "9fb5cc0381497b3793528939ff788d5d79145211",
            "6695febc9288e36282235fc7151f128497b38f3f",
        ),
        (AuthProtocol.MD5, b"newsyrup", None, "87021d7bd9d101ba05ea6e3bf9d9bd4a"),
        (AuthProtocol.SHA_1, b"newsyrup", None, "78e2dcce79d59403b58c1bbaa5bff46391f1cd25"),
    ],
    ids=["A.3.1", "A.3.2", "A.5.1", "A.5.2"],
)
def test_a_passphrase_becomes_the_key_of_rfc_3414(
    auth: AuthProtocol, passphrase: bytes, master: str | None, localised: str
) -> None:
    key = master_key(auth, passphrase)
    assert master in (None, key.hex())
    assert localise(auth, key, ENGINE_ID).hex() == localised


@pytest.mark.parametrize(
    ("auth", "extended"),
    [
        (AuthProtocol.MD5, "526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12"),
        (AuthProtocol.SHA_1, "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9c"),
    ],
)
def test_a_key_is_extended_as_in_the_draft_of_reeder(auth: AuthProtocol, extended: str) -> None:
    master = master_key(auth, PASSPHRASE)
    assert privacy_key(auth, PrivProtocol.AES_256_C, master, ENGINE_ID).hex() == extended
    assert privacy_key(auth, PrivProtocol.AES_192_C, master, ENGINE_ID).hex() == extended[:48]


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
    assert len(localised) == KEY_LENGTHS[priv]


@pytest.mark.parametrize("auth", AuthProtocol)
def test_a_signature_is_the_hmac_of_its_rfc_cut_to_the_length_of_usm(auth: AuthProtocol) -> None:
    key = b"\x0b" * (16 if auth is AuthProtocol.MD5 else 20)
    sign = signer(auth, key)
    assert sign(b"another message first") != sign(b"Hi There")
    assert sign(b"Hi There").hex() == HMACS[auth]
    assert len(sign(b"Hi There")) == DIGEST_LENGTHS[auth]
