"""Fixtures for all tests; each real part has a file of its own in `tests/parts`."""

import os

from hypothesis import settings

settings.register_profile("netmon", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("netmon")
# A shared machine is sometimes slow, so tests bound examples and not seconds; CI draws the same ones each time.

pytest_plugins = [
    "tests.parts.roll",
    "tests.parts.smtp",
    "tests.parts.webhook",
    "tests.parts.chromium",
    "tests.parts.snmpd",
    "tests.parts.sshd",
    "tests.parts.faulty",
    "tests.parts.influxdb",
    "tests.parts.victoriametrics",
    "tests.parts.proxies",
    "tests.parts.netbox",
    "tests.parts.gammu",
    "tests.parts.ntfy",
    "tests.parts.typescript",
]
