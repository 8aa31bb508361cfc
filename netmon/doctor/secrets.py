"""Is every secret there that inventory and settings refer to, and private; none is shown, only its name.

What is read of a value is its length.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.errors import SecretError
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.secret import REFERENCE, SecretRef, SecretStore
from netmon.settings import Settings
from netmon.snmp.keys import SHORTEST_PASSPHRASE

SHORTEST_OF_MACHINES = 22
"""Characters: decree 410/2025, § 8 (4), of the password of a technical account."""
MOST_FILES = 1_000
SHOWN = 5


class Purpose(StrEnum):
    """What a secret is for."""

    PASSPHRASE = "passphrase"  # noqa: S105 -- what a secret is for
    """Of SNMPv3; RFC 3414 § 11.2 wants eight octets."""
    PASSWORD = "password"  # noqa: S105 -- the same
    OTHER = "other"
    """Nobody chose its length: keys, tokens, addresses; communities are readable anyway."""


@dataclass(frozen=True, slots=True)
class Named:
    """A reference, and what it is for."""

    reference: SecretRef
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a secret: its length if it can be used, else why not, and whether it is there at all."""

    named: Named
    length: int = 0
    obstacle: Phrase | None = None
    is_there: bool = True
    is_needed: bool = True

    @property
    def name(self) -> str:
        """The name, as the file is called."""
        return self.named.reference.rpartition("/")[2]


def of_inventory(inventory: Inventory) -> Iterator[Named]:
    """Yield the secrets that an inventory refers to."""
    for snmp in inventory.credentials.snmp.values():
        yield from _present(Purpose.OTHER, snmp.community)
        yield from _present(Purpose.PASSPHRASE, snmp.auth_key, snmp.priv_key)
    for ssh in inventory.credentials.ssh.values():
        yield from _present(Purpose.PASSWORD, ssh.password)
        yield from _present(Purpose.OTHER, ssh.private_key)
    for receiver in inventory.receivers.values():
        yield from _present(Purpose.OTHER, *receiver.webhook, *receiver.ntfy)
    for person in inventory.people.values():
        yield from _present(Purpose.OTHER, person.ntfy)


def of_settings(settings: Settings) -> Iterator[Named]:
    """Yield the secrets that settings refer to."""
    if settings.influx is not None:
        yield from _present(Purpose.OTHER, settings.influx.token)
    if settings.smtp is not None:
        yield from _present(Purpose.PASSWORD, settings.smtp.password)
    if settings.sms is not None:
        yield from _present(Purpose.OTHER, settings.sms.key)
    if settings.sms is not None and settings.sms.gateway is not None:
        gateway = settings.sms.gateway
        yield from _present(Purpose.OTHER, gateway.url, gateway.password, gateway.authorization)
    if settings.heartbeat is not None:
        yield from _present(Purpose.OTHER, settings.heartbeat.url)
    yield from _present(Purpose.OTHER, settings.webhook_key)


def _present(purpose: Purpose, *references: SecretRef | None) -> Iterator[Named]:
    return (Named(reference, purpose) for reference in references if reference is not None)


def read(store: SecretStore, inventory: Inventory, settings: Settings) -> tuple[Reading, ...]:
    """Try to resolve everything that is referred to, and what else lies beside it."""
    needed = dict.fromkeys((*of_inventory(inventory), *of_settings(settings)))
    known = {named.reference for named in needed}
    beside = (Named(reference, Purpose.OTHER) for reference in files_in(store) if reference not in known)
    return (
        *(look_at(named, store, is_needed=True) for named in needed),
        *(look_at(named, store, is_needed=False) for named in beside),
    )


def files_in(store: SecretStore) -> list[SecretRef]:
    """Return the references of the files in the directories of secrets."""
    present = (directory for directory in store.directories if directory.is_dir())
    paths = [path for directory in present for path in islice(directory.iterdir(), MOST_FILES) if path.is_file()]
    references = (f"secret://{path.name}" for path in sorted(paths))
    return [SecretRef(reference) for reference in references if REFERENCE.fullmatch(reference)]


def look_at(named: Named, store: SecretStore, *, is_needed: bool) -> Reading:
    """Return whether a secret can be used, and how long it is."""
    try:
        return Reading(named, len(store.resolve(named.reference).reveal()), is_needed=is_needed)
    except SecretError as error:
        reading = Reading(named, obstacle=Phrase("{reason}", reason=error), is_needed=is_needed)
    is_there = any((directory / reading.name).exists() for directory in store.directories)
    return Reading(named, obstacle=reading.obstacle, is_there=is_there, is_needed=is_needed)


def judge_presence(readings: Sequence[Reading]) -> Finding:
    """Return whether every secret that is needed is somewhere."""
    lost = [reading for reading in readings if reading.is_needed and not reading.is_there]
    if not lost:
        count = sum(reading.is_needed for reading in readings)
        return Finding(Check.SECRETS, Verdict.OK, Phrase("{count:secret is|secrets are} there", count=count))
    names = _few(lost)
    what = Phrase("{count:secret is|secrets are} nowhere: {names}", count=len(lost), names=names)
    cure = Phrase(
        "netmon secret set {name}, or a file of that name and mode 0400 in $NETMON_SECRETS", name=lost[0].name
    )
    return Finding(Check.SECRETS, Verdict.ERROR, what, cure)


def judge_files(readings: Sequence[Reading]) -> Finding:
    """Return whether every file of a secret can be read, and by nobody else."""
    bad = [reading for reading in readings if reading.is_there and reading.obstacle is not None]
    if not bad:
        return Finding(Check.SECRET_FILES, Verdict.OK, Phrase("no secret lies open"))
    verdict = Verdict.ERROR if any(reading.is_needed for reading in bad) else Verdict.WARNING
    what = Phrase("{reasons}", reasons=[reading.obstacle for reading in bad[:SHOWN]])
    return Finding(Check.SECRET_FILES, verdict, what, Phrase("chmod 0400 the file, owned by the user that runs netmon"))


def judge_strength(readings: Sequence[Reading]) -> Finding:
    """Return whether passwords and passphrases are long enough."""
    chosen = [
        reading
        for reading in readings
        if reading.is_needed and reading.obstacle is None and reading.named.purpose is not Purpose.OTHER
    ]
    useless = [
        reading
        for reading in chosen
        if reading.named.purpose is Purpose.PASSPHRASE and reading.length < SHORTEST_PASSPHRASE
    ]
    if useless:
        what = Phrase(
            "SNMPv3 does not allow passphrases shorter than {least}: {names}",
            least=SHORTEST_PASSPHRASE,
            names=_few(useless),
        )
        return Finding(Check.PASSWORDS, Verdict.ERROR, what, _longer())
    weak = [reading for reading in chosen if reading.length < SHORTEST_OF_MACHINES]
    if weak:
        what = Phrase(
            "shorter than the {least} characters of a technical account: {names}",
            least=SHORTEST_OF_MACHINES,
            names=_few(weak),
        )
        return Finding(Check.PASSWORDS, Verdict.WARNING, what, _longer())
    if not chosen:
        return Finding(Check.PASSWORDS, Verdict.NOT_CHECKED, Phrase("there is none"))
    return Finding(Check.PASSWORDS, Verdict.OK, Phrase("{count:one is|all are} long enough", count=len(chosen)))


def _longer() -> Phrase:
    return Phrase("choose a longer one on the device and here: openssl rand -base64 24")


def _few(readings: Sequence[Reading]) -> list[str]:
    names = [reading.name for reading in readings]
    return [*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])]
