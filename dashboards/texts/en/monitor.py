"""The monitor itself, in English."""

from collections.abc import Mapping

TEXTS: Mapping[str, str | Mapping[str, str]] = {
    "monitor.title": "The monitor itself",
    "monitor.well": "The monitor is well.",
    "monitor.unwell": {"one": "The monitor has {n} problem.", "other": "The monitor has {n} problems."},
    "monitor.data": "Data",
    "monitor.age": "the newest measurement is {span} old",
    "monitor.devices": "Devices",
    "monitor.answered": "{answered} of {polled} answer",
    "monitor.audit": "Audit of delivery",
    "monitor.audit.none": "there was none yet",
    "monitor.audit.well": "found nothing {span} ago",
    "monitor.audit.old": "the last one was {span} ago, and one is due each minute",
    "monitor.audit.found": {"one": "found {n} breach {span} ago", "other": "found {n} breaches {span} ago"},
    "monitor.messages": "Messages to people",
    "monitor.dead": {"one": "{n} not delivered", "other": "{n} not delivered"},
    "monitor.messages.well": "none waits, none was lost",
    "monitor.storage": "Storage",
    "monitor.samples_lost": "samples not kept: {count}",
    "monitor.samples_poisoned": "values left out as invalid: {count}",
    "monitor.influx_dropped": "points for InfluxDB dropped: {count}",
    "monitor.influx_refused": "points refused by InfluxDB: {count}",
    "monitor.lost": "Not delivered within the last week",
    "monitor.lost.none": "Everything arrived.",
    "drill.title": "Drill",
    "drill.lead": "Everybody whom a critical outage would call at once gets a test message, by the way that a real one "
    "would take.",
    "drill.none": "There was none yet.",
    "drill.off": "None is held regularly. NETMON_DRILL__DAY=wed turns it on: Wednesday 12:00, when the sirens are "
    "tested too.",
    "drill.next": "The next one is due {at}.",
    "drill.verdict.passed": "The last one, {at}, arrived everywhere in time.",
    "drill.verdict.under_way": "The one of {at} is under way.",
    "drill.verdict.failed": "The last one, {at}, did not arrive everywhere in time.",
    "drill.verdict.skipped": "The last one, {at}, was not held.",
    "drill.verdict.missed": "The last one, {at}, was not held: netmon did not run then.",
    "drill.hindrance.critical": "Something critical went on: {about}",
    "drill.hindrance.storm": "Messages came thick and fast.",
    "drill.hindrance.nobody": "A critical outage would have reached nobody: no route leads to anybody, or there is a "
    "silence.",
    "drill.delivered": "delivered after {span}",
    "drill.late": "delivered only after {span}",
    "drill.waiting": "waits for {span} already",
    "drill.given_up": "given up: {reason}",
}
