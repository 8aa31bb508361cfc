"""Who we are to an agent: a credential of the inventory with its secrets resolved."""

from dataclasses import dataclass, field

from netmon.errors import SecretError
from netmon.inventory.models import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from netmon.phrase import Phrase
from netmon.secret import Secret, SecretRef, SecretStore
from netmon.snmp.keys import SHORTEST_PASSPHRASE, master_key
from netmon.snmp.privacy import require


@dataclass(frozen=True, slots=True)
class Community:
    """SNMPv1 or v2c."""

    version: SnmpVersion
    community: Secret


@dataclass(frozen=True, slots=True)
class User:
    """A user of SNMPv3 with authPriv; the master keys are the passphrases' Ku (RFC 3414 §2.6)."""

    name: str
    auth: AuthProtocol
    priv: PrivProtocol
    auth_key: bytes = field(repr=False)
    priv_key: bytes = field(repr=False)


ResolvedCredential = Community | User


def resolve(credential: SnmpCredential, secrets: SecretStore) -> ResolvedCredential:
    """Return the credential with its secrets; raise SecretError if one is missing, too short or of no use here.

    Costs 2 ms for SNMPv3: resolve a credential once and share it among its devices.
    """
    if credential.version is not SnmpVersion.V3:
        return Community(credential.version, secrets.resolve(_present(credential.community, "community")))
    require(credential.priv)
    return User(
        name=credential.user or "",
        auth=credential.auth,
        priv=credential.priv,
        auth_key=_master_key(credential.auth, _present(credential.auth_key, "auth_key"), secrets),
        priv_key=_master_key(credential.auth, _present(credential.priv_key, "priv_key"), secrets),
    )


def _master_key(auth: AuthProtocol, reference: SecretRef, secrets: SecretStore) -> bytes:
    passphrase = secrets.resolve(reference).reveal().encode()
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise SecretError(
            Phrase(
                "{reference}: shorter than {shortest} octets, which RFC 3414 §11.2 does not allow",
                reference=reference,
                shortest=SHORTEST_PASSPHRASE,
            )
        )
    return master_key(auth, passphrase)


def _present(reference: SecretRef | None, name: str) -> SecretRef:
    if reference is None:
        raise SecretError(Phrase("the SNMP credential has no {name}; write {name}: secret://name", name=name))
    return reference
