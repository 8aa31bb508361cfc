"""What can be wrong with an expression, and where in it."""

from netmon.errors import NetmonError


class ExpressionError(NetmonError):
    """An expression cannot be compiled; `column` counts from 1 and `cure` says how to mend it."""

    def __init__(self, column: int, what: str, cure: str) -> None:
        self.column = column
        self.what = what
        self.cure = cure
        super().__init__(f"column {column}: {what}; {cure}")
