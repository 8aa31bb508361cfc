"""What this process is told: one frozen value, read from the environment once."""

from netmon.settings.asking import Snmp, Traps
from netmon.settings.forwarding import LARGEST_BACKLOG, Influx
from netmon.settings.judging import Detection, Flapping
from netmon.settings.reaching import Drill, Heartbeat, Method, Smtp
from netmon.settings.sms import Gateway, Replies, Sms
from netmon.settings.whole import SecondFactor, Settings

__all__ = [
    "LARGEST_BACKLOG",
    "Detection",
    "Drill",
    "Flapping",
    "Gateway",
    "Heartbeat",
    "Influx",
    "Method",
    "Replies",
    "SecondFactor",
    "Settings",
    "Sms",
    "Smtp",
    "Snmp",
    "Traps",
]
