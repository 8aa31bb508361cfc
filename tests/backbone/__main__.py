"""The laboratory by hand: up, down, status, cut, restore, kill, start, exec."""

import tempfile
import time
from pathlib import Path

import click

from tests.backbone.lab import Laboratory, obstacle
from tests.backbone.system import CommandFailed
from tests.backbone.wires import Cut

DIRECTORY = Path(tempfile.gettempdir(), "netmon-laboratory")


@click.group()
def main() -> None:
    """Real routers in network namespaces, as root."""


def found() -> Laboratory:
    """Return the laboratory that `up` left running."""
    if not DIRECTORY.exists():
        message = "no laboratory is up: start one with `python -m tests.backbone up`"
        raise click.ClickException(message)
    return Laboratory.found(DIRECTORY)


@main.command()
def up() -> None:
    """Build the laboratory and leave it running."""
    if reason := obstacle():
        raise click.ClickException(reason)
    if DIRECTORY.exists():
        message = f"one is up already, in {DIRECTORY}: end it with `python -m tests.backbone down`"
        raise click.ClickException(message)
    begun = time.monotonic()
    DIRECTORY.mkdir(mode=0o700)
    Laboratory.build(directory=DIRECTORY, lasting=True)
    click.echo(f"up and converged in {time.monotonic() - begun:.1f} s")


@main.command()
def down() -> None:
    """End it and remove what it made."""
    found().down()


@main.command()
def status() -> None:
    """Say which routers run and which neighbours they have."""
    laboratory = found()
    for name, chassis in laboratory.chassis.items():
        click.echo(f"{name}: {'on' if chassis.is_on else 'off'}, {laboratory.plan.router(name).address}")
        if chassis.is_on:
            click.echo(laboratory.chassis[name].execute("vtysh", "-c", "show ip ospf neighbor"))


@main.command()
@click.argument("wire")
@click.option("--mode", type=click.Choice(Cut), default=Cut.CARRIER, show_default=True)
def cut(wire: str, mode: Cut) -> None:
    """Cut a wire."""
    found().cut(wire, mode)


@main.command()
@click.argument("wire")
def restore(wire: str) -> None:
    """Make a wire whole."""
    found().restore(wire)


@main.command()
@click.argument("router")
def kill(router: str) -> None:
    """Take a router's power."""
    found().kill(router)


@main.command()
@click.argument("router")
def start(router: str) -> None:
    """Give a router its power back."""
    found().start(router)


@main.command(name="exec", context_settings={"ignore_unknown_options": True})
@click.argument("router")
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def execute(router: str, command: tuple[str, ...]) -> None:
    """Run a command inside a router, or inside `noc`."""
    try:
        click.echo(found().execute(router, *command), nl=False)
    except CommandFailed as failure:
        raise click.ClickException(str(failure)) from failure


if __name__ == "__main__":
    main(prog_name="python -m tests.backbone")
