"""The tree in the docstring is the tree of the classes."""

import re
from collections.abc import Iterator

import pytest

from netmon import errors
from netmon.errors import DeliveryError, InventoryError, NetmonError


def branches(error: type[Exception], depth: int = 0) -> Iterator[tuple[int, str]]:
    yield depth, error.__name__
    for child in error.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from branches(child, depth + 1)


def drawn() -> list[tuple[int, str]]:
    lines = re.findall(r"^([│├└─ ]*)([A-Z]\w+(?:Error|\b))", (errors.__doc__ or "").partition("\n\n")[2], re.MULTILINE)
    return [(len(prefix) // 4, name) for prefix, name in lines]


def test_the_tree_that_is_drawn_is_the_tree_that_is() -> None:
    assert drawn() == list(branches(NetmonError))


def test_every_error_of_ours_is_in_the_tree() -> None:
    ours = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert ours == {name for _, name in branches(NetmonError)}


def test_an_inventory_error_reads_as_its_complaints() -> None:
    assert str(InventoryError(("a.yaml:1:1: one", "a.yaml:2:1: two"))) == "a.yaml:1:1: one\na.yaml:2:1: two"


@pytest.mark.parametrize("permanent", [True, False])
def test_a_delivery_error_says_whether_trying_again_can_help(permanent: bool) -> None:  # noqa: FBT001 -- a parameter
    assert DeliveryError("refused", permanent=permanent).permanent is permanent
