"""An object is found by its name or number, and gets its name back; what is neither is told with a cure."""

import re

import pytest

from collectors import COLLECTORS
from collectors.survey import SURVEY
from netmon.collector import SnmpCollector
from netmon.language import Language
from netmon.phrase import in_language
from netmon.snmp.declaration import Column, Declaration, Oid, Syntax, Table
from netmon.snmp.naming import Vocabulary, dotted

SYSTEM: Oid = (1, 3, 6, 1, 2, 1, 1)
IF_TABLE: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1)
IF_X_TABLE: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1)
NARROW = Column("in", "ifInOctets", (*IF_TABLE, 10), Syntax.COUNTER32)
KEY = Column("name", "ifName", (*IF_X_TABLE, 1), Syntax.TEXT)
WIDE = Column("in", "ifHCInOctets", (*IF_X_TABLE, 6), Syntax.COUNTER64, fallback=NARROW)
SPLICE = Column("splice", "ifCounterDiscontinuityTime", (*IF_X_TABLE, 19), Syntax.TIME_TICKS)
TRIGGER = Column("changed", "ifTableLastChange", (1, 3, 6, 1, 2, 1, 31, 1, 5), Syntax.TIME_TICKS)
NAME = Column("name", "sysName", (*SYSTEM, 5), Syntax.TEXT)
VOCABULARY = Vocabulary.of(
    [Declaration((NAME,)), Declaration(tables=(Table("interfaces", (WIDE,), KEY, TRIGGER),), discontinuity=SPLICE)]
)


@pytest.mark.parametrize(
    ("text", "oid"),
    [
        ("sysName.0", (*SYSTEM, 5, 0)),
        ("sysName", (*SYSTEM, 5, 0)),
        ("sysUpTime", (*SYSTEM, 3, 0)),
        ("ifTableLastChange", (*TRIGGER.oid, 0)),
        ("ifHCInOctets.3", (*WIDE.oid, 3)),
        ("ifInOctets.4294967295", (*NARROW.oid, 4_294_967_295)),
        ("ifCounterDiscontinuityTime.0.3.1", (*SPLICE.oid, 0, 3, 1)),
        ("1.3.6.1.2.1.1.5.0", (*SYSTEM, 5, 0)),
        (".1.3.6.1.2.1.1.5.0", (*SYSTEM, 5, 0)),
        ("0.39", (0, 39)),
        ("2.999", (2, 999)),
        (".".join(["1"] * 128), (1,) * 128),
    ],
)
def test_an_instance_is_found_by_name_or_number(text: str, oid: Oid) -> None:
    assert VOCABULARY.instance(text) == oid


@pytest.mark.parametrize(
    ("text", "oid"), [("ifName", KEY.oid), ("sysName", NAME.oid), ("ifName.3", (*KEY.oid, 3)), ("1.3", (1, 3))]
)
def test_a_walk_begins_at_an_object_or_a_part_of_it(text: str, oid: Oid) -> None:
    assert VOCABULARY.root(text) == oid


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("sysname", 'no collector reads an object "sysname"; did you mean "sysName"?'),
        ("ifHCInOctet.3", 'no collector reads an object "ifHCInOctet"; did you mean "ifHCInOctets"?'),
        ("hrSystem.0", 'no collector reads an object "hrSystem"; write its OID, such as 1.3.6.1.2.1.1.5.0'),
        ("ifName", "ifName stands in a table: name its row, such as ifName.1, or use netmon snmp walk"),
        ("sysName.x", '"sysName.x" is neither a name such as sysName.0 nor an OID such as 1.3.6.1.2.1.1.5.0'),
        ("sysName.", '"sysName." is neither'),
        ("", '"" is neither'),
        ("1.3.", '"1.3." is neither'),
        ("-1.3", '"-1.3" is neither'),
        ("1.٣", '"1.٣" is neither'),
        ("a\x1b[2Jb\n", '"a[2Jb" is neither'),
        ("1", '"1" is no OID'),
        ("3.1", '"3.1" is no OID'),
        ("1.40", '"1.40" is no OID'),
        ("1.3.4294967296", '"1.3.4294967296" is no OID'),
        ("ifName.4294967296", '"ifName.4294967296" is no OID'),
        ("ifName" + ".1" * 127, '" is no OID'),
    ],
)
def test_what_names_nothing_is_told_with_a_cure(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)) as caught:
        VOCABULARY.instance(text)
    assert len(str(caught.value)) < 200


def test_a_complaint_can_be_read_in_czech() -> None:
    with pytest.raises(ValueError, match="did you mean") as caught:
        VOCABULARY.instance("sysNam")
    assert (
        in_language(caught.value, Language.CS) == "objekt „sysNam“ žádný sběrač nečte; neměli jste na mysli „sysName“?"
    )


@pytest.mark.parametrize(
    ("oid", "name"),
    [
        ((*SYSTEM, 5, 0), "sysName.0"),
        ((*SYSTEM, 5), "sysName"),
        ((*WIDE.oid, 3), "ifHCInOctets.3"),
        ((*IF_X_TABLE, 19, 10, 0, 0, 1), "ifCounterDiscontinuityTime.10.0.0.1"),
        ((*SYSTEM, 50, 0), "1.3.6.1.2.1.1.50.0"),
        ((), ""),
    ],
)
def test_an_oid_gets_its_name_back(oid: Oid, name: str) -> None:
    assert VOCABULARY.name(oid) == name


def test_everything_that_is_installed_has_a_name_and_keeps_it() -> None:
    snmp = [collector for collector in COLLECTORS if isinstance(collector, SnmpCollector)]
    vocabulary = Vocabulary.of([SURVEY.declaration, *(collector.declaration for collector in snmp)])
    assert {"sysUpTime", "sysName", "ifName", "ifHCInOctets", "ifInOctets", "ifTableLastChange"} <= set(
        vocabulary.columns
    )
    for name, column in vocabulary.columns.items():
        assert vocabulary.root(name) == column.oid
        assert vocabulary.name((*column.oid, 7)) == f"{name}.7"
        assert vocabulary.root(dotted(column.oid)) == column.oid
