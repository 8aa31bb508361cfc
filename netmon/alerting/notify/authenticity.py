"""How somebody can tell a message of ours from one that only looks like it: by a code that the page shows too."""

import hashlib
import hmac

from netmon.clock import Millis, to_datetime
from netmon.judgement.calendar import PRAGUE
from netmon.secret import Secret

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which people read as something else."""
LENGTH = 6


def auth_code(key: Secret, subject_id: str, moment: Millis) -> str:
    """Return the code that messages about a subject bear on that day in Prague, such as `7K3QZ9`."""
    day = to_datetime(moment).astimezone(PRAGUE).date()
    digest = hmac.new(key.reveal().encode(), f"sms\n{subject_id}\n{day.isoformat()}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest)
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH))
