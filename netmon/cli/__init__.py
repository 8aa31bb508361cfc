"""The command line: its grammar, each command in a module of its own, loaded only when called.

Nothing here imports more than click and words; what a command does stands in `netmon.console`.
"""

import click

from netmon.cli.frame import LazyGroup

SECTIONS = {
    "Begin": {
        "demo": ("netmon.cli.demo:demo", "Watch a synthetic region on this machine."),
        "init": ("netmon.cli.init:init", "Begin an inventory of your own."),
        "device": ("netmon.cli.device:device", "Add a device, test how it can be reached, or see what was renamed."),
        "inventory": ("netmon.cli.inventory:inventory", "Bring devices from NetBox or a table."),
        "geo": ("netmon.cli.geo:geo", "Bring outlines of municipalities and ways of links to the map."),
        "check": ("netmon.cli.check:check", "Say what is wrong with an inventory."),
        "doctor": ("netmon.cli.doctor:doctor", "Say what this machine lacks."),
    },
    "Run": {
        "run": ("netmon.cli.run:run", "Poll, judge, tell and show until stopped."),
        "status": ("netmon.cli.status:status", "Show states, open incidents and waiting messages."),
        "maintenance": (
            "netmon.cli.maintenance:maintenance",
            "Announce planned work, so that its outages mute and are excused.",
        ),
        "silence": (
            "netmon.cli.silence:silence",
            "Keep quiet about something for a time; it is watched all the same.",
        ),
        "incident": (
            "netmon.cli.incident:incident",
            "Keep the record of an incident: whom to call, the ticket, the next report.",
        ),
        "user": ("netmon.cli.user:user", "Say who may log in to the dashboard."),
        "token": ("netmon.cli.token:token", "Let programs ask in somebody's name."),
        "backup": ("netmon.cli.backup:backup", "Copy everything netmon knows into one file."),
        "restore": ("netmon.cli.backup:restore", "Put a copy back."),
        "store": ("netmon.cli.store:store", "Examine the databases, or make them small."),
    },
    "Ask": {
        "explain": ("netmon.cli.explain:explain", "Say why a municipality is, or was, connected or not."),
        "report": (
            "netmon.cli.report:report",
            "Say how available municipalities were; correct and publish the figures.",
        ),
        "rules": (
            "netmon.cli.rules:rules",
            "Try rules before they may call anybody, and ask why an alert is as it is.",
        ),
        "whatif": ("netmon.cli.whatif:whatif", "Say who would be cut off without a link, device or trench."),
        "oncall": ("netmon.cli.oncall:oncall", "Say who is on duty, who is next, and who rests too little."),
        "poll": ("netmon.cli.poll:poll", "Ask one device once and print what it says."),
        "snmp": ("netmon.cli.snmp:snmp", "Ask a device's SNMP agent."),
    },
    "Set up": {
        "notify": ("netmon.cli.notify:notify", "Find out whether messages reach people."),
        "secret": ("netmon.cli.secret:secret", "Keep a password or key for netmon."),
        "influx": ("netmon.cli.influx:influx", "Prepare the InfluxDB server, and look after what is in it."),
        "print": ("netmon.cli.print:print_", "Print a unit, a proxy's configuration, a completion."),
    },
}
"""The headings of `netmon --help`, and below each command name to `module:function` and its line."""
COMMANDS = {name: command for section in SECTIONS.values() for name, command in section.items()}


@click.group(
    name="netmon",
    cls=LazyGroup,
    table=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="netmon", help="Say which netmon this is and end.")
def main() -> None:
    """Watch the communication infrastructure of a region.

    Example: netmon demo
    """
