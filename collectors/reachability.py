"""Whether a device answers: to an ICMP echo request, or to an SNMP GET where the inventory says so.

ICMP: one echo request (RFC 792, RFC 4443). SNMPv2-MIB: sysUpTime alone.

`net_dev`, from ICMP: `rtt_ms`, the mean round-trip time, left out when nothing came back;
`loss_pct`, the share of requests without a reply. The SNMP probe writes no measurement: that the
agent answered is all it asks.
"""

from collections.abc import Sequence

from netmon.clock import SECOND, Millis
from netmon.collector import Context, PingCollector, SnmpCollector
from netmon.icmp.echo import Echoes
from netmon.model import FieldValue, Measurement
from netmon.snmp.declaration import Declaration, Reading

EVERY = Millis(5 * SECOND)


def parse_echoes(echoes: Echoes, context: Context) -> Sequence[Measurement]:
    """Return loss and, if anything came back, the mean round-trip time."""
    fields: dict[str, FieldValue] = {}
    if echoes.sent:
        fields["loss_pct"] = round(100 * (1 - echoes.received / echoes.sent), 1)
    rtts = [rtt for rtt in echoes.rtts if rtt is not None]
    if rtts:
        fields["rtt_ms"] = round(sum(rtts) / len(rtts), 3)
    return (Measurement("net_dev", context.tags, fields, context.slot),) if fields else ()


def parse_sign_of_life(_reading: Reading, _previous: Reading | None, _context: Context) -> Sequence[Measurement]:
    """Return nothing: the answer itself is what was wanted."""
    return ()


ICMP = PingCollector("icmp", EVERY, count=1, spacing=SECOND, timeout=SECOND, parse=parse_echoes)
SNMP = SnmpCollector("snmp", EVERY, Declaration(), parse_sign_of_life)
