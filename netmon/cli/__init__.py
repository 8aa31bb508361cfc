"""The command line: each command in a module of its own, loaded only when called."""

from importlib import import_module

import click

COMMANDS = {
    "check": ("netmon.cli.check:check", "Say what is wrong with an inventory."),
    "run": ("netmon.cli.run:run", "Poll, judge, tell and show until stopped."),
    "poll": ("netmon.cli.poll:poll", "Ask one device once and print what it says."),
    "status": ("netmon.cli.status:status", "Show states, open incidents and waiting messages."),
    "user": ("netmon.cli.user:user", "Let people log in to the dashboard."),
    "influx": ("netmon.cli.influx:influx", "Prepare the InfluxDB server."),
    "demo": ("netmon.cli.demo:demo", "Watch a synthetic region on this machine."),
}
"""Command name to `module:function` and its line in `netmon --help`."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called, not when it is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """Return a command, importing its module now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- the same
        """Write the table without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="netmon")
def main() -> None:
    """Watch the communication infrastructure of a region."""
