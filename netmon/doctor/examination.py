"""Everything that is looked at, all at once, and nothing waited for longer than a few seconds."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from queue import Empty, SimpleQueue

from netmon.doctor import (
    clock,
    damage,
    descriptors,
    disk,
    drills,
    icmp,
    influx,
    mail,
    modes,
    mounts,
    port,
    receivers,
    running,
    secrets,
    setup,
    sms,
    software,
    url,
    versions,
    zone,
)
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.place import Place
from netmon.foreign import one_line
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.plan import Plan
from netmon.settings import Settings

ENDS_WITHIN = 12.0
"""Seconds for everything; a conversation ends by itself after fewer, a dead file server or resolver never."""
LONGEST_REASON = 200

FIRST_MEND = Phrase("first mend the settings or the inventory")

Look = Callable[[], Finding]


def examine(place: Place, ends_within: float = ENDS_WITHIN) -> tuple[Finding, ...]:
    """Return a finding for every check, in their order."""
    found = setup.look_at(place)
    looks = dict(_looks(place, found))
    findings = [*found.findings, *_all_at_once(looks, ends_within)]
    order = list(Check)
    missing = set(order) - {finding.check for finding in findings}
    findings += [Finding(check, Verdict.NOT_CHECKED, FIRST_MEND) for check in missing]
    return tuple(sorted(findings, key=lambda finding: order.index(finding.check)))


def _looks(place: Place, found: setup.Setup) -> Iterator[tuple[Check, Look]]:
    """Yield what can be looked at with the settings and the inventory there are."""
    yield from _at_machine(place).items()
    if found.settings is not None:
        yield from _at_settings(place, found.settings).items()
    if found.inventory is not None:
        yield from _at_inventory(found.inventory).items()
    if found.settings is not None and found.plan is not None:
        yield from _at_plan(place, found.settings, found.plan).items()


def _at_machine(place: Place) -> Mapping[Check, Look]:
    return {
        Check.INVENTORY_FILES: partial(modes.examine_inventory, place.inventory),
        Check.STATE_DIRECTORY: partial(modes.examine_state, place.state),
        Check.FILE_SYSTEM: partial(mounts.examine, place.state),
        Check.DATABASES: partial(damage.examine, place.state),
        Check.CLOCK: partial(clock.examine, place.state, place.clock),
        Check.SYNCHRONISATION: clock.examine_synchronisation,
        Check.TIME_ZONE: zone.examine,
        Check.SOFTWARE: software.examine,
        Check.TERMINAL: software.examine_terminal,
        Check.RUNNING: lambda: running.examine(place.state, place.clock.now()),
    }


def _at_settings(place: Place, settings: Settings) -> Mapping[Check, Look]:
    return {
        Check.PORT: partial(port.examine, settings.listen, settings.port, place.state),
        Check.URL: partial(url.judge, settings),
        Check.SMS: lambda: sms.examine(settings.sms, place.secrets, place.clock.now()),
        Check.INFLUX: partial(influx.examine, settings.influx, place.secrets, place.clock),
    }


def _at_inventory(inventory: Inventory) -> Mapping[Check, Look]:
    return {
        Check.SNMP_VERSIONS: partial(versions.examine, inventory),
        Check.DESCRIPTORS: partial(descriptors.examine, inventory),
        Check.ICMP: partial(icmp.examine, inventory, 4),
        Check.ICMPV6: partial(icmp.examine, inventory, 6),
    }


def _at_plan(place: Place, settings: Settings, plan: Plan) -> Mapping[Check, Look]:
    inventory = plan.inventory
    read_secrets = partial(secrets.read, place.secrets, inventory, settings)
    return {
        Check.SECRETS: lambda: secrets.judge_presence(read_secrets()),
        Check.SECRET_FILES: lambda: secrets.judge_files(read_secrets()),
        Check.PASSWORDS: lambda: secrets.judge_strength(read_secrets()),
        Check.DISK: partial(disk.examine, place.state, plan, settings),
        Check.MAIL: partial(mail.examine, settings.smtp, place.secrets, inventory),
        Check.RECEIVERS: partial(receivers.examine, inventory, settings, place.secrets),
        Check.DRILL: partial(drills.examine, settings.drill, inventory),
    }


def _all_at_once(looks: Mapping[Check, Look], ends_within: float) -> Iterator[Finding]:
    """Look at everything in threads of their own; who does not come back in time is left behind."""
    done: SimpleQueue[Finding] = SimpleQueue()
    for check, look in looks.items():
        threading.Thread(target=lambda check=check, look=look: done.put(_safely(check, look)), daemon=True).start()
    waiting, deadline = set(looks), time.monotonic() + ends_within
    while waiting:
        try:
            finding = done.get(timeout=max(0, deadline - time.monotonic()))
        except Empty:
            break
        waiting.discard(finding.check)
        yield finding
    for check in waiting:
        what = Phrase("nothing came back within {seconds} s", seconds=int(ends_within))
        yield Finding(check, Verdict.NOT_CHECKED, what, Phrase("look at name servers and network file systems"))


def _safely(check: Check, look: Look) -> Finding:
    """Return what is found; that something cannot be looked at is a finding too."""
    try:
        return look()
    except OSError as error:
        reason = one_line(f"{error.filename or ''} {error.strerror or error}")[:LONGEST_REASON]
        return Finding(check, Verdict.NOT_CHECKED, Phrase("this could not be looked at: {reason}", reason=reason))
