"""The geography lies beside the state: whole, for its owner alone, and read again when it is replaced."""

import logging
from pathlib import Path

import pytest

from netmon.errors import FileError
from netmon.geo.geography import NOWHERE, Geography
from netmon.geo.keeping import GEOGRAPHY_FILE, Atlas, keep, kept
from netmon.model import LinkName, MunicipalityCode

RING = ((12.0, 50.0), (12.1, 50.0), (12.1, 50.1), (12.0, 50.0))
GROUND = Geography({MunicipalityCode("554499"): (RING, RING)}, {LinkName("cheb-as"): RING[:2]})


def same(one: Geography, other: Geography) -> bool:
    return (one.boundaries, one.routes) == (other.boundaries, other.routes)


def test_what_is_kept_is_read_as_it_was(tmp_path: Path) -> None:
    path = keep(tmp_path / "state", GROUND)
    assert path.stat().st_mode & 0o777 == 0o600
    assert same(kept(tmp_path / "state"), GROUND)


def test_nothing_lies_there_at_first(tmp_path: Path) -> None:
    assert kept(tmp_path) is NOWHERE
    assert Atlas(tmp_path).geography() is NOWHERE


def test_a_reader_sees_another_file_at_once_and_the_same_one_as_the_same_value(tmp_path: Path) -> None:
    atlas = Atlas(tmp_path)
    atlas.geography()
    keep(tmp_path, GROUND)
    first = atlas.geography()
    assert same(first, GROUND)
    assert atlas.geography() is first
    keep(tmp_path, Geography(GROUND.boundaries))
    assert not atlas.geography().routes
    (tmp_path / GEOGRAPHY_FILE).unlink()
    assert atlas.geography() is NOWHERE


@pytest.mark.parametrize("content", [b"{", b'{"type":"FeatureCollection","features":[{}]}'])
def test_a_damaged_file_is_told_once_and_pages_go_on_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (tmp_path / GEOGRAPHY_FILE).write_bytes(content)
    with pytest.raises(FileError):
        kept(tmp_path)
    atlas = Atlas(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert [atlas.geography() for _ in range(3)] == [NOWHERE] * 3
    assert [record.getMessage().partition(" ")[0] for record in caplog.records] == ["event=geography_unreadable"]
