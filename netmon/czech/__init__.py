"""What netmon says in Czech: English templates and their translation, a module for each room that speaks."""

from collections.abc import Mapping

from netmon.czech import (
    archive,
    begin,
    commands,
    deploy,
    device,
    doctor,
    engine,
    flapping,
    frame,
    identity,
    imports,
    inventory,
    maintenance,
    report,
    rules,
    snmp,
    traps,
    users,
    whatif,
)

ROOMS = (
    frame,
    begin,
    inventory,
    rules,
    engine,
    commands,
    device,
    imports,
    users,
    deploy,
    archive,
    doctor,
    snmp,
    identity,
    report,
    traps,
    maintenance,
    whatif,
    flapping,
)
CZECH: Mapping[str, str] = {english: czech for room in ROOMS for english, czech in room.TEXTS.items()}
