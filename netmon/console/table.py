"""A table at a terminal: columns as wide as what stands in them."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from netmon.language import Language
from netmon.phrase import in_language


def aligned(rows: Iterable[Sequence[object]], language: Language, figures: Collection[int] = ()) -> Iterator[str]:
    """Yield each row as a line, in a language; columns of figures are flush right."""
    said = [[in_language(cell, language) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*said, strict=True)]
    for row in said:
        cells = (
            cell.rjust(width) if number in figures else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
