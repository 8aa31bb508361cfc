"""`netmon print`: what a machine needs around netmon."""

from pathlib import Path

import click

from netmon.cli.frame import Command, Group

SHELLS = ("bash", "zsh", "fish")

host = click.option("--host", default="netmon.example.cz", show_default=True, help="The name people type.")


@click.group(name="print", cls=Group)
def print_() -> None:
    """Print a unit, a proxy's configuration, a completion.

    Example: netmon print systemd
    """


@print_.command(cls=Command)
@click.option("--executable", type=click.Path(path_type=Path), help="The netmon to run, if not this one.")
@click.option("--watcher", is_flag=True, help="Print the unit of netmon-watch instead.")
def systemd(*, executable: Path | None, watcher: bool) -> None:
    """Print a hardened unit for systemd.

    It runs netmon as a user of its own that may send ICMP and nothing else, hands it the secrets of
    /etc/netmon/secrets, and restarts it when it hangs. The comments in it say what to do before the
    first start. With --watcher it is the unit of a second, small process, which tells people when
    netmon itself is silent.

    Example: netmon print systemd > /etc/systemd/system/netmon.service
    """
    from netmon.console.handout import print_unit

    print_unit(executable, "netmon-watch.service" if watcher else "netmon.service")


@print_.command(cls=Command)
@host
def nginx(*, host: str) -> None:
    """Print a site for nginx, which speaks TLS before netmon.

    Example: netmon print nginx --host netmon.example.cz > /etc/nginx/conf.d/netmon.conf
    """
    from netmon.console.handout import print_site

    print_site("nginx.conf", host)


@print_.command(cls=Command)
@host
def caddy(*, host: str) -> None:
    """Print a site for Caddy, which gets its certificate itself.

    Example: netmon print caddy --host netmon.example.cz > /etc/caddy/Caddyfile
    """
    from netmon.console.handout import print_site

    print_site("Caddyfile", host)


@print_.command(cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, *, shell: str) -> None:
    """Print what lets a shell complete netmon's commands and options.

    SHELL is bash, zsh or fish.

    Example: netmon print completion bash > /etc/bash_completion.d/netmon
    """
    from netmon.console.handout import print_completion

    print_completion(ctx.find_root().command, shell)


@print_.command(cls=Command)
def reference() -> None:
    """Print every key of the inventory, as a page in Markdown.

    Example: netmon print reference > inventory/REFERENCE.md
    """
    from netmon.console.handout import print_reference

    print_reference()
