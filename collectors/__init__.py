"""What netmon reads from devices: one file per thing; to add one, write it and list it here."""

from netmon.collector import Collector

COLLECTORS: tuple[Collector, ...] = ()
