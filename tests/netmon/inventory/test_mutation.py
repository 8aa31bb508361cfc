"""Whatever an inventory is turned into, it is loaded or refused, and never anything else happens."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.errors import InventoryError
from netmon.inventory.loading import MOST_COMPLAINTS, load
from netmon.inventory.models import Inventory
from tests.netmon.inventory import SMALL

FRAGMENTS = st.sampled_from(
    [*"\n :[]{}#'\"|>~%0ž\t\x00\u202e", "  ", ": ", "- ", "&a ", "*a", "!x ", "<<", "? ", "---\n", "null", "devices:"]
)
POSITIONS = st.integers(min_value=0, max_value=len(SMALL))


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Return the small inventory with up to six cuts, insertions and moved pieces."""
    text = SMALL
    for _ in range(draw(st.integers(min_value=1, max_value=6))):
        start, end = sorted((draw(POSITIONS), draw(POSITIONS)))
        match draw(st.sampled_from(["insert", "delete", "copy", "write"])):
            case "insert":
                text = text[:start] + draw(FRAGMENTS) + text[start:]
            case "delete":
                text = text[:start] + text[min(end, start + 40) :]
            case "copy":
                text = text[:start] + text[start:end] + text[start:]
            case _:
                text = text[:start] + draw(st.text(max_size=10)) + text[start + 10 :]
    return text


def load_text(text: str) -> Inventory | InventoryError:
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "all.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            return load(Path(directory))
        except InventoryError as error:
            return error


@settings(max_examples=300, deadline=5_000)
@given(mutations())
def test_a_mutated_inventory_is_loaded_or_refused_with_places(text: str) -> None:
    outcome = load_text(text)
    if isinstance(outcome, InventoryError):
        assert 0 < len(outcome.complaints) <= MOST_COMPLAINTS
        assert all(": error: " in line or ": warning: " in line for line in str(outcome).splitlines())


VALUES = st.recursive(
    st.none() | st.text(max_size=5) | st.integers() | st.sampled_from(["as-1", "554499", "4101", "1G", "true"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
COLON = ": "


@settings(max_examples=200, deadline=5_000)
@given(st.integers(min_value=1, max_value=SMALL.count(COLON)), VALUES)
def test_any_value_anywhere_is_loaded_or_refused(position: int, value: object) -> None:
    """JSON is YAML: put any value in the place of the one behind the nth colon."""
    pieces = SMALL.split(COLON)
    before, behind = COLON.join(pieces[:position]), COLON.join(pieces[position:])
    load_text(f"{before}: {json.dumps(value)}\n{behind.partition(chr(10))[2]}")
