"""An engine that knows everything to be up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.netmon.engine_room import Room, opened


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state") as room:
        room.pass_time(10)
        yield room
