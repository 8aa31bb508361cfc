"""A notification is told by its snmpTrapOID, whichever RFC wrote it down."""

import pytest

from netmon.snmp.declaration import Oid
from netmon.traps.hint import HintKind, kind_of

CASES = {
    (1, 3, 6, 1, 6, 3, 1, 1, 5, 1): "coldStart",
    (1, 3, 6, 1, 6, 3, 1, 1, 5, 2): "warmStart",
    (1, 3, 6, 1, 6, 3, 1, 1, 5, 3): "linkDown",
    (1, 3, 6, 1, 6, 3, 1, 1, 5, 4): "linkUp",
    (1, 3, 6, 1, 6, 3, 1, 1, 5, 5): "authenticationFailure",
    (1, 3, 6, 1, 6, 3, 1, 1, 5, 6): "other",
    (1, 3, 6, 1, 2, 1, 15, 0, 1): "other",
    (1, 3, 6, 1, 2, 1, 15, 0, 2): "bgpBackwardTransition",
    (1, 3, 6, 1, 2, 1, 15, 7, 2): "bgpBackwardTransition",
    (1, 3, 6, 1, 2, 1, 15, 7, 0, 2): "bgpBackwardTransition",
    (1, 3, 6, 1, 2, 1, 14, 16, 2, 2): "ospfNbrStateChange",
    (1, 3, 6, 1, 2, 1, 14, 16, 2, 0, 2): "ospfNbrStateChange",
    (1, 3, 6, 1, 4, 1, 9, 9, 41, 2, 0, 1): "other",
    (0, 0): "other",
}


@pytest.mark.parametrize(("notification", "kind"), CASES.items())
def test_a_notification_is_told_by_its_number(notification: Oid, kind: str) -> None:
    assert kind_of(notification) is HintKind(kind)
