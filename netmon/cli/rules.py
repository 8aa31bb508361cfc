"""`netmon rules`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def rules() -> None:
    """Try rules before they may call anybody, and ask why an alert is as it is.

    Example: netmon rules test
    """


@rules.command(cls=Command)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]...")
@click.option("--coverage", is_flag=True, help="Also demand that each level fires, does not fire and lacks data once.")
@click.option("--mutate", is_flag=True, help="Also change each rule a little, and demand that a test notices.")
@options.as_json
@options.inventory
def test(*, files: tuple[Path, ...], coverage: bool, mutate: bool, as_json: bool, inventory: Path) -> None:
    """Play written cases of the rules in virtual time.

    Without a FILE these are all in the folder rules-tests of the inventory. A case says what is measured and what
    happens, and what has to come of it: where the alert stands, and who gets which message. What evaluates and
    tells is netmon's own; nothing is polled and nothing is sent. A case that deviates is told with its place, what
    was expected and what was.

    Exit codes: 0 all as written, 1 something deviates or cannot be read, 2 wrong usage.

    Example: netmon rules test --coverage
    """
    from netmon.console.rules import Wish, show_tests

    show_tests(inventory, files, Wish(has_coverage=coverage, has_mutants=mutate, as_json=as_json))


@rules.command(cls=Command)
@click.option("--from", "span", default="30d", show_default=True, metavar="SPAN", help="How far back, such as 12h.")
@click.option("--rule", "names", multiple=True, metavar="NAME", help="Only this rule; may be given several times.")
@options.as_json
@options.inventory
@options.state
def backtest(*, span: str, names: tuple[str, ...], as_json: bool, inventory: Path, state: Path) -> None:
    """Say how often each rule would have called somebody of late.

    The samples that netmon keeps are replayed through the rules as the inventory has them now. What is not kept,
    such as the states of SNMP agents, cannot be replayed; it is said of which rules. Outages and planned works
    are not replayed: what they would have held back is counted too. A night is 22:00 to 06:00.

    Exit codes: 0 said, 1 not possible, 2 wrong usage.

    Example: netmon rules backtest --from 7d --rule interface-utilisation
    """
    from netmon.console.rules import show_backtest

    show_backtest(inventory, state, span, names, as_json=as_json)


@rules.command(cls=Command)
@click.argument("alert")
@options.as_json
@options.inventory
@options.state
def explain(*, alert: str, as_json: bool, inventory: Path, state: Path) -> None:
    """Say why an alert fires or not, who was told of it or not, and who is called next.

    ALERT is a rule and a thing, such as interface-utilisation/cheb-core-1:xe1, the id of a message, or an incident
    by its id. Printed are the conditions with the values that netmon measured last put in, where the alert stands
    and since when, each message with what became of it, what every stage has against telling more, and when whom
    netmon calls next if it lasts and nobody does anything. What only the netmon that runs can know is said to be so.

    Exit codes: 0 said, 1 not possible, 2 wrong usage.

    Example: netmon rules explain packet-loss/cheb-core-1
    """
    from netmon.console.alert import show_alert

    show_alert(inventory, state, alert, as_json=as_json)
