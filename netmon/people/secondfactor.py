"""The second factor: codes that change every half minute (RFC 6238), and recovery codes for when they cannot be had."""

import secrets
from hashlib import sha256
from hmac import compare_digest

from pyotp import TOTP, random_base32

from netmon.clock import SECOND, Millis
from netmon.people.passwords import ALPHABET

STEP = Millis(30 * SECOND)
DRIFT = 1
"""Steps by which the clocks of a telephone and of this machine may differ."""
DIGITS = 6
RECOVERY_CODES = 10
GROUPS, GROUP = 4, 4
ISSUER = "netmon"


def new_secret() -> str:
    """Return 160 random bits as people copy them: what RFC 4226 §4 recommends, in base 32."""
    return random_base32()


def address_of(secret: str, account: str, place: str) -> str:
    """Return the otpauth address that an authenticator reads from a picture."""
    return TOTP(secret).provisioning_uri(name=account, issuer_name=f"{ISSUER} {place}")


def code_at(secret: str, step: int) -> str:
    """Return the code of a step."""
    return TOTP(secret).generate_otp(step)


def step_at(moment: Millis) -> int:
    """Return the step that a moment lies in."""
    return moment // STEP


def accepted_step(secret: str, code: str, now: Millis, last_step: int) -> int | None:
    """Return the step of a code, if it is of about now and later than the last that was accepted."""
    given, present = bare(code).encode(), step_at(now)
    steps = range(max(present - DRIFT, last_step + 1), present + DRIFT + 1)
    right = [step for step in steps if compare_digest(code_at(secret, step).encode(), given)]
    return right[0] if right else None


def new_recovery_codes() -> tuple[str, ...]:
    """Return codes that nobody guesses, in groups that are easy to copy from paper."""
    return tuple(
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def hash_of(code: str, account: str) -> str:
    """Return what is kept of an account's recovery code: it is too long to be guessed from its hash."""
    return sha256(f"{account} {bare(code)}".encode()).hexdigest()


def bare(code: str) -> str:
    """Return a code without the spaces and dashes that people write into it."""
    return "".join(character for character in code if character.isalnum()).lower()
