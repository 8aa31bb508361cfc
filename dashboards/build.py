"""Which build of the pages this is: a screen that nobody touches must notice that a new one has come."""

from hashlib import sha256
from pathlib import Path

PAGES = Path(__file__).parent
KINDS = frozenset({".py", ".html", ".css", ".js", ".svg"})
LETTERS = 12


def build_id(pages: Path = PAGES) -> str:
    """Return a name that changes with any of the files that pages are made of."""
    digest = sha256()
    for path in sorted(path for path in pages.rglob("*") if path.suffix in KINDS):
        digest.update(f"{path.relative_to(pages)}\0".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:LETTERS]
