"""`netmon secret`: passwords and keys, kept where netmon finds them."""

from pathlib import Path

import click

from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def secret() -> None:
    """Keep a password or key for netmon.

    Example: netmon secret set core-auth
    """


@secret.command(name="set", cls=Command)
@click.argument("name")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="NETMON_SECRETS",
    required=True,
    help="Where secrets are kept; NETMON_SECRETS names it too.",
)
def set_(name: str, directory: Path) -> None:
    """Write one secret into a file of its own that only you can read.

    NAME is what stands behind secret:// in the inventory. The value is asked for, or read from
    standard input; it never stands on the command line, where everybody on this machine could read it.

    Example: netmon secret set core-auth --directory secrets
    """
    from netmon.console.secret import keep

    keep(name, directory)
