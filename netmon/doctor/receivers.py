"""Is there a way to everybody whom a route names."""

from collections.abc import Mapping, Sequence

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.telling.channels import NO_MAIL, NO_SMS, unreachable

WHATS: Mapping[str, str] = {
    NO_MAIL: "mail is to go to {names}, but none leaves",
    NO_SMS: "SMS are to go to {names}, but none leaves",
}
CURES: Mapping[str, Phrase] = {
    NO_MAIL: Phrase("set NETMON_SMTP__HOST and NETMON_SMTP__SENDER, or give them a webhook"),
    NO_SMS: Phrase("set NETMON_SMS__OUTBOX or NETMON_SMS__GATEWAY__URL, or give them another way"),
}


def examine(inventory: Inventory, settings: Settings, secrets: SecretStore) -> Finding:
    """Return whether messages would have a way; what a missing secret blocks, the secrets' line says."""
    lost = [(name, reason) for name, reason in unreachable(inventory, settings, secrets) if reason in CURES]
    return judge(lost, routes=len(inventory.routes))


def judge(lost: Sequence[tuple[str, str]], *, routes: int) -> Finding:
    """Return whether somebody is named whom nothing reaches, or nobody is named at all."""
    if not routes:
        what = Phrase("no route leads to anybody: nobody is told of an outage")
        return Finding(Check.RECEIVERS, Verdict.WARNING, what, Phrase("write receivers and routes into routes.yaml"))
    if not lost:
        return Finding(Check.RECEIVERS, Verdict.OK, Phrase("there is a way to every receiver"))
    medium = lost[0][1]
    names = [name for name, reason in lost if reason == medium]
    return Finding(Check.RECEIVERS, Verdict.WARNING, Phrase(WHATS[medium], names=names), CURES[medium])
