"""Is there a way to everybody whom a route names."""

from collections.abc import Sequence

from netmon.channels import NO_MAIL, unreachable
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Settings


def examine(inventory: Inventory, settings: Settings, secrets: SecretStore) -> Finding:
    """Return whether messages would have a way; what a missing secret blocks, the secrets' line says."""
    without = [name for name, reason in unreachable(inventory, settings, secrets) if reason == NO_MAIL]
    return judge(without, routes=len(inventory.routes))


def judge(without: Sequence[str], *, routes: int) -> Finding:
    """Return whether somebody is named whom nothing reaches, or nobody is named at all."""
    if not routes:
        what = Phrase("no route leads to anybody: nobody is told of an outage")
        return Finding(Check.RECEIVERS, Verdict.WARNING, what, Phrase("write receivers and routes into routes.yaml"))
    if not without:
        return Finding(Check.RECEIVERS, Verdict.OK, Phrase("there is a way to every receiver"))
    what = Phrase("mail is to go to {names}, but none leaves", names=list(without))
    cure = Phrase("set NETMON_SMTP__HOST and NETMON_SMTP__SENDER, or give them a webhook")
    return Finding(Check.RECEIVERS, Verdict.WARNING, what, cure)
