"""Numbers in addresses: whole ones that the store can hold; anything else is no address of ours."""

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1


class Number(IntegerConverter):
    """`<int:key>` up to what SQLite calls an integer."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)
