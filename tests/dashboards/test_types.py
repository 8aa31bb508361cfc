"""Every board is what Grafana's own types say a board is."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.grafana.__main__ import rendered
from dashboards.grafana.boards import BOARDS
from tests.parts.typescript import TypeScript

Json = dict[str, Any]
BARS, TIMELINE = 0, 3
"""Panels of the board that is spoilt."""


def typed(text: str) -> str:
    """Return a program that is right if a board is."""
    return f"import type {{ Board }} from './board';\nexport const board: Board = {text};\n"


def spoilt(how: Callable[[Json], object]) -> str:
    """Return a program with a board that Grafana would not take as it is meant."""
    board: Json = json.loads(rendered(BOARDS[0]))
    how(board)
    return typed(json.dumps(board))


@pytest.mark.long
def test_every_board_has_grafanas_types_and_one_that_has_not_is_found(typescript: TypeScript) -> None:
    wrong = {
        "wrong-number": spoilt(lambda board: board.update(refresh=5)),
        "wrong-gap": spoilt(lambda board: board["panels"][BARS].pop("type")),
        "wrong-name": spoilt(lambda board: board.update(tiitle="x")),
        "wrong-kind": spoilt(lambda board: board["panels"][BARS].update(type="grpah")),
        "wrong-word": spoilt(lambda board: board["panels"][BARS]["options"]["tooltip"].update(mode="many")),
        "wrong-option": spoilt(lambda board: board["panels"][TIMELINE]["options"].pop("showValue")),
        "wrong-drawing": spoilt(lambda board: board["panels"][BARS]["fieldConfig"]["defaults"].update(custom={"a": 1})),
        "wrong-link": spoilt(lambda board: board["links"][0].update(icon=7)),
        "wrong-variable": spoilt(lambda board: board["templating"]["list"][0].update(type="guess")),
    }
    right = {board.name: typed(rendered(board)) for board in BOARDS}
    found = typescript.complaints({**right, **wrong})
    assert {name: found[name] for name in right} == {name: [] for name in right}
    assert [name for name in wrong if not found[name]] == []
