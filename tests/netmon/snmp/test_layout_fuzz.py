"""A learned layout accepts nothing but what the strict reader reads alike, however replies are damaged."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pytest
from pysnmp.proto.api import v2c

from netmon.errors import ProtocolViolation
from netmon.snmp import ber
from netmon.snmp.declaration import Oid, Syntax, Value
from netmon.snmp.layout import Layout
from netmon.snmp.pdu import Pdu
from netmon.snmp.value import read_value
from tests.netmon.snmp.agent import UPTIME, Asked, Varbinds, write
from tests.netmon.snmp.mutation import damaged
from tests.netmon.snmp.oracle import COMMUNITY, SECURITY, TAGS, Said, theirs

SYNTAXES = {tag: syntax for syntax, tag in TAGS.items() if syntax is not Syntax.TEXT}
NUMBER = 0x12345678
REPLIES, MUTANTS = 12, 250
"""Of each seed."""
EVERY = 25
"""One accepted mutant of so many is read by pysnmp too, which takes a thousand times as long."""
FAST = {Syntax.INTEGER, Syntax.COUNTER32, Syntax.COUNTER64, Syntax.GAUGE32, Syntax.TIME_TICKS}


@dataclass(frozen=True, slots=True)
class Learnt:
    """A reply, its layout, and what the strict reader reads in it."""

    octets: bytes
    layout: Layout
    pdu: Pdu
    values: tuple[Value | None, ...]

    @property
    def integers(self) -> tuple[int, ...]:
        """The positions of the numbers, which a layout reads."""
        return tuple(position for position, value in enumerate(self.values) if isinstance(value, int))


def strictly(octets: bytes) -> tuple[Pdu, tuple[Value | None, ...]]:
    """Return what the strict reader reads; raise ProtocolViolation."""
    answer = SECURITY.unwrap(octets)
    assert isinstance(answer.outcome, Pdu)
    return answer.outcome, tuple(_value(bind.tag, bind.content) for bind in answer.outcome.varbinds)


def _value(tag: int, content: bytes) -> Value | None:
    return read_value(SYNTAXES[tag], tag, content) if tag in SYNTAXES else None


def replies(random: Random) -> Iterator[Learnt]:
    """Yield random replies that have been learnt, agents' known faults among them."""
    for _ in range(REPLIES):
        varbinds = [(UPTIME, v2c.TimeTicks(random.getrandbits(32))), *_varbinds(random)]
        asked = Asked(1, COMMUNITY.encode(), NUMBER, "GetRequestPDU", (), 1, ("", 0))
        octets = _without_leading_zeros(random, write(asked, varbinds))
        pdu, values = strictly(octets)
        layout = Layout.learn(octets, pdu, values)
        assert layout is not None
        yield Learnt(octets, layout, pdu, values)


def _varbinds(random: Random) -> Varbinds:
    return [((1, 3, 6, 1, 2, 1, 2, 2, 1, column, 1), _drawn(random)) for column in range(1, random.randint(2, 30))]


def _drawn(random: Random) -> object:
    number = random.getrandbits(random.randint(1, 64))
    return random.choice(
        (
            v2c.Integer32(number % 2**32 - 2**31),
            v2c.Counter32(number % 2**32),
            v2c.Gauge32(number % 2**32),
            v2c.TimeTicks(number % 2**32),
            v2c.Counter64(number),
            v2c.Counter64(number),
            v2c.OctetString(random.randbytes(number % 20)),
            v2c.ObjectIdentifier((1, 3, 6, 1, number % 2**32)),  # type: ignore[no-untyped-call]
            v2c.NoSuchInstance(""),
        )
    )


def _without_leading_zeros(random: Random, octets: bytes) -> bytes:
    """Return the reply with one Counter32 in four octets whose first bit is set, as some agents write it."""
    _, at, tail = octets.partition(bytes((ber.COUNTER32, 4)))
    if not at or random.random() < 0.5 or len(tail) < 4:
        return octets
    return octets[: -len(tail)] + bytes((tail[0] | 0x80,)) + tail[1:]


def accepted(learnt: Learnt, mutant: bytes) -> tuple[int, ...] | None:
    """Return what the layout reads in a mutant; fail unless the strict reader reads the same."""
    integers = learnt.layout.read(mutant, NUMBER)
    if integers is None:
        return None
    try:
        pdu, values = strictly(mutant)
    except ProtocolViolation as error:
        pytest.fail(f"accepted and not readable ({error}): {mutant.hex()}, learnt from {learnt.octets.hex()}")
    assert (pdu.kind, pdu.request_id, pdu.error_status) == (ber.RESPONSE, NUMBER, 0), mutant.hex()
    assert pdu.oids == learnt.pdu.oids, mutant.hex()
    assert tuple(values[position] for position in learnt.integers) == integers, mutant.hex()
    others = [position for position in range(len(values)) if position not in learnt.integers]
    assert [pdu.varbinds[position].content for position in others] == [
        learnt.pdu.varbinds[position].content for position in others
    ], mutant.hex()
    return integers


def check_against_pysnmp(learnt: Learnt, mutant: bytes, integers: tuple[int, ...]) -> None:
    """Assert that pysnmp reads the same integers, unless it refuses an agent's known fault."""
    read = theirs(mutant)
    if read is None:
        return
    number, pairs = read
    assert number == NUMBER
    assert [oid for oid, _ in pairs] == list(learnt.pdu.oids)
    said = [pairs[position][1] for position in learnt.integers]
    assert [saying.plain for saying in said if isinstance(saying, Said)] == list(integers), mutant.hex()


def fuzz(seed: int, mutants: int) -> int:
    """Damage what was learnt from a seed; return how many mutants the layouts accepted."""
    random = Random(seed)  # noqa: S311 -- dice, not keys
    known = list(replies(random))
    before = [learnt.octets for learnt in known]
    count = 0
    for learnt in known:
        for _ in range(mutants):
            mutant = damaged(random, learnt.octets, before)
            integers = accepted(learnt, mutant)
            if integers is not None:
                count += 1
                if count % EVERY == 0:
                    check_against_pysnmp(learnt, mutant, integers)
    return count


@pytest.mark.parametrize("seed", range(2))
def test_what_a_layout_accepts_the_strict_reader_reads_alike(seed: int) -> None:
    assert fuzz(seed, MUTANTS) > REPLIES * MUTANTS / 50


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 22))
def test_ten_thousand_mutants_of_a_seed_are_refused_or_read_alike(seed: int) -> None:
    assert fuzz(seed, 1_000) > REPLIES * 20


@pytest.mark.parametrize("seed", range(3))
def test_no_single_octet_deceives_a_layout(seed: int) -> None:
    random = Random(seed)  # noqa: S311 -- dice, not keys
    learnt = min(replies(random), key=lambda learnt: len(learnt.octets))
    read = 0
    for position in range(len(learnt.octets)):
        for octet in range(256):
            mutant = learnt.octets[:position] + bytes((octet,)) + learnt.octets[position + 1 :]
            read += accepted(learnt, mutant) is not None
    assert read > len(learnt.integers) * 100


def test_another_number_is_never_accepted() -> None:
    for learnt in replies(Random(5)):  # noqa: S311 -- dice, not keys
        assert learnt.layout.read(learnt.octets, NUMBER) is not None
        assert learnt.layout.read(learnt.octets, NUMBER + 1) is None


def test_what_was_learnt_is_read_as_it_was() -> None:
    for learnt in replies(Random(7)):  # noqa: S311 -- dice, not keys
        fast = [position for position, bind in enumerate(learnt.pdu.varbinds) if SYNTAXES.get(bind.tag) in FAST]
        assert list(learnt.integers) == fast
        assert learnt.layout.read(learnt.octets, NUMBER) == tuple(learnt.values[position] for position in fast)


def test_the_names_of_a_layout_are_those_of_its_request() -> None:
    other: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 2)
    asked = Asked(1, COMMUNITY.encode(), NUMBER, "GetRequestPDU", (), 1, ("", 0))
    first, second = (write(asked, [(oid, v2c.Counter32(7))]) for oid in ((*other[:-1], 1), other))
    pdu, values = strictly(first)
    layout = Layout.learn(first, pdu, values)
    assert layout is not None
    assert layout.read(second, NUMBER) is None
