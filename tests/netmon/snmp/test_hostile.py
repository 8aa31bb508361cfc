"""Whatever a device sends, a session ends in a value that was asked for or in a PollError."""

import socket
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from pysnmp.proto.api import v2c

from netmon.errors import NoResponse, PollError, ProtocolViolation
from netmon.snmp import ber
from netmon.snmp.declaration import Oid, Value
from tests.netmon.snmp.agent import ADDRESS, ELSEWHERE, UPTIME, Asked, Script, answer, look_up, ticks, visit, write
from tests.netmon.snmp.haste import run
from tests.netmon.snmp.hostile import ABSENT, NEVER_OURS, OURS_AND_WRONG, Trick, raw
from tests.netmon.snmp.table import NAME, NARROW, OCTETS, RIGHT, probe, read, right, rows

ROWS = 45
"""Rows that take several requests."""
AFFLICTED: Oid = (*OCTETS, 20)
"""An instance in the middle; what is asked together with it may suffer with it."""
TRICKS = {**NEVER_OURS, **OURS_AND_WRONG}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_a_probe_answered_with_anything_but_an_answer_is_a_protocol_violation(trick: Trick) -> None:
    assert isinstance(probe(lambda asked: trick(asked, look_up(asked, ticks()))), ProtocolViolation)


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_a_reading_answered_with_anything_but_an_answer_is_a_protocol_violation(trick: Trick) -> None:
    with pytest.raises(ProtocolViolation):
        read(lambda asked: trick(asked, look_up(asked, ticks())))


@pytest.mark.parametrize("trick", NEVER_OURS.values(), ids=NEVER_OURS.keys())
def test_the_right_answer_may_follow_what_is_none(trick: Trick) -> None:
    assert probe(lambda asked: [*trick(asked, look_up(asked, ticks())), right(asked)]) == RIGHT


@pytest.mark.parametrize("trick", OURS_AND_WRONG.values(), ids=OURS_AND_WRONG.keys())
def test_a_wrong_answer_is_never_a_value_whatever_follows(trick: Trick) -> None:
    result = probe(lambda asked: [*trick(asked, look_up(asked, ticks())), right(asked)])
    assert result == RIGHT or isinstance(result, ProtocolViolation)


@pytest.mark.parametrize(
    "status", [b"\x02\x01\x01", b"\x02\x01\x05", b"\x02\x01\x10"], ids=["tooBig", "genErr", "denied"]
)
def test_a_probe_answered_with_an_error_is_one(status: bytes) -> None:
    assert isinstance(probe(lambda asked: [raw(asked, status=status)]), PollError)


def test_every_flipped_bit_gives_the_value_that_was_sent_or_none() -> None:
    flips: list[bytes] = []

    def script(asked: Asked) -> list[bytes]:
        octets = bytearray(right(asked))
        position, bit = divmod(len(flips), 8)
        octets[position % len(octets)] ^= 1 << bit
        flips.append(bytes(octets))
        return [flips[-1], right(asked)]

    async def probes() -> None:
        async with visit(script) as (session, _):
            while len(flips) < 8 * len(flips[0] if flips else b"?"):
                try:
                    value = await session.probe()
                except PollError:
                    continue
                sent = int.from_bytes(flips[-1][-3:], "big")
                assert value in (RIGHT, sent)

    run(probes())
    assert len(flips) > 300


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_one_bad_answer_costs_only_what_was_asked_with_it(trick: Trick) -> None:
    assert_only_the_afflicted_suffers(lambda asked: trick(asked, look_up(asked, rows(ROWS))))


STATUSES = range(1, 19)
"""RFC 3416 §3."""
INDICES: dict[str, Callable[[Asked], int]] = {
    "none": lambda _: 0,
    "sysUpTime": lambda _: 1,
    "the first": lambda _: 2,
    "the right one": lambda asked: asked.oids.index(AFFLICTED) + 1,
    "beyond the last": lambda asked: len(asked.oids) + 1,
    "negative": lambda _: -1,
    "huge": lambda _: (1 << 31) - 1,
}


@pytest.mark.parametrize("index", INDICES.values(), ids=INDICES.keys())
@pytest.mark.parametrize("status", STATUSES)
def test_every_error_at_every_index_costs_only_what_was_asked_with_it(
    status: int, index: Callable[[Asked], int]
) -> None:
    assert_only_the_afflicted_suffers(
        lambda asked: [raw(asked, status=ber.write_integer(status), index=ber.write_integer(index(asked)))],
        silently=status == 2,
    )


@pytest.mark.parametrize("absent", ABSENT.values(), ids=ABSENT.keys())
@pytest.mark.parametrize("oid", [UPTIME, (*NAME, 20), AFFLICTED], ids=["sysUpTime", "key", "counter"])
def test_what_is_absent_anywhere_costs_only_what_was_asked_with_it(absent: object, oid: Oid) -> None:
    assert_only_the_afflicted_suffers(
        lambda asked: [answer(asked, rows(ROWS) | {oid: absent})],
        silently=oid != UPTIME,
    )


def assert_only_the_afflicted_suffers(script: Script, *, silently: bool = False) -> None:
    """Assert that a device which plays a trick on one request is read right in all others."""
    mib = rows(ROWS)

    def tricky(asked: Asked) -> Iterable[bytes]:
        is_afflicted = asked.kind == "GetRequestPDU" and AFFLICTED in asked.oids
        return script(asked) if is_afflicted else [answer(asked, mib)]

    reading, asked = read(tricky)
    suspects = {oid for request in asked if AFFLICTED in request.oids for oid in request.oids}
    table = reading.tables["interfaces"]
    for column, name in ((NAME, "name"), (OCTETS, "in_octets")):
        for index in range(1, ROWS + 1):
            truth = plain(mib[*column, index])
            known = {truth} if (*column, index) not in suspects else {truth, None}
            assert table.get((index,), {}).get(name) in known
    assert reading.uptime == RIGHT
    assert {(*NAME, 1), (*NAME, ROWS)} - suspects
    assert silently or reading.problems
    assert len(asked) < 3 * ROWS


def plain(value: object) -> Value:
    """Return a value of pysnmp as a reading has it."""
    return int(value) if isinstance(value, v2c.Counter64) else bytes(value).decode()  # type: ignore[call-overload]


def test_the_right_answer_is_found_among_wrong_ones() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [b"noise", right(replace(asked, number=asked.number ^ 1)), right(asked), answer(asked, ticks(99))]

    assert probe(script) == RIGHT


@pytest.mark.parametrize("source", [(ADDRESS, 0), (ELSEWHERE, 0)], ids=["another port", "another address"])
def test_an_answer_from_elsewhere_never_arrives(source: tuple[str, int]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as forger:
        forger.bind(source)

        def script(asked: Asked) -> list[bytes]:
            forger.sendto(right(asked), asked.source)
            return []

        async def probe() -> None:
            async with visit(script) as (session, _):
                with pytest.raises(NoResponse):
                    await session.probe()

        run(probe())


def test_one_unreadable_instance_costs_only_itself() -> None:
    mib = rows(3) | {(*OCTETS, 2): v2c.OctetString("12"), (*NAME, 3): v2c.NoSuchInstance("")}

    def script(asked: Asked) -> list[bytes]:
        return [answer(asked, mib if asked.kind == "GetRequestPDU" else rows(3))]

    reading, _ = read(script)
    assert {index[0]: sorted(row) for index, row in reading.tables["interfaces"].items()} == {
        1: ["in_octets", "name", "sysUpTime"],
        2: ["name", "sysUpTime"],
        3: ["in_octets", "sysUpTime"],
    }
    assert reading.problems == ("ifHCInOctets.2: came with tag 0x04 instead of Counter64 (0x46)",)


def test_an_error_for_one_instance_costs_only_itself() -> None:
    def script(asked: Asked) -> list[bytes]:
        if (*OCTETS, 2) in asked.oids:
            return [write(asked, [], error=(5, 1 + asked.oids.index((*OCTETS, 2))))]
        return [answer(asked, rows(3))]

    reading, _ = read(script)
    assert [sorted(row) for row in reading.tables["interfaces"].values()].count(["in_octets", "name", "sysUpTime"]) == 2
    assert reading.problems == ("ifHCInOctets.2: error-status 5",)


def test_a_request_without_an_answer_leaves_the_rest() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [] if (*OCTETS, 1) in asked.oids else [answer(asked, rows(60))]

    reading, _ = read(script)
    names = {row.get("name") for row in reading.tables["interfaces"].values()}
    assert "xe60" in names
    assert "xe1" not in names
    assert len(reading.problems) == 1
    assert "no answer" in reading.problems[0]


def test_a_counter_without_its_leading_zero_is_read_as_what_it_means() -> None:
    def script(asked: Asked) -> list[bytes]:
        mib = {oid: value for oid, value in rows(1).items() if oid[:-1] != OCTETS} | {(*NARROW, 1): v2c.Counter32(1)}
        faulty = bytes((ber.COUNTER32, 4)) + b"\xff\xff\xff\xff"
        octets = answer(asked, mib | {(*NARROW, 1): v2c.Counter32(0x01020304)})
        return [octets.replace(bytes((ber.COUNTER32, 4)) + b"\x01\x02\x03\x04", faulty)]

    reading, _ = read(script)
    assert reading.tables["interfaces"][1,]["in_octets"] == 2**32 - 1
