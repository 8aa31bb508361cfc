"""Text that cannot be written: half of a surrogate pair, which only a hostile or broken program sends, is no UTF-8."""

from flask import Response


def writable(text: str) -> str:
    """Return a text in which a question mark stands for what cannot be written."""
    return text if text.isascii() else text.encode(errors="replace").decode()


class Page(Response):
    """An answer that is written whatever its text holds: somebody's name must not cost the page it stands on."""

    def set_data(self, value: bytes | str) -> None:
        """Take the body."""
        super().set_data(value.encode(errors="replace") if isinstance(value, str) else value)
