"""What a text really is once a browser has read it: the elements and attributes in it that are none of ours."""

from collections.abc import Iterator
from html.parser import HTMLParser

FOREIGN = frozenset({
    "animate", "base", "embed", "foreignobject", "frame", "frameset", "iframe", "image", "img", "listing", "marquee",
    "math", "mglyph", "noscript", "object", "plaintext", "source", "style", "template", "video", "xss",
})  # fmt: skip
"""Elements that no page of ours has; the mail has a sheet of its own."""
ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href", "srcdoc"})
HARMLESS = ("/", "#", "http://", "https://", "tel:", "mailto:", "?")
SCRIPTS = ("/static/",)


def foreign(page: str, own: frozenset[str] = frozenset()) -> list[str]:
    """Return what is none of ours in a page; `own` are elements that it may have for all that."""
    reader = _Reader(own)
    reader.feed(page)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self, own: frozenset[str]) -> None:
        super().__init__()
        self.found: list[str] = []
        self._own = own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        known = {name: value or "" for name, value in attrs}
        if tag in FOREIGN - self._own:
            self.found.append(f"<{tag}>")
        if tag == "script" and not known.get("src", "").startswith(SCRIPTS):
            self.found.append("<script>")
        if tag == "meta" and "http-equiv" in known:
            self.found.append("<meta http-equiv>")
        self.found += _acting(known)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element that is empty in a drawing."""
        self.handle_starttag(tag, attrs)


def _acting(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name.startswith("on"):
            yield f"{name}={value}"
        if name in ADDRESSES and value and not value.startswith(HARMLESS):
            yield f"{name}={value}"
