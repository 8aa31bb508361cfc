"""Several notices as one message: a line for each, the worst first."""

from collections.abc import Iterable, Mapping, Sequence

from netmon.alerting.notice import Notice
from netmon.alerting.payload import LONGEST_LIST
from netmon.clock import Millis, to_datetime
from netmon.language import Language
from netmon.model import NotificationKind
from netmon.oncall.book import URGENCY
from netmon.phrase import Phrase, in_language


def digest_payload(notices: Sequence[Notice], subject_id: str, language: Language, own: Language) -> dict[str, object]:
    """Return what a digest says: like any other payload, and each notice's own in short under `notices`."""
    ordered = sorted(notices, key=_pressing)
    parts = [notice.payload_in(language, own) for notice in ordered]
    return {
        **parts[0],
        "kind": NotificationKind.DIGEST.value,
        "subject": "alert",
        "id": subject_id,
        "candidates": [],
        "others": [],
        "sites": [],
        "next_cut": None,
        "runbook": None,
        "municipalities": _municipalities(ordered),
        "degraded": _sum(ordered, "degraded"),
        "inhabitants": 0,
        "started": _iso(min(notice.since for notice in notices)),
        "ended": None,
        "summary": in_language(
            Phrase("{count:message|messages} in one: {first}", count=len(ordered), first=str(parts[0].get("summary"))),
            language,
        ),
        "evidence": [str(part.get("summary", "")) for part in parts[:LONGEST_LIST]],
        "notices": [_short(part) for part in parts[:LONGEST_LIST]],
    }


def listed(payload: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """Return what the payload of a digest says in short of each notice, the worst first."""
    notices = payload.get("notices")
    return tuple(each for each in notices if isinstance(each, Mapping)) if isinstance(notices, list) else ()


def digest_subject(now: Millis, mark: str) -> str:
    """Return what the digests of a moment with this mark are called in the outbox."""
    return f"digest/{now}/{mark}" if mark else f"digest/{now}"


def _pressing(notice: Notice) -> tuple[int, bool, Millis]:
    """Return what puts the worst first, of that what has begun, and of equals the oldest."""
    return -URGENCY[notice.severity], notice.kind is not NotificationKind.FIRING, notice.since


def _short(payload: object) -> dict[str, object]:
    known = payload if isinstance(payload, dict) else {}
    return {key: known.get(key) for key in ("id", "kind", "severity", "summary", "url")}


def _municipalities(notices: Iterable[Notice]) -> list[object]:
    """Return whoever is hit by any of them, each once."""
    found: dict[str, object] = {}
    for notice in notices:
        hit = notice.payload.get("municipalities")
        for place in hit if isinstance(hit, list) else []:
            found.setdefault(str(place), place)
    return list(found.values())[:LONGEST_LIST]


def _sum(notices: Iterable[Notice], key: str) -> int:
    return sum(value for notice in notices if isinstance(value := notice.payload.get(key), int))


def _iso(moment: Millis) -> str:
    return to_datetime(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")
