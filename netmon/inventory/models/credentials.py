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

    SHA_1 = "SHA-1"
    SHA_224 = "SHA-224"
    SHA_256 = "SHA-256"
    SHA_384 = "SHA-384"
    SHA_512 = "SHA-512"


class PrivProtocol(StrEnum):
    """USM privacy (RFC 3826; AES-256 as net-snmp and Cisco extend it)."""

    AES_128 = "AES-128"
    AES_256 = "AES-256"
    AES_256_C = "AES-256-C"


class SnmpCredential(Model):
    """How to speak SNMP: v3 authPriv by default, v1 and v2c only where `allow_insecure` says so."""

    version: SnmpVersion = SnmpVersion.V3
    allow_insecure: bool = False
    community: Reference | None = None
    user: Text | None = None
    auth: AuthProtocol = AuthProtocol.SHA_256
    auth_key: Reference | None = None
    priv: PrivProtocol = PrivProtocol.AES_128
    priv_key: Reference | None = None


class SshCredential(Model):
    """How to log in over SSH: a password or a private key, and the pinned host key."""

    user: Text
    password: Reference | None = None
    private_key: Reference | None = None


class Credentials(Model):
    """Named credentials; devices refer to them."""

    snmp: dict[Slug, SnmpCredential] = Field(default_factory=dict)
    ssh: dict[Slug, SshCredential] = Field(default_factory=dict)
