"""What a row that was read by its layout says, beside the same row as the strict reader would give it."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from netmon.snmp.declaration import Counter32, Counter64, Value
from netmon.snmp.sheet import LaidRow, Places, Shape, differ_in_numbers_alone, numbers_of

KINDS: tuple[type[int], ...] = (int, Counter32, Counter64)
NAMES = ("in_octets", "out_octets", "oper", "high_speed", "alias")
NUMBERS = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.integers(0, 2**64 - 1), st.sampled_from(KINDS)))
TEXTS = st.dictionaries(st.just("alias"), st.text(max_size=5))


def laid(numbers: Mapping[str, tuple[int, type[int]]], texts: Mapping[str, Value]) -> LaidRow:
    """Return a row with these numbers, of these types, and texts."""
    places = Places({name: (at, kind) for at, (name, (_, kind)) in enumerate(numbers.items())})
    known = {name: text for name, text in texts.items() if name not in numbers}
    return LaidRow(tuple(number for number, _ in numbers.values()), Shape(places, known))


@given(numbers=NUMBERS, texts=TEXTS, asked=st.permutations(NAMES), count=st.integers(0, len(NAMES)))
def test_a_laid_row_tells_the_numbers_that_the_same_row_tells_as_a_dict(
    numbers: Mapping[str, tuple[int, type[int]]], texts: Mapping[str, Value], asked: list[str], count: int
) -> None:
    row, names = laid(numbers, texts), tuple(asked[:count])
    found = numbers_of(row, names)
    assert found == numbers_of(dict(row), names)
    assert {type(number) for number in found.values()} <= {int}


def test_rows_of_one_shape_differ_in_numbers_alone_and_of_others_nothing_is_known() -> None:
    shape = Shape(Places({"oper": (0, int)}), {"alias": "uplink"})
    first, second = LaidRow((1,), shape), LaidRow((2,), shape)
    assert differ_in_numbers_alone(first, second)
    assert not differ_in_numbers_alone(first, dict(second))
    assert not differ_in_numbers_alone(first, LaidRow((1,), Shape(shape.places, {"alias": "uplink"})))
