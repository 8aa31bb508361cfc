"""What can be wrong with an expression, and where in it."""

from collections.abc import Iterable

from netmon.errors import NetmonError
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.phrase import Phrase


class ExpressionError(NetmonError):
    """An expression cannot be compiled; `column` counts from 1 and `cure` says how to mend it."""

    def __init__(self, column: int, what: Phrase, cure: Phrase) -> None:
        self.column = column
        self.what = what
        self.cure = cure
        super().__init__(Phrase("column {column}: {what}; {cure}", column=column, what=what, cure=cure))


def unknown_name(name: str, column: int, known: Iterable[str]) -> ExpressionError:
    """Return the error of a name that means nothing."""
    names = sorted(known)
    what = Phrase("nothing here is called {name}", name=cite(name))
    return ExpressionError(column, what, did_you_mean(name, names, otherwise=one_of(names)))


def unexpected(text: str, column: int, cure: Phrase) -> ExpressionError:
    """Return the error of a word or sign where it does not belong."""
    return ExpressionError(column, Phrase("{text} is not expected", text=cite(text)), cure)


def cite(text: str) -> Phrase:
    """Return a piece of an expression in quotation marks, of the kind that it does not hold itself."""
    return Phrase("{text!r}", text=text)
