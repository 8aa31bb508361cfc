"""A small state of each schema version, kept for ever: what a netmon of that version left in the middle of an outage.

`python -m tests.netmon.store.specimen tests/netmon/store/specimens` makes those of the present version. Whoever
adds a `<schema>-<version>.sql` runs it once, in the same change, and commits the file that is new. A file that is
there is left alone: it was made by the netmon of its time, and nobody can make it again.
"""

import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.commands import (
    Acknowledge,
    Actor,
    AddAccount,
    AddNote,
    Basis,
    OpenSession,
    PlanMaintenance,
    PublishFigures,
    RecordFailedLogin,
)
from netmon.commands.admission import AddToken, EnrolFactor
from netmon.commands.publication import digest_of
from netmon.identity.device import Memory, Traits
from netmon.identity.evidence import Evidence
from netmon.identity.known import Known, Move
from netmon.inventory.models import Weekday, Window
from netmon.judgement.situation import Judgement
from netmon.model import Alert, AlertPhase, InterfaceName, Role, Scope, Severity
from netmon.people.passwords import hash_password
from netmon.people.secondfactor import code_at, hash_of, step_at
from netmon.store.backlog import DeadLine
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from tests.netmon.engine_room import NOON, Room, opened, traffic
from tests.netmon.region import FAR, HUB, MID, SPUR, TOWNS, device, link, municipality

SPECIMENS = Path(__file__).parent / "specimens"
FILES = {"state": STATE_FILE, "samples": SAMPLES_FILE}
ACCOUNT, PASSWORD = "novakova", "korektní kůň baterie"
OPERATOR = Actor(ACCOUNT, "10.1.2.3")
NOTE = "volal jsem dodavateli\nEM-4711"
EARLIER = Millis(NOON - 2 * HOUR)
WORK = Interval(Millis(NOON + HOUR), Millis(NOON + 2 * HOUR))
NIGHT = Window(title="noční okno", days=(Weekday.SUN,), start="01:30", length=Millis(2 * HOUR), links=(SPUR,))
TO_FAR, GE1 = map(InterfaceName, ("to-far", "ge-1"))
REFUSED = DeadLine("net_if,device=hub in_bps=1i 1", "field type conflict")
ALERT = Alert("busy", device(HUB), AlertPhase.FIRING, NOON, Severity.WARNING, "hub 95 %", fired_at=NOON)
IDENTITY = Memory(
    Traits(frozenset({"JN1234567"})),
    (Known(TO_FAR, GE1, Evidence("0218a0b0c0d0", "směr Aš"), frozenset({f"link {SPUR}"})),),
)
MONTH, FIGURES = "2026-01", '{"municipalities":[],"period":"2026-01"}'
SECRET, RECOVERY_CODE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "abcd-efgh-jkmn-pqrs"
TOKEN_HASH = "0" * 64
MOVE = Move(TO_FAR, TO_FAR, GE1, "alias,mac")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A file of an older netmon."""

    schema: str
    version: int

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return SPECIMENS / f"{self.schema}-{self.version}.db"

    def put(self, directory: Path) -> Path:
        """Put a copy into a state directory, under the name that netmon looks for."""
        directory.mkdir(mode=0o700, exist_ok=True)
        return shutil.copyfile(self.path, directory / FILES[self.schema])


def make_state(directory: Path) -> None:
    """Live through the beginning of an outage, with one of everything that netmon keeps."""
    with opened(directory, forwarding=True) as room:
        added = room.clock.now()
        room.engine.execute(
            AddAccount(ACCOUNT, "Jana Nováková", Role.OPERATOR, hash_of_password()), Actor("root", "cli")
        )
        room.pass_time(20)
        room.cut_spur()
        room.pass_time(30)
        _act(room, added)
        _measure(room)


def hash_of_password() -> str:
    """Return what the account's password is kept as."""
    return hash_password(PASSWORD, Role.OPERATOR)


def version_of(path: Path) -> int:
    """Return a file's schema version."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _act(room: Room, added: Millis) -> None:
    """Do what people do in an outage; the account was added at `added`."""
    (incident,) = room.stores.state.restore().situation.incidents
    for command in (
        Acknowledge(incident.id, "jedu tam"),
        AddNote(incident.id, NOTE),
        PlanMaintenance((link(SPUR), municipality(TOWNS["c"])), WORK, "výměna vlákna"),
        OpenSession(account=ACCOUNT, password_set=added, token_hash="token", csrf_token="csrf"),  # noqa: S106 -- of nobody
        RecordFailedLogin(ACCOUNT),
        PublishFigures(MONTH, digest_of(FIGURES), Basis(0, 0, 0, 0), "", FIGURES),
        AddToken(ACCOUNT, "Grafana", (Scope.READ, Scope.METRICS), Millis(NOON + DAY), TOKEN_HASH),
        EnrolFactor(
            ACCOUNT, SECRET, code_at(SECRET, step_at(room.clock.now())), (hash_of(RECOVERY_CODE, ACCOUNT),), "token"
        ),
    ):
        room.engine.execute(command, OPERATOR)
    room.pass_time(4)
    now = room.clock.now()
    room.stores.state.adopt_windows({"night": NIGHT}, now)
    room.stores.state.commit(judgement=Judgement(room.stores.state.restore().situation), alerts=(ALERT,), now=now)
    room.stores.state.keep_identity(MID, IDENTITY, (MOVE,), now)
    room.stores.state.beat(now)


def _measure(room: Room) -> None:
    """Have samples of earlier hours rolled up, and something that InfluxDB has refused."""
    samples, now = room.stores.samples, room.clock.now()
    earlier = (traffic(FAR, "to-mid", 1, Millis(EARLIER + turn * MINUTE)) for turn in range(10))
    samples.write(earlier, now=now)
    while samples.roll_up(now):
        pass
    batch = samples.next_batch()
    assert batch is not None
    samples.settle(batch, rest=batch.lines, dead=(REFUSED,), now=now)


def main(directory: Path) -> None:
    """Make the specimens of the present version that are not there yet."""
    directory.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as lived:
        make_state(Path(lived))
        for schema, name in FILES.items():
            path = directory / f"{schema}-{version_of(Path(lived) / name)}.db"
            if not path.exists():
                shutil.copyfile(Path(lived) / name, path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
