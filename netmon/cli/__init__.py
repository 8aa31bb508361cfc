"""The command line: each command in a module of its own, loaded only when called."""

from importlib import import_module

import click

COMMANDS = {
    "check": "netmon.cli.check:check",
}
"""Command name to `module:function`; `--help` reads each module's first line only when asked."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Return a command, importing its module now."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _, function = target.partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="netmon")
def main() -> None:
    """Watch the communication infrastructure of a region."""
