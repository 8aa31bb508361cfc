"""What is known of all devices: bounded, and kept over a restart."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from netmon.clock import Millis
from netmon.errors import StoreError
from netmon.identity.device import Change, Memory, Sighting
from netmon.identity.known import Named
from netmon.inventory.models import Device, Inventory
from netmon.model import InterfaceName
from netmon.polling import identities as register
from netmon.polling.identities import Identities, named_in
from netmon.store.state import StateStore
from tests.netmon.engine_room import NOON
from tests.netmon.identity.given import port, seen
from tests.netmon.region import FAR, HUB, MID, SPUR, TRUNK, region

BEFORE = Sighting(seen({"to-far": port(1, "far"), "to-hub": port(2), "lo": port(3)}), frozenset({"S1"}))
AFTER = Sighting(seen({"ge-1": port(1, "far"), "to-hub": port(2), "lo": port(3)}), frozenset({"S1"}))


def watching(watch: object) -> Inventory:
    """Return the region, with mid watched so."""
    whole = region()
    mid = Device.model_validate(whole.devices[MID].model_dump() | {"watch": watch})
    return whole.model_copy(update={"devices": {**whole.devices, MID: mid}})


@dataclass
class Full:
    """A keeper that takes nothing until it is mended."""

    is_full: bool = True
    kept: list[tuple[Change, ...]] = field(default_factory=list)

    def keep_identity(self, _device: object, _memory: Memory, changes: Sequence[Change], _now: Millis) -> None:
        """Take it if there is room."""
        if self.is_full:
            message = "disk is full"
            raise StoreError(message)
        self.kept.append(tuple(changes))

    def forget_identities(self, devices: Sequence[object]) -> None:
        """Forget nothing."""


@pytest.mark.parametrize(
    ("watch", "watched", "roles"),
    [
        ("links", {"to-far", "to-hub"}, {"to-far": {f"link {SPUR}"}, "to-hub": {f"link {TRUNK}"}}),
        ("all", None, {"to-far": {f"link {SPUR}"}, "to-hub": {f"link {TRUNK}"}}),
        (("to-far",), {"to-far"}, {"to-far": {f"link {SPUR}", "watch to-far"}, "to-hub": {f"link {TRUNK}"}}),
    ],
)
def test_an_interface_is_named_by_links_and_by_being_watched(
    watch: object, watched: set[InterfaceName] | None, roles: dict[InterfaceName, set[str]]
) -> None:
    found = named_in(watching(watch))[MID]
    assert found == Named(
        {name: frozenset(uses) for name, uses in roles.items()}, None if watched is None else frozenset(watched)
    )


def test_a_move_outlives_a_restart_and_is_on_record(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with StateStore(tmp_path) as store, caplog.at_level(logging.WARNING):
        identities = Identities(None, store.identities(), store)
        identities.adopt(region(), NOON)
        identities.take(MID, BEFORE, NOON)
        (move,) = identities.take(MID, AFTER, NOON)
    assert "interface moved device=mid interface=to-far from=to-far to=ge-1 reason=alias,mac" in caplog.text
    with StateStore(tmp_path) as store:
        identities = Identities(None, store.identities(), store)
        assert identities.names_of(MID) == {"ge-1": "to-far", "to-far": "to-far~2"}
        identities.adopt(region(), NOON)
        assert identities.take(MID, AFTER, NOON) == ()
        assert identities.names_of(MID) == {"ge-1": "to-far", "to-far": "to-far~2"}
        assert [(moved.device, moved.change) for moved in store.moves(None, limit=10)] == [(MID, move)]


def test_a_new_inventory_that_uses_the_present_name_ends_the_move() -> None:
    identities = Identities()
    identities.adopt(region(), NOON)
    identities.take(MID, BEFORE, NOON)
    identities.take(MID, AFTER, NOON)
    text = region().model_dump_json(by_alias=True).replace('"interface":"to-far"', '"interface":"ge-1"')
    identities.adopt(Inventory.model_validate_json(text), NOON)
    assert identities.names_of(MID) == {}


def test_a_device_that_is_replaced_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    identities = Identities()
    identities.adopt(region(), NOON)
    identities.take(MID, BEFORE, NOON)
    with caplog.at_level(logging.WARNING):
        identities.take(MID, Sighting(BEFORE.interfaces, frozenset({"S2"})), NOON)
    assert "device replaced device=mid by=serial from=S1 to=S2" in caplog.text


def test_a_device_that_leaves_the_inventory_is_forgotten(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        identities = Identities(None, {}, store)
        identities.adopt(region(), NOON)
        for device in (MID, FAR):
            identities.take(device, BEFORE, NOON)
        whole = region()
        rest = {name: device for name, device in whole.devices.items() if name != FAR}
        links = {name: link for name, link in whole.links.items() if name != SPUR}
        identities.adopt(whole.model_copy(update={"devices": rest, "links": links}), NOON)
        assert set(store.identities()) == {MID}
        assert identities.take(FAR, AFTER, NOON) == ()


def test_what_the_file_does_not_take_is_known_all_the_same_and_written_later() -> None:
    keeper = Full()
    identities = Identities(None, {}, keeper)
    identities.adopt(region(), NOON)
    identities.take(MID, BEFORE, NOON)
    changes = identities.take(MID, AFTER, NOON)
    assert identities.names_of(MID)["ge-1"] == "to-far"
    keeper.is_full = False
    assert identities.take(MID, AFTER, NOON) == ()
    assert identities.take(MID, AFTER, NOON) == ()
    assert keeper.kept == [changes]


def test_no_more_interfaces_are_remembered_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(register, "MOST_INTERFACES", 4)
    identities = Identities()
    identities.adopt(watching("all"), NOON)
    identities.take(HUB, Sighting(seen({"to-mid": port(9), "to-near": port(8)})), NOON)
    with caplog.at_level(logging.ERROR):
        identities.take(MID, BEFORE, NOON)
    assert "too many interfaces to remember" in caplog.text
    identities.take(MID, AFTER, NOON)
    assert identities.names_of(MID) == {"ge-1": "to-far", "to-far": "to-far~2"}


def test_a_sighting_of_nothing_is_none() -> None:
    identities = Identities()
    identities.adopt(region(), NOON)
    identities.take(MID, BEFORE, NOON)
    assert identities.take(MID, Sighting({}, frozenset({"S9"})), NOON) == ()
