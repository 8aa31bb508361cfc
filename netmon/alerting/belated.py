"""What began and ended while people were spared: they hear of it afterwards, in one message that says both.

Who was spared stands in the case of each subject, on the disk, and so does its end until they may be disturbed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from netmon.alerting.merging import passed_payload
from netmon.alerting.notice import Labels, Notice
from netmon.alerting.stages import Outcome, PipelineContext
from netmon.language import Language
from netmon.model import MunicipalityCode, NotificationKind, Severity
from netmon.oncall.book import Case
from netmon.oncall.policy import Address, Policy

FIRING, RESOLVED, PASSED = NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.PASSED


def with_ends(cases: Mapping[str, Case], notices: Iterable[Notice], language: Language) -> dict[str, Case]:
    """Return the cases with the ends of what is over, for those who are still to hear of it.

    What was merged away is told with the incident that it was part of.
    """
    known = dict(cases)
    for notice in notices:
        case = known.get(notice.subject_id)
        if case is not None and case.spared:
            known[notice.subject_id] = _after(case, notice, language)
    return known


def _after(case: Case, notice: Notice, language: Language) -> Case:
    if notice.kind is not RESOLVED:
        return replace(case, over=None)
    if notice.payload.get("merged_into") is not None:
        return case.sparing(())
    return replace(case, over=passed_payload(notice.payload, language))


def belated(cases: Mapping[str, Case], languages: Iterable[Language]) -> tuple[Notice, ...]:
    """Return what is over and somebody is still to hear of, as it is told to them alone."""
    return tuple(
        Notice(
            subject_id=subject,
            kind=PASSED,
            severity=Severity(str(case.over["severity"])),
            labels=Labels("", frozenset(), _places(case.over), frozenset()),
            since=case.opened,
            payload=case.over,
            translated={other: {"summary": passed_payload(case.over, other)["summary"]} for other in languages},
        )
        for subject, case in cases.items()
        if case.spared and case.over is not None
    )


def with_spared(cases: Mapping[str, Case], outcome: Outcome, context: PipelineContext) -> dict[str, Case]:
    """Return the cases with everybody who is still to hear of each, as this round found it."""
    found: dict[str, frozenset[Address]] = {}
    known = dict(cases)
    for envelope in outcome.passed:
        if envelope.notice.kind in {FIRING, PASSED}:
            found.setdefault(envelope.notice.subject_id, frozenset())
    for held in outcome.suppressed:
        if held.spared is not None:
            subject, told = held.notice.subject_id, context.told(held.notice.subject_id, FIRING)
            found[subject] = found.get(subject, frozenset()) | (frozenset(held.spared.addresses) - told)
            known.setdefault(subject, held.spared.case or _of_nobody(held.notice, context))
    return known | {subject: known[subject].sparing(spared) for subject, spared in found.items() if subject in known}


def _of_nobody(notice: Notice, context: PipelineContext) -> Case:
    """Return the case of what goes to receivers only, and has not gone yet."""
    return Case(Policy(()), notice.severity, context.now, context.now)


def _places(payload: Mapping[str, object]) -> frozenset[MunicipalityCode]:
    hit = payload.get("municipalities")
    places = hit if isinstance(hit, list) else []
    return frozenset(MunicipalityCode(str(place["code"])) for place in places if isinstance(place, Mapping))
