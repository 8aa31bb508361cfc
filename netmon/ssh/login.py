"""How to log in to a device over SSH, with the secrets resolved and the host key pinned."""

import base64
import binascii
from dataclasses import dataclass

from netmon.errors import SecretError, SettingsError
from netmon.inventory.models import Ssh, SshCredential
from netmon.phrase import Phrase
from netmon.secret import Secret, SecretStore


@dataclass(frozen=True, slots=True)
class Login:
    """Where to, as whom, and the one host key that may answer there, as `type base64`."""

    address: str
    port: int
    user: str
    host_key: str
    password: Secret | None = None
    private_key: Secret | None = None


def resolve(address: str, ssh: Ssh, credential: SshCredential, secrets: SecretStore) -> Login:
    """Return the login; raise SecretError or SettingsError where something to log in with is missing."""
    if credential.password is None and credential.private_key is None:
        raise SecretError(
            Phrase("the SSH credential of {user!r} has neither password nor private_key", user=credential.user)
        )
    return Login(
        address=address,
        port=ssh.port,
        user=credential.user,
        host_key=check_host_key(ssh.host_key),
        password=secrets.resolve(credential.password) if credential.password else None,
        private_key=secrets.resolve(credential.private_key) if credential.private_key else None,
    )


def check_host_key(host_key: str) -> str:
    """Return the key as `type base64`; raise SettingsError, with the cure, if it is not one."""
    kind, _, encoded = host_key.partition(" ")
    encoded = encoded.split(" ")[0]
    try:
        octets = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        octets = b""
    if not octets.startswith(len(kind).to_bytes(4, "big") + kind.encode()):
        raise SettingsError(
            Phrase("a host_key is `type base64`; ssh-keyscan -p PORT ADDRESS prints it after the address")
        )
    return f"{kind} {encoded}"
