"""What agents serve: exactly what collectors declare."""

import pytest

from netmon.clock import HOUR, Millis
from netmon.errors import SettingsError
from netmon.model import DeviceName
from netmon.simulate.objects import UPTIME, installed_collectors, installed_declarations, instances
from netmon.simulate.world import World
from netmon.snmp.declaration import Column, Declaration, Syntax, Table
from tests.netmon.simulate.small import SPUR, small_region

NOW = Millis(1_795_000_000_000)
WORLD = World.of(small_region(), 1, NOW)
CORE = DeviceName("b-core")
DECLARED = installed_declarations()


def column(descriptor: str, syntax: Syntax = Syntax.INTEGER) -> Column:
    return Column(descriptor, descriptor, (1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 1), syntax)


def columns_of(table: Table) -> list[Column]:
    asked = [table.key, *table.columns]
    return [*asked, *(one.fallback for one in asked if one.fallback)]


def test_everything_that_is_declared_is_served() -> None:
    served = {instance.object for instance in instances(WORLD, CORE, DECLARED)}
    for declaration in DECLARED:
        assert {scalar.oid for scalar in declaration.scalars} <= served
        assert {column.oid for table in declaration.tables for column in columns_of(table)} <= served


def test_what_collectors_measure_is_served_for_every_port() -> None:
    served = {instance.oid for instance in instances(WORLD, CORE, DECLARED)}
    indices = [port.index for port in WORLD.ports[CORE]]
    for collector in installed_collectors():
        for table in collector.declaration.tables:
            assert {(*one.oid, index) for one in columns_of(table) for index in indices} <= served


def test_uptime_is_served_whatever_is_declared() -> None:
    assert [instance.oid for instance in instances(WORLD, CORE, [])] == [(*UPTIME.oid, 0)]


def test_objects_are_in_the_order_of_their_names() -> None:
    oids = [instance.oid for instance in instances(WORLD, CORE, DECLARED)]
    assert oids == sorted(set(oids))


def test_a_declared_scalar_that_nobody_can_answer_is_a_clear_error() -> None:
    with pytest.raises(SettingsError, match=r"declares hrMemorySize .*add it to netmon\.simulate\.objects"):
        instances(WORLD, CORE, [Declaration(scalars=(column("hrMemorySize"),))])


def test_a_declared_column_that_nobody_can_answer_is_a_clear_error() -> None:
    table = Table("sensors", columns=(column("entPhySensorValue"),), key=column("ifName", Syntax.TEXT))
    with pytest.raises(SettingsError, match="entPhySensorValue"):
        instances(WORLD, CORE, [Declaration(tables=(table,))])


def test_a_cut_shows_in_status_and_in_the_time_of_the_last_change() -> None:
    changed, status = (
        Column("at", "ifLastChange", (1, 1), Syntax.TIME_TICKS),
        Column("up", "ifOperStatus", (1, 2), Syntax.INTEGER),
    )
    declared = Declaration(tables=(Table("ports", columns=(status,), key=changed),))
    index = next(port.index for port in WORLD.ports[CORE] if port.link == SPUR)
    later, cut = Millis(NOW + HOUR), WORLD.cut(SPUR, NOW)
    answers = {instance.oid: instance.answer(cut, later) for instance in instances(cut, CORE, [declared])}
    uptime = answers[*UPTIME.oid, 0]
    assert isinstance(uptime, int)
    assert answers[1, 2, index] == 2
    assert answers[1, 1, index] == uptime - HOUR // 10
