"""Who calls a command, for the audit."""

import os
import pwd

from netmon.commands import Actor


def caller() -> Actor:
    """Return the account that this process runs as; not `$USER`, which anybody may set."""
    try:
        return Actor(pwd.getpwuid(os.getuid()).pw_name, "cli")
    except KeyError:  # in a container the user may have no name
        return Actor(f"uid-{os.getuid()}", "cli")
