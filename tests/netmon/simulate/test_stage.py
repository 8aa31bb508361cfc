"""How a demo is set up: secrets, routes, ports, words."""

import socket
import stat
from ipaddress import ip_address
from pathlib import Path
from string import Formatter

import pytest

from netmon.errors import SettingsError
from netmon.language import Language
from netmon.model import DeviceName
from netmon.secret import SecretRef
from netmon.simulate.region import communities
from netmon.simulate.stage import (
    WEBHOOK,
    choose_port,
    demo_settings,
    refuse_strangers,
    told_to_ourselves,
    write_secrets,
)
from netmon.simulate.words import WORDS, number
from tests.netmon.simulate.small import small_region

REGION = small_region()


def test_secrets_are_files_for_their_owner_alone(tmp_path: Path) -> None:
    store = write_secrets(REGION, "http://127.0.0.1:1/demo", tmp_path)
    (folder,) = store.directories
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o400}
    assert store.resolve(WEBHOOK).reveal() == "http://127.0.0.1:1/demo"


def test_every_credential_has_a_fresh_community(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    known = [communities(REGION, write_secrets(REGION, "", folder)) for folder in (first, second)]
    assert known[0].keys() == known[1].keys() == {"test"}
    assert known[0] != known[1]


def test_every_message_of_the_demo_goes_to_its_own_webhook() -> None:
    inventory = told_to_ourselves(REGION)
    assert [route.receivers for route in inventory.routes] == [("demo",)]
    assert [receiver.webhook for receiver in inventory.receivers.values()] == [(SecretRef(WEBHOOK),)]
    assert inventory.devices == REGION.devices


def test_an_inventory_of_real_addresses_is_refused() -> None:
    core = REGION.devices[DeviceName("a-core")].model_copy(update={"addresses": (ip_address("192.0.2.1"),)})
    stranger = REGION.model_copy(update={"devices": {**REGION.devices, core.name: core}})
    refuse_strangers(REGION)
    with pytest.raises(SettingsError, match=r"a-core has address 192\.0\.2\.1"):
        refuse_strangers(stranger)


def test_the_demo_is_public_on_loopback_only(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path, tmp_path, 1234, Language.EN)
    assert (settings.listen, settings.public, settings.demo) == ("127.0.0.1", True, True)
    assert settings.url == "http://127.0.0.1:1234"


def test_a_wanted_port_that_is_taken_is_told_with_the_cure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"port {port} .*--port"):
            choose_port(port)


def test_port_0_means_any_that_is_free() -> None:
    port = choose_port(0)
    with socket.create_server(("127.0.0.1", port)):
        assert port > 0


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    czech, english = WORDS[Language.CS], WORDS[Language.EN]
    assert czech.keys() == english.keys()
    assert all(facts(czech[key]) == facts(english[key]) for key in czech)


def test_thousands_are_apart_as_each_language_writes_them() -> None:
    assert number(13_001, Language.CS) == "13\N{NO-BREAK SPACE}001"
    assert number(13_001, Language.EN) == "13,001"
