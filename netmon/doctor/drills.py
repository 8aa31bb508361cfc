"""Is it tried every week whether a critical incident would reach people."""

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.settings import Drill


def examine(drill: Drill | None, inventory: Inventory) -> Finding:
    """Return whether drills are held; without one, the day of a real outage is the day people find out."""
    if drill is not None:
        what = Phrase("a drill is held every week; how the last one went, netmon notify drill says")
        return Finding(Check.DRILL, Verdict.OK, what)
    if not inventory.routes:
        return Finding(Check.DRILL, Verdict.NOT_CHECKED, Phrase("no route leads to anybody, so no drill can"))
    what = Phrase("no drill is held: nobody knows whether a call would reach people until it must")
    cure = Phrase("NETMON_DRILL__DAY=wed sends everybody a test on Wednesdays at 12:00, when the sirens are tested too")
    return Finding(Check.DRILL, Verdict.NOT_CHECKED, what, cure)
