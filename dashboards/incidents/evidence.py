"""What speaks for a cause, in the reader's words and on the region's clock."""

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.texts import Words
from netmon.model import Evidence, EvidenceKind


def evidence_line(evidence: Evidence, words: Words, formats: Formats) -> str:
    """Return one line of evidence."""
    if evidence.kind is EvidenceKind.MORE_SILENT:
        return words("evidence.more_silent", evidence.count)
    device, _, interface = (evidence.entity.name if evidence.entity else "").partition(":")
    at = "" if evidence.since is None else formats.clock(evidence.since)
    return words(f"evidence.{evidence.kind.value}", device=plain(device), interface=plain(interface), at=at)
