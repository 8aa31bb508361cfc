"""What somebody sees of an examination of the databases, and of making them small."""

import json
from pathlib import Path

from netmon.clock import SECOND
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.store.lock import StateLock
from netmon.store.upkeep.checking import FILES, Condition, check, require
from netmon.store.upkeep.compacting import MEGABYTE, Compacted, compact


def show_check(state: Path, *, is_full: bool, as_json: bool) -> bool:
    """Say how both files are; return whether they are whole. Raise StoreError if one cannot be read."""
    terminal = Terminal.of_process()
    conditions = [check(state / name, is_full=is_full) for name in FILES]
    is_whole = all(condition.is_whole for condition in conditions)
    if as_json:
        files = [_condition_as_object(condition) for condition in conditions]
        terminal.show(json.dumps({"whole": is_whole, "full": is_full, "files": files}, ensure_ascii=False))
        return is_whole
    for condition in conditions:
        _show(terminal, condition)
    if not is_whole:
        terminal.say(Phrase("Start netmon anew: it sets aside what is damaged and restores what it can"))
    return is_whole


def show_compaction(state: Path, *, as_json: bool) -> None:
    """Write both files anew and say what came of it; raise StoreError if netmon runs, or a file is in the way."""
    terminal = Terminal.of_process()
    paths = [state / name for name in FILES]
    for path in paths:
        require(path)
    with StateLock(state):
        done = []
        for path in paths:
            terminal.say(Phrase("Writing {file} anew", file=path.name))
            done.append(compact(path))
    if as_json:
        files = [{"file": str(each.path), "before": each.before, "after": each.after} for each in done]
        terminal.show(json.dumps({"files": files}, ensure_ascii=False))
        return
    for each in done:
        terminal.show(_size_of(each))


def _show(terminal: Terminal, condition: Condition) -> None:
    """Say how a file is, a line for each thing that is wrong."""
    for complaint in condition.complaints:
        terminal.show(Phrase("{path}: damaged: {reason}", path=condition.path, reason=one_line(complaint)))
    if condition.is_whole and condition.pages is not None:
        pages = condition.pages
        terminal.show(
            Phrase(
                "{path}: whole, schema {version}, {size:,.1f} MB, {unused:,.1f} MB of it unused, read in {took:,.1f} s",
                path=condition.path,
                version=condition.version,
                size=pages.all * pages.size / MEGABYTE,
                unused=pages.unused * pages.size / MEGABYTE,
                took=condition.took / SECOND,
            )
        )


def _size_of(each: Compacted) -> Phrase:
    return Phrase(
        "{path}: {before:,.1f} MB became {after:,.1f} MB",
        path=each.path,
        before=each.before / MEGABYTE,
        after=each.after / MEGABYTE,
    )


def _condition_as_object(condition: Condition) -> dict[str, object]:
    pages = condition.pages
    return {
        "file": str(condition.path),
        "whole": condition.is_whole,
        "complaints": list(condition.complaints),
        "schema": condition.version,
        "size": None if pages is None else pages.all * pages.size,
        "unused": None if pages is None else pages.unused * pages.size,
        "took_ms": condition.took,
    }
