"""In which words a push message puts it: one line, what happened and who is hit."""

from datetime import datetime
from zoneinfo import ZoneInfo

from netmon.clock import HOUR, MINUTE, Millis, to_datetime
from netmon.foreign import one_line
from netmon.language import Language
from netmon.model import Entity, EntityKind, Evidence, EvidenceKind, Incident

LONGEST_LINE = 70
"""Characters that a phone shows of a message before it is opened."""
ZONE = ZoneInfo("Europe/Prague")

NOUNS = {
    Language.CS: {EntityKind.LINK: "trasa", EntityKind.DEVICE: "zařízení"},
    Language.EN: {EntityKind.LINK: "link", EntityKind.DEVICE: "device"},
}
MUNICIPALITIES = {
    Language.CS: ("obec", "obce", "obcí"),
    Language.EN: ("municipality", "municipalities", "municipalities"),
}
PHRASES = {
    Language.CS: {
        "isolated": "✖ {municipalities} bez spojení: {cause} (od {time})",
        "degraded": "▲ {municipalities} bez zálohy: {cause} (od {time})",
        "unfelt": "▲ mimo provoz: {cause} (od {time})",
        "resolved": "✔ obnoveno po {span}: {cause}",
    },
    Language.EN: {
        "isolated": "✖ {municipalities} cut off: {cause} (since {time})",
        "degraded": "▲ {municipalities} without redundancy: {cause} (since {time})",
        "unfelt": "▲ out of service: {cause} (since {time})",
        "resolved": "✔ restored after {span}: {cause}",
    },
}

EVIDENCE = {
    Language.CS: {
        EvidenceKind.PORT_DOWN: "{device} hlásí rozhraní {interface} mimo provoz od {time}",
        EvidenceKind.SILENT: "{device} mlčí od {time}",
        EvidenceKind.MORE_SILENT: "další mlčící zařízení: {count}",
        EvidenceKind.SYNTHETIC: "smyšlená historie",
    },
    Language.EN: {
        EvidenceKind.PORT_DOWN: "{device} reports {interface} down since {time}",
        EvidenceKind.SILENT: "{device} silent since {time}",
        EvidenceKind.MORE_SILENT: "more silent devices: {count}",
        EvidenceKind.SYNTHETIC: "synthetic history",
    },
}


def incident_line(incident: Incident, title: str, language: Language) -> str:
    """Return `✖ 4 obce bez spojení: trasa Kraslice – Ostrov (od 14:03)`, at most 70 characters."""
    phrase, count = _phrase(incident)
    text = PHRASES[language][phrase]
    facts = {
        "municipalities": _counted(count, language),
        "time": _local(incident.started).strftime("%H:%M"),
        "span": _span(Millis((incident.ended or incident.started) - incident.started)),
    }
    room = LONGEST_LINE - len(text.format(cause="", **facts))
    return text.format(cause=_cut(_cause(incident.cause, title, language), room), **facts)


def evidence_line(evidence: Evidence, language: Language) -> str:
    """Return one fact that speaks for a cause, in the reader's words and on the region's clock."""
    name = evidence.entity.name if evidence.entity else ""
    device, _, interface = name.partition(":")
    time = "" if evidence.since is None else _local(evidence.since).strftime("%H:%M:%S")
    text = EVIDENCE[language][evidence.kind]
    return one_line(text.format(device=device, interface=interface, time=time, count=evidence.count))


def alert_line(summary: str, title: str, *, is_resolved: bool) -> str:
    """Return a rule's own words, with what they are about in front unless they name it."""
    line = summary if title in summary else f"{title}: {summary}"
    return one_line(f"✔ {line}" if is_resolved else line)


def _phrase(incident: Incident) -> tuple[str, int]:
    if not incident.is_open:
        return "resolved", 0
    if incident.impact.isolated:
        return "isolated", len(incident.impact.isolated)
    if incident.impact.degraded:
        return "degraded", len(incident.impact.degraded)
    return "unfelt", 0


def _counted(count: int, language: Language) -> str:
    """Return a count with its noun: 1 obec, 2 to 4 obce, 5 obcí."""
    one, few, many = MUNICIPALITIES[language]
    return f"{count} {one if count == 1 else few if 1 < count < 5 else many}"  # noqa: PLR2004 -- Czech grammar


def _cause(cause: Entity, title: str, language: Language) -> str:
    noun = NOUNS[language].get(cause.kind, "")
    return one_line(f"{noun} {title}")


def _span(span: Millis) -> str:
    """Return a duration as people say it: `45 s`, `12 min`, `3 h 5 min`."""
    if span < MINUTE:
        return f"{span // 1000} s"
    hours, rest = divmod(span, HOUR)
    minutes = rest // MINUTE
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _local(moment: Millis) -> datetime:
    return to_datetime(moment).astimezone(ZONE)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(0, room - 1)]}…"
