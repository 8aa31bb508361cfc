"""Which devices are asked over SNMP without encryption, where others could listen."""

from collections import Counter
from collections.abc import Mapping

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.url import is_loopback
from netmon.inventory.models import Inventory, SnmpVersion
from netmon.phrase import Phrase


def examine(inventory: Inventory) -> Finding:
    """Return whether SNMP is encrypted wherever it leaves this machine."""
    return judge(readable(inventory), asked=sum(d.snmp is not None for d in inventory.active_devices().values()))


def readable(inventory: Inventory) -> Mapping[str, int]:
    """Return how many devices beyond loopback each credential of SNMPv1 or v2c opens."""
    return Counter(
        device.snmp.credential
        for device in inventory.active_devices().values()
        if device.snmp is not None
        and inventory.credentials.snmp[device.snmp.credential].version is not SnmpVersion.V3
        and not is_loopback(device.address)
    )


def judge(credentials: Mapping[str, int], *, asked: int) -> Finding:
    """Return whether there are such devices."""
    if not asked:
        return Finding(Check.SNMP_VERSIONS, Verdict.NOT_CHECKED, Phrase("no device is asked over SNMP"))
    if not credentials:
        return Finding(Check.SNMP_VERSIONS, Verdict.OK, Phrase("what leaves this machine is SNMPv3"))
    what = Phrase(
        "{count:device is|devices are} asked in clear text, with the credentials {names}",
        count=sum(credentials.values()),
        names=sorted(credentials),
    )
    cure = Phrase("make a user of SNMPv3 (authPriv) on them and name it in credentials.yaml")
    return Finding(Check.SNMP_VERSIONS, Verdict.WARNING, what, cure)
