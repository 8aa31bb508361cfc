"""Whatever a device says of its interfaces, the table stands."""

from dashboards.ports import ports
from netmon.model import Measurement
from tests.dashboards.exhibit import NOW


def test_an_interface_with_nonsense_in_its_fields_is_still_listed() -> None:
    strange = Measurement("net_if", {"ifname": "x"}, {"oper": 99, "admin": "up", "speed": "fast", "in_bps": "x"}, NOW)
    (port,) = ports([strange])
    assert (port.oper, port.admin, port.speed, port.in_bps, port.sign) == ("", "", None, None, "unknown")
    assert port.used(1.0) is None
