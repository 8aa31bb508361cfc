"""How the demo is set up: faster than a real network, and nothing of it leaves this machine."""

import secrets
import socket
from pathlib import Path

from netmon.clock import EPOCH, SECOND, Millis
from netmon.errors import SettingsError
from netmon.inventory.models import Inventory, Receiver, Route
from netmon.language import Language
from netmon.phrase import Phrase
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Detection, Flapping, Settings, Snmp
from netmon.simulate.receiver import LOOPBACK

DEFAULT_PORT = 8080
WEBHOOK = SecretRef("secret://demo-webhook")
RECIPIENT = "demo"
SECRETS_FOLDER, STATE_FOLDER = "secrets", "state"
INTERVALS = {"snmp": Millis(2 * SECOND), "system": Millis(10 * SECOND), "interfaces": Millis(10 * SECOND)}
TIMEOUT = Millis(SECOND // 2)


def demo_settings(inventory: Path, directory: Path, port: int, language: Language) -> Settings:
    """Return the settings of a demo whose files lie in a directory of its own."""
    return Settings(
        inventory=inventory,
        state=directory / STATE_FOLDER,
        listen=LOOPBACK,
        port=port,
        url=f"http://{LOOPBACK}:{port}",
        language=language,
        public=True,
        demo=True,
        intervals=INTERVALS,
        detection=Detection(misses=2, answers=2, settle=Millis(4 * SECOND), settle_limit=Millis(8 * SECOND)),
        flapping=Flapping(reuse=2),
        snmp=Snmp(timeout=TIMEOUT, attempts=2),
        group_wait=EPOCH,
    )


def refuse_strangers(inventory: Inventory) -> None:
    """Raise SettingsError if a device would be polled beyond this machine."""
    for device in inventory.active_devices().values():
        if not device.addresses[0].is_loopback:
            raise SettingsError(
                Phrase(
                    "{name} has address {address}, which is not of the loopback; "
                    "the demo polls its own agents only: give it an inventory in 127.0.0.0/8, or use `netmon run`",
                    name=device.name,
                    address=device.address,
                )
            )


def told_to_ourselves(inventory: Inventory) -> Inventory:
    """Return the inventory with one route: everything goes to the demo's own webhook."""
    receivers = {RECIPIENT: Receiver(webhook=(WEBHOOK,))}
    return inventory.model_copy(update={"receivers": receivers, "routes": (Route(receivers=(RECIPIENT,)),)})


def write_secrets(inventory: Inventory, webhook: str, directory: Path) -> SecretStore:
    """Write the webhook's URL and a fresh community for each credential as 0400 files; return their store."""
    folder = directory / SECRETS_FOLDER
    folder.mkdir(mode=0o700)
    references = {credential.community for credential in inventory.credentials.snmp.values() if credential.community}
    values = {WEBHOOK: webhook, **{reference: secrets.token_urlsafe(16) for reference in references}}
    for reference, value in values.items():
        path = folder / reference.removeprefix("secret://")
        path.touch(mode=0o600)
        path.write_text(value, encoding="utf-8")
        path.chmod(0o400)
    return SecretStore((folder,))


def choose_port(wanted: int | None) -> int:
    """Return a free port: the wanted one or, where none was, 8080 or any other; raise SettingsError."""
    if wanted:
        if not _is_free(wanted):
            raise SettingsError(
                Phrase(
                    "port {wanted} of {loopback} is taken; choose another one with --port, or 0 for any",
                    wanted=wanted,
                    loopback=LOOPBACK,
                )
            )
        return wanted
    return DEFAULT_PORT if wanted is None and _is_free(DEFAULT_PORT) else _any_port()


def _is_free(port: int) -> bool:
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _any_port() -> int:
    with socket.socket() as candidate:
        candidate.bind((LOOPBACK, 0))
        port: int = candidate.getsockname()[1]
        return port
