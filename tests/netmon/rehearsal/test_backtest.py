"""What is kept of the past, replayed through the rules."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import MINUTE, Interval, Millis
from netmon.errors import CommandRefused
from netmon.model import FieldValue, Measurement
from netmon.rehearsal.backtest import Replayed, backtest, chosen, is_night, spacing
from netmon.rehearsal.kept import Kept
from netmon.rehearsal.recording import Recording
from netmon.rehearsal.virtual import Premises
from netmon.report.period import moment
from netmon.store.samples import SampleStore

START = moment("2026-03-02T21:00")
PORT = {"device": "cheb-core-1", "ifname": "xe1"}
Fields = Mapping[str, FieldValue]


def keep(state: Path, name: str, tags: Mapping[str, str], minutes: Sequence[Fields]) -> None:
    """Write down one sample a minute."""
    with SampleStore(state) as store:
        samples = [
            Measurement(name, tags, fields, Millis(START + number * MINUTE)) for number, fields in enumerate(minutes)
        ]
        store.write(samples, now=START)


def replay(state: Path, premises: Premises, rule: str) -> Replayed:
    window = Interval(START, Millis(START + 1_000 * MINUTE))
    with closing(Recording(state)) as recording:
        (replayed,) = backtest(chosen(premises, [rule]), premises, Kept(recording, premises.inventory), window)
    return replayed


def use(*runs: tuple[int, int]) -> list[Fields]:
    return [{"in_util": percent, "out_util": 1} for percent, minutes in runs for _ in range(minutes)]


def test_each_firing_is_told_once_and_nights_are_counted(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, "net_if", PORT, use((90, 30), (10, 120), (90, 30), (10, 60)))
    replayed = replay(tmp_path, premises, "interface-utilisation")
    assert replayed.told == tuple(Millis(START + minute * MINUTE + 10_000) for minute in (10, 160))
    assert (replayed.nights, replayed.things, replayed.samples) == (1, 1, 240)
    assert replayed.missing == ()
    assert replayed.is_whole


def test_what_is_too_brief_is_not_told(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, "net_if", PORT, use((90, 9), (10, 60)))
    assert replay(tmp_path, premises, "interface-utilisation").told == ()


def test_windows_look_back_over_what_is_kept(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, "net_if", PORT, [{"out_discards": number * 900} for number in range(30)])
    assert replay(tmp_path, premises, "interface-discards").told == (Millis(START + 8 * MINUTE + 10_000),)


@pytest.mark.parametrize(("end", "field"), [(0, "out_bps"), (1, "in_bps")])
def test_the_traffic_of_a_link_is_that_of_its_ports(end: int, field: str, tmp_path: Path, premises: Premises) -> None:
    link = next(iter(premises.inventory.active_links().values()))
    port = link.ends[end]
    fields = {field: round(0.95 * link.capacity), ("in_bps", "out_bps")[field == "in_bps"]: 1}
    keep(tmp_path, "net_if", {"device": port.device, "ifname": port.interface}, [fields] * 30)
    replayed = replay(tmp_path, premises, "link-full")
    assert (len(replayed.told), replayed.things, replayed.missing) == (1, 1, ())


def test_what_is_not_kept_is_named(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, "net_dev", {"device": "cheb-core-1"}, [{"state": 1}] * 5)
    assert replay(tmp_path, premises, "agent-silent").missing == ("agent",)


def test_more_than_may_be_replayed_is_said(tmp_path: Path, premises: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, "net_if", PORT, use((90, 30)))
    monkeypatch.setattr("netmon.rehearsal.backtest.MOST_REPLAYED", 20)
    assert not replay(tmp_path, premises, "interface-utilisation").is_whole
    monkeypatch.setattr("netmon.rehearsal.backtest.MOST_REPLAYED", 0)
    assert not replay(tmp_path, premises, "interface-utilisation").is_whole


def test_what_has_left_the_inventory_is_not_replayed(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, "net_if", {"device": "gone", "ifname": "xe1"}, use((90, 30)))
    assert replay(tmp_path, premises, "interface-utilisation").things == 0


def test_counts_of_a_collector_are_not_taken_for_those_of_netmon(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, "netmon_self", {"collector": "ping"}, [{"polled": 100, "answered": 1}] * 30)
    replayed = replay(tmp_path, premises, "netmon-blind")
    assert (replayed.told, replayed.missing) == ((), ("answered", "polled"))


def test_a_rule_that_there_is_not_is_refused_with_what_is_meant(premises: Premises) -> None:
    with pytest.raises(CommandRefused, match="packet-loss"):
        chosen(premises, ["packet-los"])


def test_a_night_is_that_of_the_region() -> None:
    assert is_night(moment("2026-07-01T22:00"))
    assert is_night(moment("2026-01-01T05:59"))
    assert not is_night(moment("2026-07-01T06:00"))


def test_the_usual_distance_is_not_that_of_a_gap() -> None:
    times = [Millis(time) for time in (0, 60_000, 120_000, 9_000_000, 9_060_000)]
    assert spacing(times) == MINUTE
    assert spacing([]) == MINUTE
