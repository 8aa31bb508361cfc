"""In which words a push message puts it: one line, what happened and who is hit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from zoneinfo import ZoneInfo

from netmon.alerting.toll import MUNICIPALITIES, counted, tolls
from netmon.clock import HOUR, MINUTE, Interval, Millis, to_datetime
from netmon.foreign import one_line
from netmon.language import Language
from netmon.model import Entity, EntityKind, Evidence, EvidenceKind, Impact, Incident

LONGEST_LINE = 70
"""Characters that a phone shows of a message before it is opened."""
ZONE = ZoneInfo("Europe/Prague")

NOUNS = {
    Language.CS: {EntityKind.LINK: "trasa", EntityKind.DEVICE: "zařízení"},
    Language.EN: {EntityKind.LINK: "link", EntityKind.DEVICE: "device"},
}
PHRASES = {
    Language.CS: {
        "isolated": "✖ {toll} bez spojení: {cause} (od {time})",
        "exposed": "▲ kruh otevřen, v ohrožení {toll}: {cause} (od {time})",
        "degraded": "▲ {toll} bez zálohy: {cause} (od {time})",
        "unfelt": "▲ mimo provoz: {cause} (od {time})",
        "resolved": "✔ obnoveno po {span}: {cause}",
        "merged": "✔ součást jiné události: {cause}",
        "passed": "✔ bylo mimo {span} (od {time}): {cause}",
        "or": "{first} nebo {second}",
    },
    Language.EN: {
        "isolated": "✖ {toll} cut off: {cause} (since {time})",
        "exposed": "▲ ring open, {toll} at risk: {cause} (since {time})",
        "degraded": "▲ {toll} without redundancy: {cause} (since {time})",
        "unfelt": "▲ out of service: {cause} (since {time})",
        "resolved": "✔ restored after {span}: {cause}",
        "merged": "✔ part of another incident: {cause}",
        "passed": "✔ was down {span} (since {time}): {cause}",
        "or": "{first} or {second}",
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


def incident_line(incident: Incident, title: str, language: Language, others: Sequence[tuple[Entity, str]] = ()) -> str:
    """Return `✖ 4 obce bez spojení: trasa Kraslice – Ostrov (od 14:03)`, at most 70 characters.

    Critical sites are named as far as the cause has room beside them, else counted. What may be the
    cause just as well, with its title, is named as far as there is room.
    """
    phrase = _phrase(incident)
    text = PHRASES[language][phrase]
    facts = {
        "time": _local(incident.started).strftime("%H:%M"),
        "span": _span(Millis((incident.ended or incident.started) - incident.started)),
    }
    lengths = {
        toll: len(text.format(cause="", toll=toll, **facts)) for toll in _tolls(phrase, incident.impact, language)
    }
    most = LONGEST_LINE - len(_cause(incident.cause, title, language))
    toll = next((toll for toll, length in lengths.items() if length <= most), min(lengths, key=lengths.__getitem__))
    room = LONGEST_LINE - lengths[toll]
    named = [(incident.cause, title), *(others if incident.is_open else ())]
    return text.format(cause=_cut(_causes(named, language, room), room), toll=toll, **facts)


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


def passed_line(title: str, outage: Interval, language: Language) -> str:
    """Return `✔ bylo mimo 3 min (od 14:03): Kraslice – Ostrov`: that it began and ended, in one."""
    text = PHRASES[language]["passed"]
    facts = {"span": _span(outage.length), "time": _local(outage.start).strftime("%H:%M")}
    return text.format(cause=_cut(one_line(title), LONGEST_LINE - len(text.format(cause="", **facts))), **facts)


def _phrase(incident: Incident) -> str:
    impact = incident.impact
    if incident.merged_into is not None:
        return "merged"
    if not incident.is_open:
        return "resolved"
    if impact.isolated or impact.sites:
        return "isolated"
    if impact.next_cut is not None:
        return "exposed"
    return "degraded" if impact.degraded else "unfelt"


def _tolls(phrase: str, impact: Impact, language: Language) -> Iterable[str]:
    """Return what a phrase may say of who is hit, the most telling first."""
    if phrase == "isolated":
        return tolls(impact, language)
    if phrase == "exposed" and impact.next_cut is not None:
        return [counted(impact.next_cut.municipalities, MUNICIPALITIES[language], language)]
    return [counted(len(impact.degraded), MUNICIPALITIES[language], language)]


def _causes(named: Sequence[tuple[Entity, str]], language: Language, room: int) -> str:
    """Return `zařízení core3 nebo kabelovod D7` where all of it fits, else the first alone."""
    causes = [_cause(cause, title, language) for cause, title in named]
    text = reduce(lambda first, second: PHRASES[language]["or"].format(first=first, second=second), causes)
    return text if len(text) <= room else causes[0]


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
