"""How a device is added: asked who it is, proposed as YAML, and written only when somebody agrees."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import NoReturn

import click

from netmon.clock import SystemClock
from netmon.console.draft import Draft, Met, as_json, refusals_as_json, show
from netmon.console.terminal import Terminal
from netmon.console.visit import Refusal, Visitor, meet, silence_of
from netmon.enrolment.cure import cure
from netmon.enrolment.identity import require_new
from netmon.enrolment.place import Unplaced
from netmon.enrolment.proposal import Proposal, propose
from netmon.enrolment.wishes import Meeting, Wishes
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory, SnmpCredential, SnmpVersion
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Settings

ALL = "*"
QUESTIONS = 5
"""How often somebody is asked where a device stands."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line says."""

    address: str
    port: int
    credential: str | None
    wishes: Wishes
    directory: Path
    yes: bool
    as_json: bool

    def may_ask(self, terminal: Terminal) -> bool:
        """Return whether somebody is there to answer, and wants to be asked."""
        return terminal.is_interactive and not (self.yes or self.as_json)


def add_device(order: Order) -> None:
    """Meet the device, propose it, and write it on yes; raise CommandRefused where it is not written."""
    terminal = Terminal.of_process()
    order = replace(order, address=_address(order.address))
    inventory = load(order.directory)
    require_new(order.address, inventory)
    credentials = _candidates(order, inventory, terminal)
    refusals: list[Refusal] = []
    met = _meet(order, credentials, terminal, refusals)
    if met is None:
        _refuse(order, refusals, terminal)
    draft = Draft.of(_propose(order, met, inventory, terminal), met, order.directory)
    if not order.as_json:
        show(draft, terminal)
    reason = _reason_against(order, draft, terminal)
    if reason is None:
        draft.change.write()
    _tell(order, draft, reason, terminal)


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise click.UsageError(
            Phrase('"{text}" is no IP address; write one such as 192.0.2.1 or 2001:db8::1', text=one_line(text))
        ) from None


def _candidates(order: Order, inventory: Inventory, terminal: Terminal) -> dict[str, SnmpCredential]:
    """Return whom to ask as, SNMPv3 first; raise CommandRefused if the inventory has nothing of the kind."""
    known = inventory.credentials.snmp
    if not known:
        raise CommandRefused(
            Phrase(
                "{directory} has no SNMP credential; write one below credentials, snmp, such as"
                " core: {{user: netmon, auth_key: secret://core-auth, priv_key: secret://core-priv}}",
                directory=order.directory,
            )
        )
    name = order.credential
    if name is None and order.may_ask(terminal) and len(known) > 1:
        question = Phrase("Which SNMP credential? {names}, or {all} for one after the other", names=[*known], all=ALL)
        name = terminal.ask(question, default=ALL).strip()
    if name in (None, ALL):
        return in_order(known)
    if name not in known:
        advice = did_you_mean(name, known, otherwise=one_of(known))
        raise CommandRefused(
            Phrase('the inventory has no SNMP credential "{name}"; {cure}', name=one_line(name), cure=advice)
        )
    return {name: known[name]}


def in_order(credentials: Mapping[str, SnmpCredential]) -> dict[str, SnmpCredential]:
    """Return what may be tried, in this order: SNMPv3, then what sends in clear and is allowed to."""
    secure = {name: credential for name, credential in credentials.items() if credential.version is SnmpVersion.V3}
    clear = {
        name: credential
        for version in (SnmpVersion.V2C, SnmpVersion.V1)
        for name, credential in credentials.items()
        if credential.version is version and credential.allow_insecure
    }
    return secure | clear


def _meet(
    order: Order, credentials: Mapping[str, SnmpCredential], terminal: Terminal, refusals: list[Refusal]
) -> Met | None:
    visitor = Visitor(SecretStore.from_environment(), Settings.from_environment().snmp, SystemClock())

    def tell(refusal: Refusal) -> None:
        refusals.append(refusal)
        for line in _lines(refusal):
            terminal.say(line)

    async def visit() -> Met | None:
        acquaintance = await meet(order.address, order.port, credentials, visitor, tell)
        if acquaintance is None:
            return None
        silence = await silence_of(order.address, visitor.clock)
        return Met(acquaintance, Meeting(order.address, order.port, acquaintance.credential, silence))

    terminal.say(Phrase("asking {address} port {port} over SNMP", address=order.address, port=order.port))
    return asyncio.run(visit())


def _lines(refusal: Refusal) -> tuple[Phrase, Phrase]:
    """Return who was not answered and why, and what helps."""
    return (
        Phrase("  as {credential}: {error}", credential=refusal.door.credential, error=refusal.error),
        Phrase("    {cure}", cure=cure(refusal.door, refusal.error)),
    )


def _refuse(order: Order, refusals: Sequence[Refusal], terminal: Terminal) -> NoReturn:
    reason = Phrase("{address} answers to no credential; nothing was written", address=order.address)
    if not order.as_json:
        raise CommandRefused(reason)
    terminal.show(refusals_as_json(refusals, reason))
    raise SystemExit(1)


def _propose(order: Order, met: Met, inventory: Inventory, terminal: Terminal) -> Proposal:
    """Return the proposal; ask, where somebody is there to answer, in which municipality the device stands."""
    wishes = order.wishes
    proposed = propose(met.acquaintance.portrait, inventory, met.meeting, wishes)
    questions = QUESTIONS if order.may_ask(terminal) else 0
    while isinstance(proposed, Unplaced) and questions:
        questions -= 1
        terminal.say(proposed.reason)
        wishes = replace(wishes, municipality=terminal.ask(Phrase("Municipality (name or code)")), at=None)
        proposed = propose(met.acquaintance.portrait, inventory, met.meeting, wishes)
    if isinstance(proposed, Unplaced):
        raise CommandRefused(proposed.reason)
    return proposed


def _reason_against(order: Order, draft: Draft, terminal: Terminal) -> Phrase | None:
    """Return why the draft is not written, None if it is."""
    if not draft.is_sound:
        return Phrase("the inventory could not be used with this; nothing was written")
    if order.yes:
        return None
    if not order.may_ask(terminal):
        return Phrase("nothing was written yet; to write this, add --yes")
    return None if terminal.confirm(Phrase("Write it?")) else Phrase("nothing was written")


def _tell(order: Order, draft: Draft, reason: Phrase | None, terminal: Terminal) -> None:
    """Say what has been written and what comes next; raise CommandRefused if people did not get what they wanted."""
    if order.as_json:
        terminal.show(as_json(draft, reason))
        raise SystemExit(0 if draft.is_sound else 1)
    if reason is not None:
        raise CommandRefused(reason)
    terminal.say(Phrase("{path}: written", path=draft.change.path))
    terminal.say(Phrase("next: netmon device test {name}", name=draft.proposal.name))
    terminal.say(Phrase("a netmon that runs learns of it when it gets SIGHUP: systemctl reload netmon"))
