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
    frame,
    identity,
    imports,
    inventory,
    rules,
    snmp,
    users,
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
)
CZECH: Mapping[str, str] = {english: czech for room in ROOMS for english, czech in room.TEXTS.items()}
