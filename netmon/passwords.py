"""Which passwords are good enough, and how they are kept: argon2id, never the password itself."""

from argon2 import PasswordHasher

from netmon.errors import CommandRefused
from netmon.model import Role

SHORTEST = {Role.OPERATOR: 12, Role.ADMINISTRATOR: 17}
"""Characters, by role: decree 410/2025, §8 (4)."""
LONGEST = 1024


def hash_password(password: str, role: Role) -> str:
    """Return the argon2id hash of a password; raise CommandRefused if it is too short or too long."""
    if not SHORTEST[role] <= len(password) <= LONGEST:
        message = (
            f"the password of an {role} needs {SHORTEST[role]} to {LONGEST} characters; this one has {len(password)}"
        )
        raise CommandRefused(message)
    return PasswordHasher().hash(password)
