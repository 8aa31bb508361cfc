"""Tests of `netmon.inventory`, and the small valid inventory they begin with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netmon.czech import CZECH
from netmon.phrase import Phrase

WORD = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"\{[^}]*\}")
SMALL = """\
region:
  name: Zkušební kraj
  code: CZ000
  synthetic: true
orps:
  "4101": {name: Aš}
sla_classes:
  town: {title: Město, target: 99.9}
municipalities:
  "554499":
    name: Aš
    kind: III
    orp: "4101"
    district: Cheb
    population: 13105
    latitude: 50.2
    longitude: 12.1
    sla: town
  "554545":
    name: Hazlov
    kind: I
    orp: "4101"
    district: Cheb
    population: 1532
    latitude: 50.1
    longitude: 12.2
sites:
  as-office: {name: Městský úřad Aš, municipality: "554499"}
  hazlov-office: {name: Obecní úřad Hazlov, municipality: "554545"}
devices:
  as-1:
    site: as-office
    role: core
    platform: frr
    addresses: [127.18.1.1]
    watch: links
    snmp: {credential: demo}
  hazlov-1:
    site: hazlov-office
    role: access
    platform: frr
    addresses: [127.18.1.2]
links:
  as-hazlov:
    ends: [as-1:ge-0/0/0, hazlov-1:ge-0/0/0]
    capacity: 1G
    shared_risks: [duct]
shared_risks:
  duct: {title: Kabelovod}
anchors:
  centre: {title: Datové centrum, device: as-1}
credentials:
  snmp:
    demo:
      version: v2c
      allow_insecure: true
      community: secret://demo
  ssh:
    shell:
      user: netmon
      password: secret://shell
receivers:
  noc: {email: [noc@example.org]}
routes:
  - match: {severity: [critical, warning, info]}
    receivers: [noc]
rules:
  loss:
    for_each: device
    levels:
      warning:
        fire: loss_pct > 5
        for: 5m
    summary: Ztráty
windows:
  works:
    title: Práce
    days: [wed]
    start: "02:00"
    length: 2h
    devices: [as-1]
"""


def line_of(text: str, fragment: str) -> int:
    """Return the number of the first line that holds a fragment."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if fragment in line)


def untranslated(said: object) -> Iterator[str]:
    """Yield the templates, at any depth of a phrase, that have words and no Czech."""
    if isinstance(said, Phrase):
        if WORD.search(PLACEHOLDER.sub("", said.template)) and said.template not in CZECH:
            yield said.template
        for value in said.values.values():
            yield from untranslated(value)
    elif isinstance(said, list | tuple):
        for element in said:
            yield from untranslated(element)


@dataclass(frozen=True, slots=True)
class Seed:
    """One fault: what replaces what in the small inventory, and what must be said about it."""

    name: str
    old: str
    new: str
    phrase: str
    at: str = ""
    """A fragment of the line complained about; by default the first line of `new`."""

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> str:
        """The inventory with the fault."""
        assert self.old in SMALL
        return SMALL.replace(self.old, self.new, 1)

    @property
    def line(self) -> int:
        """The line that must be named."""
        return line_of(self.text, self.at or self.new.splitlines()[0])
