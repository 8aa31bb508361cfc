"""A region with one of everything: every state, an open and a closed incident, hostile strings."""

import json
import random
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Condition

from argon2 import PasswordHasher

from dashboards.formats import local
from netmon.alerting.notify.invitation import called_with, opened
from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, ManualClock, Millis
from netmon.commands import (
    ON_ITS_WAY,
    AcceptInvitation,
    AcceptReply,
    Acknowledge,
    Actor,
    AddNote,
    AddSilence,
    CancelMaintenance,
    CloseSession,
    Command,
    Done,
    EndSilence,
    NoteTicket,
    OpenSession,
    PassOn,
    PlanWorks,
    PromiseReport,
    RedeemLoginLink,
    RenewSession,
)
from netmon.commands.publication import Publication
from netmon.drill.result import DrillResult, Fate, Way
from netmon.drill.result import Verdict as DrillVerdict
from netmon.errors import CommandRefused
from netmon.geo.geography import NOWHERE, Geography
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.availability import Availability, StateInterval
from netmon.judgement.correction import Past
from netmon.judgement.critical import critical_sites
from netmon.judgement.topology import Topology
from netmon.maintenance.listing import Listed, listed
from netmon.maintenance.scope import expanded
from netmon.maintenance.work import INVENTORY as RECURRING
from netmon.maintenance.work import Work
from netmon.model import (
    Account,
    ApiToken,
    Deed,
    Delivery,
    DeliveryState,
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Hushed,
    Impact,
    Incident,
    IncidentId,
    IncidentRecord,
    Invitation,
    LinkName,
    LinkState,
    Maintenance,
    Measurement,
    Message,
    MunicipalityCode,
    MunicipalityState,
    NextCut,
    Note,
    NoteKind,
    NotificationKind,
    Role,
    Scope,
    Session,
    Severity,
    Silence,
    Standing,
)
from netmon.oncall.reply import Call
from netmon.oncall.taking import whole
from netmon.phrase import Phrase
from netmon.reader import Chart, Day, Health, Load, Snapshot, Sought
from netmon.record.record import promised_text
from netmon.secret import Secret
from netmon.settings import Settings
from netmon.store.logins import SESSION_IDLE, SESSION_LIFE

NOW = Millis(1_795_398_425_000)
"""2026-11-23 02:47:05 in Prague."""
HOSTILE = '<script>window.__xss=1</script>\u202egnp.exe"><img src=x onerror=window.__xss=2>\x1b[2J'
PASSWORD = "vyřazená-spojka-7"  # noqa: S105 -- an account of this exhibit only
LINK_KEY = Secret("0" * 64)
"""What the links of this exhibit's messages are sealed with."""
GATEWAY = "Bearer s3cret-of-the-gateway"
"""What a gateway brings that received an SMS."""
LINK_TOKEN = "jednou"  # noqa: S105 -- a one-time link of this exhibit only
AS = MunicipalityCode("554499")
"""The town that the trunk's cut isolates, and one account speaks for."""
CUT = LinkName("cheb-as")
SILENT = DeviceName("luby-acc-1")
STEPS = 360
INVENTORY = Path(__file__).parents[2] / "inventory"


@lru_cache(maxsize=1)
def shipped_inventory() -> Inventory:
    """Return the inventory of the checkout, read once."""
    return load(INVENTORY)


@lru_cache(maxsize=1)
def accounts() -> Mapping[str, Account]:
    """Return people of each role, one who may no longer log in, and one who is up to no good."""
    stored = PasswordHasher().hash(PASSWORD)
    return {
        "novakova": Account("novakova", "Jana Nováková", Role.OPERATOR, stored, NOW),
        "byvaly": Account("byvaly", "Bývalý Kolega", Role.OPERATOR, stored, NOW, disabled=True),
        "spravce": Account("spravce", "Správce Sítě", Role.ADMINISTRATOR, stored, NOW),
        "asak": Account("asak", "Aška Ašská", Role.MUNICIPALITY, stored, NOW, municipalities=(AS,)),
        "zlobil": Account("zlobil", HOSTILE, Role.OPERATOR, stored, NOW),
    }


def codes(inventory: Inventory, *names: str) -> tuple[MunicipalityCode, ...]:
    """Return the codes of municipalities by their names."""
    return tuple(code for code, place in inventory.municipalities.items() if place.name in names)


def members(inventory: Inventory, orp: str) -> tuple[MunicipalityCode, ...]:
    """Return the municipalities of an ORP by its name."""
    return tuple(code for code, place in inventory.municipalities.items() if inventory.orps[place.orp].name == orp)


def busy_snapshot(settings: Settings) -> Snapshot:
    """Return a bad night: a trunk cut, a town's own router silent, two degraded, one without data."""
    return replace(_bad_night(), settings=settings)


def calm_snapshot(settings: Settings) -> Snapshot:
    """Return a quiet night."""
    return replace(_quiet_night(), settings=settings)


@lru_cache(maxsize=1)
def _bad_night() -> Snapshot:
    inventory = shipped_inventory()
    behind = members(inventory, "Aš")
    own = codes(inventory, "Luby")
    quiet = _quiet_night()
    return replace(
        quiet,
        municipalities={
            **quiet.municipalities,
            **dict.fromkeys(behind, Standing(MunicipalityState.ISOLATED, _ago(12 * MINUTE), "path lost")),
            **dict.fromkeys(own, Standing(MunicipalityState.DISCONNECTED, _ago(3 * HOUR + 5 * MINUTE))),
            **dict.fromkeys(
                codes(inventory, "Bochov", "Žlutice"), Standing(MunicipalityState.DEGRADED, _ago(41 * MINUTE))
            ),
            **dict.fromkeys(codes(inventory, "Boží Dar"), Standing(MunicipalityState.UNKNOWN, _ago(26 * HOUR))),
        },
        devices={**quiet.devices, **_devices_of(inventory, behind), SILENT: _down(DeviceState.DOWN, 3 * HOUR)},
        links={**quiet.links, CUT: _down(LinkState.DOWN, 12 * MINUTE)},
        incidents=(trunk_incident(inventory), router_incident(inventory), ring_incident(inventory)),
        maintenance=(_work(inventory),),
        health=Health(_ago(8 * SECOND), 216, 199, "ok", 1200, 1, 0),
        paths=_paths(inventory, CUT),
    )


def trunk_incident(inventory: Inventory) -> IncidentRecord:
    """Return the open incident of the trunk to Aš, taken by nobody."""
    behind = members(inventory, "Aš")
    cause = Entity(EntityKind.LINK, CUT)
    incident = Incident(
        IncidentId("INC-2026-0412"),
        cause,
        (cause, Entity(EntityKind.DEVICE, "as-core-1")),
        Severity.CRITICAL,
        Impact(
            behind,
            (),
            sum(inventory.municipalities[code].population for code in behind),
            (),
            tuple(site for site in critical_sites(inventory) if inventory.sites[site.name].municipality in behind),
        ),
        _ago(12 * MINUTE + 3 * SECOND),
        _ago(12 * MINUTE - 6 * SECOND),
        (
            Evidence(EvidenceKind.PORT_DOWN, Entity(EntityKind.INTERFACE, "cheb-core-1:xe-0/0/2"), _ago(12 * MINUTE)),
            Evidence(EvidenceKind.SILENT, Entity(EntityKind.DEVICE, f"as-core-1 {HOSTILE}"), _ago(12 * MINUTE)),
            Evidence(EvidenceKind.MORE_SILENT, count=16),
        ),
    )
    notes = (
        Note(incident.started, NoteKind.STARTED, "první ztracená sonda"),
        Note(incident.detected, NoteKind.DETECTED, "link cheb-as"),
        Note(
            _ago(11 * MINUTE), NoteKind.IMPACT, "isolated=5 degraded=0 inhabitants=17611 devices=17 sites=as-hospital,x"
        ),
        Note(_ago(9 * MINUTE), NoteKind.NOTE, f"Volám dodavateli trasy. {HOSTILE}", "zlobil"),
    )
    return IncidentRecord(incident, notes, _deliveries(incident), None)


def router_incident(inventory: Inventory) -> IncidentRecord:
    """Return the open incident of Luby's own router, taken."""
    hit = codes(inventory, "Luby")
    incident = Incident(
        IncidentId("INC-2026-0411"),
        Entity(EntityKind.DEVICE, SILENT),
        (Entity(EntityKind.DEVICE, SILENT),),
        Severity.WARNING,
        Impact(hit, codes(inventory, "Bochov", "Žlutice"), inventory.municipalities[hit[0]].population, ()),
        _ago(3 * HOUR + 5 * MINUTE),
        _ago(3 * HOUR + 4 * MINUTE),
        (Evidence(EvidenceKind.SILENT, Entity(EntityKind.DEVICE, SILENT), _ago(3 * HOUR + 5 * MINUTE)),),
    )
    notes = (
        Note(incident.started, NoteKind.STARTED, ""),
        Note(_ago(2 * HOUR), NoteKind.ACKNOWLEDGED, "", "novakova"),
    )
    return IncidentRecord(incident, notes, (), "novakova")


def ring_incident(inventory: Inventory) -> IncidentRecord:
    """Return the open incident of a ring that the next cut would break: a trunk, or the duct it lies in."""
    trunk, duct = Entity(EntityKind.LINK, "kv-sokolov-1"), Entity(EntityKind.SHARED_RISK, "duct-ohre")
    incident = Incident(
        IncidentId("INC-2026-0410"),
        trunk,
        (trunk, duct),
        Severity.WARNING,
        Impact(
            (),
            codes(inventory, "Loket", "Sokolov"),
            next_cut=NextCut(12, 31_000, Entity(EntityKind.LINK, "sokolov-cheb-1")),
        ),
        _ago(41 * MINUTE),
        _ago(41 * MINUTE - 9 * SECOND),
        (Evidence(EvidenceKind.PORT_DOWN, Entity(EntityKind.INTERFACE, "loket-agg-1:xe-0/0/2"), _ago(41 * MINUTE)),),
    )
    figures = "isolated=0 degraded=2 inhabitants=0 devices=0 next_cut_municipalities=12 next_cut_inhabitants=31000"
    notes = (
        Note(incident.started, NoteKind.STARTED, ""),
        Note(incident.detected, NoteKind.DETECTED, str(duct)),
        Note(incident.detected, NoteKind.IMPACT, figures),
    )
    return IncidentRecord(incident, notes)


def joined_incident(inventory: Inventory) -> IncidentRecord:
    """Return an incident that turned out to be part of the trunk's."""
    record = router_incident(inventory)
    silent = Entity(EntityKind.DEVICE, "as-acc-1")
    incident = replace(
        record.incident, id=IncidentId("INC-2026-0409"), cause=silent, candidates=(silent,),
        started=_ago(11 * MINUTE), detected=_ago(11 * MINUTE - 9 * SECOND), ended=_ago(10 * MINUTE),
        merged_into=IncidentId("INC-2026-0412"),
    )  # fmt: skip
    notes = (Note(incident.started, NoteKind.STARTED, ""), Note(_ago(10 * MINUTE), NoteKind.ENDED, ""))
    return IncidentRecord(incident, notes)


def closed_incident(inventory: Inventory) -> IncidentRecord:
    """Return an incident that is over."""
    record = router_incident(inventory)
    incident = replace(
        record.incident, id=IncidentId("INC-2026-0398"), started=_ago(9 * DAY), detected=_ago(9 * DAY - 9 * SECOND),
        ended=_ago(9 * DAY - 5 * HOUR),
    )  # fmt: skip
    return IncidentRecord(incident, (*record.notes, Note(_ago(9 * DAY - 5 * HOUR), NoteKind.ENDED, "")), (), "novakova")


def planned_works(inventory: Inventory) -> Iterable[Work]:
    """Return one work of each kind: under way, waiting, begun, recurring, late, planned, over and called off."""
    network = Topology.of(inventory).network

    def work(key: int, start: int, end: int, reason: str, *scope: Entity, **more: object) -> Work:
        frame = Interval(Millis(NOW + start), Millis(NOW + end))
        values: dict[str, object] = {"author": "novakova", "approved": _ago(10 * DAY), "reason": reason, **more}
        return Work(id=key, scope=expanded(scope, network), frame=frame, **values)  # type: ignore[arg-type]

    def link(name: str) -> Entity:
        return Entity(EntityKind.LINK, name)

    def device(name: str) -> Entity:
        return Entity(EntityKind.DEVICE, name)

    yield work(1, -HOUR, 73 * MINUTE, f"výměna zdroje {HOSTILE}", device("touzim-agg-1"), author="zlobil")
    yield work(2, -HOUR, 3 * HOUR, "Přepojení optiky, začalo prvním výpadkem", link(CUT), length=Millis(HOUR))
    yield work(3, -HOUR, 3 * HOUR, "Aktualizace routeru", device("luby-acc-1"), length=Millis(HOUR))
    yield work(4, -20 * MINUTE, HOUR, "Oznámeno pozdě", link("cheb-as"), approved=_ago(MINUTE))
    yield work(5, 20 * HOUR, 24 * HOUR, "Překládka kabelu u Třebeně", link("cheb-treben"))
    yield work(1, 2 * DAY, 2 * DAY + 2 * HOUR, "Aktualizace internetové brány", device("kv-inet-1"),
               source=RECURRING, author="inventory: internet-edge")  # fmt: skip
    yield work(6, -3 * DAY, -3 * DAY + 2 * HOUR, "Výměna baterií", device("luby-acc-1"))
    yield work(7, -5 * HOUR, -2 * HOUR, "Oprava spojky, po které zůstala tma", device("luby-acc-1"))
    yield work(8, -DAY, 5 * DAY, "Odvoláno pro mráz", link(CUT), cancelled=_ago(6 * HOUR))


def known_silences() -> Iterable[Silence]:
    """Return a silence that is in force, one that was ended early and one that is over."""
    trunk, luby = Entity(EntityKind.LINK, CUT), Entity(EntityKind.DEVICE, SILENT)
    yield Silence(1, Hushed(("loss",), (luby,)), Interval(_ago(3 * DAY), _ago(2 * DAY)), "novakova", "výměna routeru")
    yield Silence(
        2, Hushed(orps=("4101",), severities=(Severity.INFO,)), Interval(_ago(DAY), Millis(NOW + DAY)), "novakova",
        "hluk", ended=_ago(HOUR),
    )  # fmt: skip
    yield Silence(
        3, Hushed(("loss",), (trunk,)), Interval(_ago(HOUR), Millis(NOW + 2 * HOUR)), "zlobil", f"měření {HOSTILE}"
    )


def last_drill(inventory: Inventory) -> DrillResult:
    """Return a drill of last Wednesday that everybody but one got."""
    person = next(iter(inventory.people.values()))
    return DrillResult(
        Millis(NOW - 5 * DAY),
        DrillVerdict.FAILED,
        (
            *(Way(channel, address, Fate.DELIVERED, Millis(900)) for channel, address in person.ways),
            Way("webhook", "secret://noc", Fate.DELIVERED, Millis(34 * MINUTE)),
            Way("email", f"as@kraj.example {HOSTILE}", Fate.GIVEN_UP, Millis(SECOND), f"550 neznámý {HOSTILE}"),
        ),
    )


def known_deeds() -> Iterable[Deed]:
    """Return what was done of late, by people of all kinds."""
    for number, (account, action, subject) in enumerate(
        [
            ("novakova", "OpenSession", '{"account":"novakova","password_set":1795398425000}'),
            ("novakova", "Acknowledge", '{"hold":14400000,"incident":"INC-2026-0411","note":""}'),
            ("", "RecordFailedLogin", '{"account":"admin"}'),
            ("zlobil", "AddNote", json.dumps({"incident": "INC-2026-0412", "text": f"Volám {HOSTILE}"})),
            ("zlobil", "AddNote", '{"incident":"INC-2026-0412","text":"=cmd|calc!A1"}'),
            ("spravce", "AddToken", '{"account":"spravce","label":"Grafana","scopes":"read, metrics"}'),
            ("=1+1", "ForgottenDeed", "not JSON"),
        ],
        start=1,
    ):
        yield Deed(number, _ago((8 - number) * HOUR), account, "10.1.2.3", action, subject)


def known_tokens() -> Mapping[str, ApiToken]:
    """Return a token of each scope, one of a town, one that is over and one that was revoked, by their hashes."""
    year = Millis(NOW + 300 * DAY)
    tokens = {
        **{f"netmon_{scope}": ApiToken(n, "novakova", f"Program {n}", frozenset({scope}), _ago(DAY), year)
           for n, scope in enumerate(Scope, start=1)},
        "netmon_town": ApiToken(11, "asak", f"Web obce {HOSTILE}", frozenset(Scope), _ago(DAY), year, _ago(HOUR)),
        "netmon_old": ApiToken(12, "novakova", "Starý", frozenset(Scope), _ago(9 * DAY), _ago(DAY)),
        "netmon_void": ApiToken(13, "novakova", "Zrušený", frozenset(Scope), _ago(DAY), year, None, _ago(HOUR)),
        "netmon_gone": ApiToken(14, "byvaly", "Po kolegovi", frozenset(Scope), _ago(DAY), year),
    }  # fmt: skip
    return {sha256(name.encode()).hexdigest(): token for name, token in tokens.items()}


@dataclass
class Exhibit:
    """A Reader and Commands over hand-made values, kept in memory."""

    view: Snapshot
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    sessions: dict[str, Session] = field(default_factory=dict)
    programs: Mapping[str, ApiToken] = field(default_factory=known_tokens)
    links: dict[str, str] = field(default_factory=lambda: {sha256(LINK_TOKEN.encode()).hexdigest(): "novakova"})
    submitted: list[tuple[Command, Actor]] = field(default_factory=list)
    silent: list[Silence] = field(default_factory=lambda: list(known_silences()))
    announced: list[Work] = field(default_factory=lambda: list(planned_works(shipped_inventory())))
    refusal: Phrase | None = None
    """Why the next works are refused."""
    calls: tuple[Call, ...] = ()
    """The SMS that called somebody, the latest first."""
    drilled: DrillResult | None = field(default_factory=lambda: last_drill(shipped_inventory()))
    publications: dict[str, Publication] = field(default_factory=dict)
    ground: Geography = NOWHERE
    """The outlines and ways that were imported."""
    changed: Condition = field(default_factory=Condition)

    def snapshot(self) -> Snapshot:
        """Return what is known now."""
        return self.view

    def show(self, view: Snapshot) -> None:
        """Replace what is known, as the loop does."""
        with self.changed:
            self.view = replace(view, version=self.view.version + 1)
            self.changed.notify_all()

    def wait(self, version: int, timeout: float) -> Snapshot:
        """Return the next snapshot after `version`, or the same after `timeout` seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.view.version != version, timeout)
            return self.view

    def incidents(self, *, limit: int, before: Millis | None = None) -> Sequence[IncidentRecord]:
        """Return incidents, newest first."""
        inventory = self.view.inventory
        every = [*self.view.incidents, joined_incident(inventory), closed_incident(inventory)]
        known = sorted(every, key=lambda record: (-record.incident.started, record.incident.id))
        return [record for record in known if before is None or record.incident.started < before][:limit]

    def incident(self, key: IncidentId) -> IncidentRecord | None:
        """Return one incident."""
        return next((record for record in self.incidents(limit=100) if record.incident.id == key), None)

    def history(self, entity: Entity, window: Interval) -> Sequence[StateInterval]:
        """Return one state all the time."""
        assert entity.name
        return [StateInterval(window, MunicipalityState.OPERATIONAL)]

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return pasts with a little of everything, the same at every call."""
        return {code: Past(list(_within(window, lived(code, self.view.municipalities[code])))) for code in codes}

    def last_beat(self) -> Millis | None:
        """Return that netmon is alive."""
        return self.clock.now()

    def incidents_during(self, window: Interval) -> Sequence[Incident]:
        """Return the incidents that were going on in a period."""
        every = (record.incident for record in self.incidents(limit=100))
        return [each for each in every if each.started < window.end and (each.ended or NOW) > window.start]

    def maintenance(self, window: Interval) -> Sequence[Maintenance]:
        """Return the works of a period."""
        return [each for each in self.view.maintenance if each.window.intersect(window) is not None]

    def published(self, month: str) -> Publication | None:
        """Return what was published of a month."""
        return self.publications.get(month)

    def days(self, code: MunicipalityCode, count: int) -> Sequence[Day]:
        """Return the days up to the exhibit's, a few of them bad."""
        dates = [_date(Millis(self.clock.now() - back * DAY)) for back in reversed(range(count))]
        return [Day(date, _day(f"{code}{date}", number)) for number, date in enumerate(dates)]

    def latest(self, device: DeviceName) -> Sequence[Measurement]:
        """Return one interface of each kind and the device's own readings."""
        ends = [end for link in self.view.inventory.links.values() for end in link.ends if end.device == device]
        ports = [_port(device, end.interface, number) for number, end in enumerate(ends)]
        aliases = [
            Measurement("net_if_info", port.tags, {"alias": HOSTILE if not number else f"trasa {number}"}, NOW)
            for number, port in enumerate(ports)
        ]
        ping = Measurement("net_dev", {"device": device}, {"rtt_ms": 1.42, "loss_pct": 0.0, "uptime_s": 86400}, NOW)
        return [*ports, *aliases, ping, Measurement("net_sys", {"device": device}, {"name": HOSTILE}, NOW)]

    def chart(self, device: DeviceName, interface: str, window: Interval) -> Chart:
        """Return a daily wave with a gap, and peaks beside it."""
        assert device
        assert interface
        step = Millis(max(1, window.length // STEPS))
        times = tuple(Millis(window.start + number * step) for number in range(STEPS))
        dice = random.Random(interface)  # noqa: S311 -- a curve, no secret
        inward = tuple(None if 120 <= n < 150 else 4e8 + 2e8 * abs((n % 180) - 90) / 90 + dice.random() * 5e7
                       for n in range(STEPS))  # fmt: skip
        outward = tuple(None if value is None else value * 0.3 for value in inward)
        means = {"in_bps": inward, "out_bps": outward}
        peaks = {name: tuple(value and value * (1.2 + 0.3 * (n % 7 == 0)) for n, value in enumerate(values))
                 for name, values in means.items()}  # fmt: skip
        return Chart(window, step, "bit/s", times, means, peaks)

    def geography(self) -> Geography:
        """Return the outlines and ways that were imported."""
        return self.ground

    def works(self, now: Millis) -> Sequence[Listed]:
        """Return the works; a flexible one whose reason says so began a quarter of an hour ago."""
        return list(listed(self.announced, lambda work: _ago(15 * MINUTE) if "začalo" in work.reason else None, now))

    def planned(self, period: Interval) -> Sequence[Work]:
        """Return what else may be done in a period."""
        return [work for work in self.announced if work.frame.intersect(period) is not None]

    def silences(self) -> Sequence[Silence]:
        """Return the silences, the newest first."""
        return self.silent[::-1]

    def drill(self) -> DrillResult | None:
        """Return what came of the last drill."""
        return self.drilled

    def given_up(self, since: Millis, *, limit: int) -> Sequence[Delivery]:
        """Return the messages of open incidents that were given up, the newest first."""
        rows = (row for record in self.view.incidents for row in record.deliveries)
        return [row for row in rows if row.state is DeliveryState.DEAD and row.next_at >= since][:limit]

    def invitation(self, incident: str, token: str) -> Invitation | None:
        """Return what a link of this exhibit's key invites to."""
        return opened(LINK_KEY, incident, token)

    def called(self, number: str, pin: str) -> Invitation | None:
        """Return what an SMS to a number invites to."""
        return called_with(LINK_KEY, (each for each in self.calls if each.invitation.address == number), pin)

    def is_gateway(self, authorization: str) -> bool:
        """Say whether this is the gateway's secret."""
        return authorization == GATEWAY

    def auth_code(self, subject_id: str) -> str:
        """Return a code that never changes, for the incident's page."""
        return "7K3QZ9" if subject_id else ""

    def excused(self, each: Listed, now: Millis) -> Mapping[MunicipalityCode, Millis]:
        """Return twelve minutes for each municipality of a work that has begun in time."""
        if each.window is None or each.window.start > now or not each.work.is_in_time:
            return {}
        towns = (entity.name for entity in each.work.scope if entity.kind is EntityKind.MUNICIPALITY)
        return {MunicipalityCode(name): Millis(12 * MINUTE + 5 * SECOND) for name in towns}

    def account(self, name: str) -> Account | None:
        """Return a person's account."""
        return accounts().get(name)

    def accounts(self) -> Sequence[Account]:
        """Return everybody who may or might log in, by name."""
        return sorted(accounts().values(), key=lambda account: account.name)

    def logins(self, account: str) -> Sequence[Session]:
        """Return the open logins of an account."""
        return [session for session in self.sessions.values() if session.account == account]

    def session(self, token_hash: str) -> Session | None:
        """Return a login that has not expired, and was used of late."""
        session, now = self.sessions.get(token_hash), self.clock.now()
        return session if session and session.expires > now and session.last_used > now - SESSION_IDLE else None

    def recovery_codes_left(self, account: str) -> int:
        """Return a few where there is a second factor."""
        return 7 if accounts()[account].has_factor else 0

    def token(self, token_hash: str) -> ApiToken | None:
        """Return what a program asks with."""
        return self.programs.get(token_hash)

    def tokens(self, account: str | None = None) -> Sequence[ApiToken]:
        """Return the tokens of an account, or of all."""
        return [each for each in self.programs.values() if account in (None, each.account)]

    def deeds(self, sought: Sought, *, before: int | None, limit: int) -> Sequence[Deed]:
        """Return what a night's audit might hold."""
        rows = reversed([*known_deeds()])
        return [
            deed
            for deed in rows
            if (before is None or deed.id < before)
            and sought.action in ("", deed.action)
            and sought.account in ("", deed.account)
        ][:limit]

    def actions(self) -> Sequence[str]:
        """Return every kind of deed."""
        return sorted({deed.action for deed in known_deeds()})

    def first_broken_deed(self) -> int | None:
        """Return that the chain is whole."""
        return None

    def submit(self, command: Command, actor: Actor) -> Done:
        """Carry a command out at once."""
        self.submitted.append((command, actor))
        match command:
            case OpenSession(account, _, token_hash, csrf_token):
                self._open(account, token_hash, csrf_token)
            case RedeemLoginLink(link_hash, token_hash, csrf_token):
                if link_hash not in self.links:
                    message = "the link was used or has expired"
                    raise CommandRefused(message)
                self._open(self.links.pop(link_hash), token_hash, csrf_token)
            case RenewSession(token_hash):
                self.sessions[token_hash] = replace(self.sessions[token_hash], last_used=self.clock.now())
            case CloseSession(token_hash):
                self.sessions.pop(token_hash, None)
            case Acknowledge() | PassOn() | AcceptInvitation() | AcceptReply():
                self._take(command, actor)
            case AddSilence() | EndSilence():
                self._hush(command, actor)
            case PlanWorks() | CancelMaintenance():
                self._plan(command, actor)
            case AddNote() | NoteTicket() | PromiseReport():
                self._record(command, actor)
            case _:
                pass
        return Done(len(self.submitted))

    def _open(self, account: str, token_hash: str, csrf_token: str) -> None:
        now = self.clock.now()
        self.sessions[token_hash] = Session(token_hash, account, csrf_token, now, now, Millis(now + SESSION_LIFE))

    def _plan(self, command: PlanWorks | CancelMaintenance, actor: Actor) -> None:
        now = self.clock.now()
        match command:
            case PlanWorks() if self.refusal is not None:
                raise CommandRefused(self.refusal)
            case PlanWorks(works):
                first = len(self.announced) + 1
                self.announced += [
                    Work(first + number, work.scope, work.window, actor.account, now, work.reason, length=work.length)
                    for number, work in enumerate(works)
                ]
            case CancelMaintenance(key, reason):
                if not reason.strip():
                    raise CommandRefused(Phrase("say why the work is called off"))
                self.announced = [replace(work, cancelled=now) if work.id == key else work for work in self.announced]

    def _take(self, command: Acknowledge | PassOn | AcceptInvitation | AcceptReply, actor: Actor) -> None:
        if isinstance(command, PassOn):
            self._pass_on(command, actor)
            return
        if not isinstance(command, Acknowledge) and command in [done for done, _ in self.submitted[:-1]]:
            raise CommandRefused(Phrase("this link was used already; open the incident and log in"))
        now = self.clock.now()
        how = "SMS" if isinstance(command, AcceptReply) else ""
        key = whole(command.incident, self._joined_to)
        self._write(key, Note(now, NoteKind.ACKNOWLEDGED, how, actor.account), Millis(now + command.hold))

    def _pass_on(self, command: PassOn, actor: Actor) -> None:
        now, person = self.clock.now(), command.person
        if person not in self.view.inventory.people:
            raise CommandRefused(Phrase("nobody called {person} can be called", person=person))
        line = Note(now, NoteKind.PASSED_ON, "\n".join(filter(None, (person, command.note))), actor.account)
        self._write(command.incident, line, Millis(now + ON_ITS_WAY), person)

    def _joined_to(self, key: IncidentId) -> IncidentId | None:
        record = self.incident(key)
        return None if record is None else record.incident.merged_into

    def _record(self, command: AddNote | NoteTicket | PromiseReport, actor: Actor) -> None:
        match command:
            case AddNote(_, text):
                kind = NoteKind.NOTE
            case NoteTicket(_, text):
                kind = NoteKind.TICKET
            case PromiseReport(_, report_by):
                kind, text = NoteKind.PROMISED, promised_text(report_by)
        self._write(command.incident, Note(self.clock.now(), kind, text, actor.account))

    def _hush(self, command: AddSilence | EndSilence, actor: Actor) -> None:
        now = self.clock.now()
        match command:
            case AddSilence(hushed) if hushed.is_everything:
                raise CommandRefused(
                    Phrase("say what is to be silent: a rule, device, link, municipality, ORP or severity")
                )
            case AddSilence(hushed, end, reason):
                key = len(self.silent) + 1
                self.silent.append(Silence(key, hushed, Interval(now, end), actor.account, reason))
            case EndSilence(key):
                self.silent = [replace(each, ended=now) if each.id == key else each for each in self.silent]

    def _write(self, key: IncidentId, note: Note, until: Millis | None = None, by: str | None = None) -> None:
        taken = note.author if note.kind is NoteKind.ACKNOWLEDGED else by
        self.show(
            replace(
                self.view,
                incidents=tuple(
                    replace(
                        record,
                        notes=(*record.notes, note),
                        acknowledged_by=taken or record.acknowledged_by,
                        acknowledged_until=until or record.acknowledged_until,
                    )
                    if record.incident.id == key
                    else record
                    for record in self.view.incidents
                ),
            )
        )


def lived(code: MunicipalityCode, now: Standing) -> Iterable[StateInterval]:
    """Yield what a municipality went through until the exhibit's moment: mostly up, and at last what is now."""
    dice, at = random.Random(code), _ago(90 * DAY)  # noqa: S311 -- figures, no secret
    changed = now.since if now.state is not MunicipalityState.OPERATIONAL else NOW
    kinds = (MunicipalityState.ISOLATED, MunicipalityState.DEGRADED, MunicipalityState.UNKNOWN)
    while at < changed:
        trouble = Millis(at + dice.randint(4 * DAY, 40 * DAY))
        until = Millis(trouble + dice.choice((4, 40, 400)) * MINUTE)
        yield StateInterval(Interval(at, min(trouble, changed)), MunicipalityState.OPERATIONAL)
        if until <= changed:
            yield StateInterval(Interval(trouble, until), dice.choice(kinds))
        at = min(until, changed)
    if changed < NOW:
        yield StateInterval(Interval(changed, NOW), now.state)


def _within(window: Interval, states: Iterable[StateInterval]) -> Iterable[StateInterval]:
    for entry in states:
        inside = entry.interval.intersect(window)
        if inside is not None:
            yield replace(entry, interval=inside)


def partition(window: Interval, dice: random.Random) -> Availability:
    """Return an exact partition of a window: mostly up."""
    length = window.length
    down = int(length * dice.choice((0, 0, 0, 0.0004, 0.002)))
    unknown = int(length * dice.choice((0, 0, 0.0003)))
    up = length - down - unknown
    return Availability(window, Millis(up), Millis(0), Millis(down), Millis(unknown), Millis(0))


@lru_cache(maxsize=1)
def _quiet_night() -> Snapshot:
    inventory = shipped_inventory()
    since = _ago(41 * DAY)
    watched = {code: place for code, place in inventory.municipalities.items() if place.monitored}
    month = Interval(_ago(22 * DAY + 2 * HOUR), NOW)
    dice = random.Random(7)  # noqa: S311 -- figures, no secret
    return Snapshot(
        version=1,
        at=NOW,
        started=since,
        inventory=inventory,
        settings=Settings(),
        health=Health(_ago(3 * SECOND), 216, 216),
        devices=dict.fromkeys(inventory.active_devices(), Standing(DeviceState.UP, since)),
        links=dict.fromkeys(inventory.active_links(), Standing(LinkState.UP, since)),
        loads={name: _load(link.capacity, dice) for name, link in inventory.active_links().items()},
        municipalities=dict.fromkeys(watched, Standing(MunicipalityState.OPERATIONAL, since)),
        months={code: partition(month, dice) for code in watched},
        paths=_paths(inventory, None),
    )


def _load(capacity: int, dice: random.Random) -> Load:
    return Load(int(capacity * dice.random() * 0.9), int(capacity * dice.random() * 0.6))


def _ago(span: int) -> Millis:
    return Millis(NOW - span)


def _down(state: DeviceState | LinkState, span: int) -> Standing:
    return Standing(state, _ago(span), f"no answer {HOSTILE}")


def _devices_of(inventory: Inventory, behind: Iterable[MunicipalityCode]) -> dict[DeviceName, Standing]:
    return {
        name: Standing(DeviceState.UNREACHABLE, _ago(12 * MINUTE), "behind link cheb-as")
        for name, device in inventory.active_devices().items()
        if inventory.municipality_of(device) in behind
    }


def _work(inventory: Inventory) -> Maintenance:
    scope = tuple(Entity(EntityKind.MUNICIPALITY, code) for code in codes(inventory, "Toužim"))
    window = Interval(_ago(HOUR), Millis(NOW + 73 * MINUTE))
    return Maintenance(1, scope, window, "novakova", _ago(DAY), f"výměna zdroje {HOSTILE}")


def _deliveries(incident: Incident) -> tuple[Delivery, ...]:
    def delivery(number: int, channel: str, address: str, state: DeliveryState, at: Millis | None) -> Delivery:
        message = Message(incident.id, NotificationKind.FIRING, channel, address, f"{incident.id}/{number}", {})
        return Delivery(number, message, state, 3, incident.detected, incident.detected, at)

    return (
        delivery(1, "webhook", "pohotovost", DeliveryState.SENT, _ago(12 * MINUTE - 8 * SECOND)),
        delivery(2, "email", f"noc@kraj.example {HOSTILE}", DeliveryState.DEAD, None),
        delivery(3, "email", "as@kraj.example", DeliveryState.SENDING, None),
    )


def _paths(inventory: Inventory, cut: LinkName | None) -> dict[MunicipalityCode, tuple[DeviceName, ...]]:
    """Return each municipality's way to the nearest anchor, by breadth from the anchors."""
    neighbours: dict[DeviceName, list[DeviceName]] = {}
    for name, link in inventory.active_links().items():
        if name != cut:
            first, second = (end.device for end in link.ends)
            neighbours.setdefault(first, []).append(second)
            neighbours.setdefault(second, []).append(first)
    onward: dict[DeviceName, DeviceName | None] = {
        DeviceName(anchor.device): None for anchor in inventory.anchors.values()
    }
    queue = deque(onward)
    while queue:
        here = queue.popleft()
        for next_one in neighbours.get(here, []):
            if next_one not in onward:
                onward[next_one] = here
                queue.append(next_one)
    return {
        code: _walk(inventory.service_points(code)[0], onward)
        for code, place in inventory.municipalities.items()
        if place.monitored and inventory.service_points(code)
    }


def _walk(start: DeviceName, onward: Mapping[DeviceName, DeviceName | None]) -> tuple[DeviceName, ...]:
    way: list[DeviceName] = []
    here: DeviceName | None = start
    while here is not None:
        way.append(here)
        here = onward.get(here)
    return tuple(way)


def _port(device: DeviceName, interface: str, number: int) -> Measurement:
    rates = {"in_bps": 412_000_000, "out_bps": 96_000_000, "in_errors": 3, "out_errors": 0}
    status = {"oper": 2 if number == 1 else 1, "admin": 2 if number == 2 else 1, "speed": 10**9}
    return Measurement("net_if", {"device": device, "ifname": interface}, {**rates, **status}, NOW)


def _date(moment: Millis) -> str:

    return local(moment).date().isoformat()


def _day(seed: str, number: int) -> Availability:
    window = Interval(Millis(0), DAY)
    if number == 30:
        return Availability(window, Millis(DAY // 2), Millis(0), Millis(0), Millis(DAY // 2), Millis(0))
    down = random.Random(seed).choice([0] * 20 + [12 * MINUTE, 7 * HOUR])  # noqa: S311 -- figures, no secret
    return Availability(window, Millis(DAY - down), Millis(0), Millis(down), Millis(0), Millis(0))
