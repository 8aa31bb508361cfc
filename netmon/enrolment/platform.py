"""Which platform a device is, as far as its sysDescr tells."""

import re

GENERIC = "generic"
PLATFORMS = tuple(
    (re.compile(pattern, re.IGNORECASE), platform)
    for pattern, platform in (
        (r"\bfrr(outing)?\b|free range routing", "frr"),
        (r"\bios[ -]?xr\b", "ios-xr"),
        (r"ios[ -]?xe", "ios-xe"),
        (r"\bnx-os\b", "nx-os"),
        (r"\bcisco\b.*\bios\b|\bcisco internetwork operating system\b", "ios"),
        (r"\bjunos\b|\bjuniper networks\b", "junos"),
        (r"\barista\b", "eos"),
        (r"\brouteros\b|\bmikrotik\b", "routeros"),
        (r"\bcomware\b|\bh3c\b", "comware"),
        (r"\bversatile routing platform\b|\bvrp\b|\bhuawei\b", "vrp"),
        (r"\btimos\b", "sros"),
        (r"\bextremexos\b", "exos"),
        (r"\bfortigate\b|\bfortios\b", "fortios"),
        (r"\bvyos\b", "vyos"),
        (r"\bedgeos\b|\bedgerouter\b", "edgeos"),
        (r"\barubaos|\bprocurve\b|\baruba\b", "aruba"),
        (r"\bfreebsd\b", "freebsd"),
        (r"\blinux\b", "linux"),
    )
)
"""What a sysDescr says, and the platform it means; the first that fits counts, so the vague ones stand last."""


def platform_of(descr: str) -> str:
    """Return the platform, `generic` where nothing is recognised."""
    return next((platform for pattern, platform in PLATFORMS if pattern.search(descr)), GENERIC)
