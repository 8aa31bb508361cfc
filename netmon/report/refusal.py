"""Why a document is not made, and the cure."""

from netmon.phrase import Phrase

NO_PRINTER = Phrase(
    "no PDF without WeasyPrint: install it into netmon's environment (pip install weasyprint) with the system's"
    " libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0, or take another format"
)


def broken_printer(reason: str) -> Phrase:
    """Return that WeasyPrint is there and cannot be loaded."""
    return Phrase("{cure} ({reason})", cure=NO_PRINTER, reason=reason)


def beyond_limits(seconds: int, memory_octets: int, octets: int, reason: str) -> Phrase:
    """Return that a document wants more than it may have."""
    return Phrase(
        "the document needs more than {seconds} s, {memory} MiB of memory or {size} MiB of file; take JSON or CSV,"
        " which have no limit ({reason})",
        seconds=seconds,
        memory=memory_octets >> 20,
        size=octets >> 20,
        reason=reason,
    )
