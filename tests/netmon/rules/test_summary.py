"""How an alert reads."""

import pytest

from netmon.inventory.models import ForEach
from netmon.rules.schema import vocabulary
from netmon.rules.summary import compile_summary
from netmon.rules.terms import Facts


@pytest.mark.parametrize(
    ("template", "facts", "text"),
    [
        ("bez obsahu", {}, "bez obsahu"),
        ("{interface.name}: {in_bps}", {"interface.name": "xe1", "in_bps": 9_430_000_000}, "xe1: 9.43 Gbit/s"),
        ("{in_bps}", {"in_bps": 640}, "640 bit/s"),
        ("{in_bps}{out_bps}", {"in_bps": 1_000, "out_bps": -2_500_000}, "1 kbit/s-2.5 Mbit/s"),
        ("{in_util} z {capacity}", {"in_util": 93.456, "capacity": 10**10}, "93.46 % z 10 Gbit/s"),
        ("{in_util:.0f}, {in_bps:.2f}", {"in_util": 93.456, "in_bps": 2_000_000_000}, "93 %, 2.00 Gbit/s"),
        ("{in_octets} {in_errors:.1f}", {"in_octets": 1500, "in_errors": 3}, "1500 B 3.0"),
        ("port je {oper}", {"oper": 7}, "port je lowerLayerDown"),
        ("{speed} {oper} {device.name}", {"speed": True, "oper": 99, "device.name": 5}, "? ? ?"),
    ],
)
def test_facts_stand_in_their_own_units(template: str, facts: Facts, text: str) -> None:
    assert compile_summary(template, vocabulary(ForEach.INTERFACE)).fill(facts) == text
