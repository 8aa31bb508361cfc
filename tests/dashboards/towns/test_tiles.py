"""The columns of the wall keep the alphabet and are as even as can be."""

from dashboards.towns.tiles import shelves
from netmon.settings import Settings
from tests.dashboards.exhibit import busy_snapshot


def test_columns_of_the_wall_keep_the_order_and_are_even() -> None:
    columns = shelves(busy_snapshot(Settings()))
    assert [[district.name for district in column] for column in columns] == [
        ["Aš", "Cheb"],
        ["Karlovy Vary", "Kraslice"],
        ["Mariánské Lázně", "Ostrov", "Sokolov"],
    ]
