"""`netmon notify drill`: how the last drill went, or one now."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from pydantic import TypeAdapter

from netmon.clock import SECOND, Millis, SystemClock, to_datetime
from netmon.commands import HoldDrill
from netmon.console.caller import caller
from netmon.console.notify import LOOK_EVERY, PATIENCE
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.drill.moment import next_moment
from netmon.drill.result import DrillResult, Fate, Hindrance, Verdict, Way
from netmon.foreign import one_line
from netmon.judgement.calendar import PRAGUE
from netmon.language import Language
from netmon.phrase import Phrase, in_language
from netmon.process.commander import commands_of
from netmon.settings import Drill, Settings
from netmon.store.reading import StoreReader

VERDICTS: Mapping[Verdict, str] = {
    Verdict.PASSED: "the drill of {time} arrived everywhere in time",
    Verdict.UNDER_WAY: "the drill of {time} is under way",
    Verdict.FAILED: "the drill of {time} did not arrive everywhere in time",
    Verdict.SKIPPED: "the drill of {time} was not held: {reason}",
    Verdict.MISSED: "the drill of {time} was not held: netmon did not run then",
}
HINDRANCES: Mapping[Hindrance, str] = {
    Hindrance.CRITICAL: "something critical went on: {about}",
    Hindrance.STORM: "messages came thick and fast",
    Hindrance.NOBODY: "a critical incident would have reached nobody",
}


def show_drill(state: Path, *, as_json: bool) -> bool:
    """Say how the last drill went and when the next is due; return whether all is well as far as is known."""
    settings, clock = Settings.from_environment(), SystemClock()
    with closing(StoreReader(state, clock)) as reader:
        result = reader.drill(settings.drill)
    return _tell(result, settings.drill, clock.now(), as_json=as_json)


def hold_drill(state: Path, *, as_json: bool) -> bool:
    """Have the running netmon hold a drill now, say what became of it, and return whether it arrived everywhere."""
    settings, clock = Settings.from_environment(), SystemClock()
    with commands_of(state, clock) as commands:
        commands.submit(HoldDrill(), caller())
    with closing(StoreReader(state, clock)) as reader:
        result = _settled(reader)
    return _tell(result, settings.drill, clock.now(), as_json=as_json)


def _settled(reader: StoreReader) -> DrillResult | None:
    """Return what came of the drill that was just held, as soon as each message was carried once."""
    deadline = time.monotonic() + PATIENCE
    while True:
        result = reader.drill(None)
        if result is None or all(map(_was_carried, result.ways)) or time.monotonic() > deadline:
            return result
        time.sleep(LOOK_EVERY)


def _was_carried(way: Way) -> bool:
    return way.fate is not Fate.WAITING or bool(way.error)


def _tell(result: DrillResult | None, drill: Drill | None, now: Millis, *, as_json: bool) -> bool:
    terminal = Terminal.of_process()
    if as_json:
        terminal.show(TypeAdapter(DrillResult | None).dump_json(result, indent=2).decode())
    else:
        for line in lines(result, drill, now, terminal.language):
            terminal.show(line)
    return result is None or result.verdict in {Verdict.PASSED, Verdict.UNDER_WAY}


def lines(result: DrillResult | None, drill: Drill | None, now: Millis, language: Language) -> Iterator[str]:
    """Yield what came of the last drill, each way of it, and when the next is due."""
    yield in_language(Phrase("no drill was held yet") if result is None else _verdict(result), language)
    if result is not None and result.ways:
        yield from aligned([(way.channel, one_line(way.address), _told(way)) for way in result.ways], language)
    yield in_language(_coming(drill, now), language)


def _verdict(result: DrillResult) -> Phrase:
    skipped = result.skipped
    reason = "" if skipped is None else Phrase(HINDRANCES[skipped.hindrance], about=one_line(skipped.about))
    return Phrase(VERDICTS[result.verdict], time=_local(result.at), reason=reason)


def _told(way: Way) -> Phrase:
    """Return in words what became of the message of one way."""
    match way.fate:
        case Fate.DELIVERED:
            return Phrase("delivered after {seconds:,.1f} s", seconds=way.after / SECOND)
        case Fate.GIVEN_UP:
            return Phrase("given up: {reason}", reason=one_line(way.error))
        case _ if way.error:
            return Phrase("not sent yet, it is tried again: {reason}", reason=one_line(way.error))
        case _:
            return Phrase("not sent yet, nobody has carried it")


def _coming(drill: Drill | None, now: Millis) -> Phrase:
    if drill is None:
        return Phrase("no drill is planned; NETMON_DRILL__DAY=wed holds one every Wednesday at 12:00")
    return Phrase("the next one is due {time}", time=_local(next_moment(drill, now)))


def _local(moment: Millis) -> str:
    return f"{to_datetime(moment).astimezone(PRAGUE):%Y-%m-%d %H:%M %Z}"
