"""How an InfluxDB server is prepared: each thing made or found is said as it is done."""

from pathlib import Path

from netmon.console.terminal import Terminal
from netmon.secret import SecretRef, SecretStore
from netmon.store.influx.provisioning import provision


def set_up(url: str, org: str, admin_token: str, tokens: Path) -> None:
    """Make what netmon needs on a server; raise NetmonError if the server or the secret stands in the way."""
    admin = SecretStore.from_environment().resolve(SecretRef(admin_token))
    terminal = Terminal.of_process()
    for line in provision(url, org, admin, tokens):
        terminal.show(line)
