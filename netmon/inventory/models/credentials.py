"""How devices are spoken to: protocols and secret references, never secrets."""

from enum import StrEnum

from pydantic import Field

from netmon.inventory.models.values import Model, Reference, Slug, Text


class SnmpVersion(StrEnum):
    """The SNMP version a credential is for."""

    V1 = "v1"
    V2C = "v2c"
    V3 = "v3"


class AuthProtocol(StrEnum):
    """USM authentication (RFC 3414, RFC 7860)."""

    MD5 = "MD5"
    SHA_1 = "SHA-1"
    SHA_224 = "SHA-224"
    SHA_256 = "SHA-256"
    SHA_384 = "SHA-384"
    SHA_512 = "SHA-512"


class PrivProtocol(StrEnum):
    """USM privacy (RFC 3414, RFC 3826; keys beyond AES-128 as net-snmp and, with -C, Cisco extend them)."""

    DES = "DES"
    AES_128 = "AES-128"
    AES_192 = "AES-192"
    AES_192_C = "AES-192-C"
    AES_256 = "AES-256"
    AES_256_C = "AES-256-C"


class SnmpCredential(Model):
    """How to speak SNMP: v3 authPriv by default; v1, v2c, MD5 and DES only where `allow_insecure` says so."""

    version: SnmpVersion = SnmpVersion.V3
    """The version that is spoken."""
    allow_insecure: bool = False
    """Whether v1 and v2c, which send everything in clear, and the weak MD5 and DES may be used."""
    community: Reference | None = None
    """The community, for v1 and v2c."""
    user: Text | None = None
    """The user, for v3."""
    auth: AuthProtocol = AuthProtocol.SHA_256
    """How messages are signed."""
    auth_key: Reference | None = None
    """The passphrase that they are signed with."""
    priv: PrivProtocol = PrivProtocol.AES_128
    """How messages are encrypted."""
    priv_key: Reference | None = None
    """The passphrase that they are encrypted with."""


class SshCredential(Model):
    """How to log in over SSH: a password or a private key, and the pinned host key."""

    user: Text
    """Who logs in; an account that can only read is enough."""
    password: Reference | None = None
    """The password."""
    private_key: Reference | None = None
    """The private key in PEM form, instead of a password."""


class Credentials(Model):
    """Named credentials; devices refer to them."""

    snmp: dict[Slug, SnmpCredential] = Field(default_factory=dict)
    """SNMP credentials by name."""
    ssh: dict[Slug, SshCredential] = Field(default_factory=dict)
    """SSH credentials by name."""
