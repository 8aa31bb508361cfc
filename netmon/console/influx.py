"""How an InfluxDB server is prepared: each thing made or found is said as it is done."""

from functools import partial
from pathlib import Path

from netmon.clock import Millis, to_datetime
from netmon.console.terminal import Terminal
from netmon.errors import SettingsError
from netmon.judgement.calendar import PRAGUE
from netmon.phrase import Phrase
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Influx, Settings
from netmon.store.influx.setting_up import set_up as make_all


def set_up(url: str, org: str, admin_token: str, tokens: Path) -> None:
    """Make what netmon needs on a server; raise NetmonError if the server or the secret stands in the way."""
    admin = partial(SecretStore.from_environment().resolve, SecretRef(admin_token))
    terminal = Terminal.of_process()
    for line in make_all(url, org, admin, tokens):
        terminal.show(line)


def configured() -> Influx:
    """Return the InfluxDB that this process is told of; raise SettingsError if there is none."""
    influx = Settings.from_environment().influx
    if influx is None:
        raise SettingsError(Phrase("NETMON_INFLUX__URL is not set: points stay in samples.db"))
    return influx


def written(at: Millis) -> str:
    """Return a moment as the command line takes it."""
    return to_datetime(at).astimezone(PRAGUE).isoformat(timespec="minutes")
