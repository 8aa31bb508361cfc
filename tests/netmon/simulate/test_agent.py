"""How an agent answers one datagram: RFC 3416 §4.2, and silence for everything else."""

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.model import DeviceName
from netmon.simulate.agent import LARGEST_RESPONSE, Agent
from netmon.simulate.objects import installed_declarations, instances
from netmon.simulate.world import World
from netmon.snmp import ber, template
from netmon.snmp.declaration import Oid
from netmon.snmp.pdu import ErrorStatus, Pdu, read_pdu
from tests.netmon.simulate.small import COMMUNITY, small_region

NOW = Millis(1_795_000_000_000)
WORLD = World.of(small_region(), 1, NOW)
OBJECTS = instances(WORLD, DeviceName("b-core"), installed_declarations())
AGENT = Agent(DeviceName("b-core"), COMMUNITY.encode(), OBJECTS)
OIDS = [instance.oid for instance in OBJECTS]
UPTIME = (1, 3, 6, 1, 2, 1, 1, 3, 0)
NOWHERE = (1, 3, 6, 1, 2, 1, 99, 1, 0)


def message(pdu: bytes, community: str = COMMUNITY) -> bytes:
    return ber.write(ber.SEQUENCE, ber.write_integer(1), ber.write_octets(community.encode()), pdu)


def answer(pdu: bytes) -> Pdu:
    datagram = AGENT.answer(message(pdu), WORLD, NOW)
    assert datagram is not None
    assert len(datagram) <= LARGEST_RESPONSE
    whole = ber.expect(datagram, 0, len(datagram), ber.SEQUENCE)
    version = ber.expect(datagram, whole.start, whole.end, ber.INTEGER)
    community = ber.expect(datagram, version.end, whole.end, ber.OCTET_STRING)
    return read_pdu(datagram, community.end, whole.end)


def bulk(oids: tuple[Oid, ...], repetitions: int) -> Pdu:
    return answer(template.get_bulk(oids, repetitions).numbered(1 << 24))


def test_a_get_answers_every_object_under_its_name_and_request_id() -> None:
    for oid in OIDS:
        response = answer(template.get((oid,)).numbered(1 << 24))
        assert (response.request_id, response.error_status, response.oids) == (1 << 24, 0, (oid,))
        assert not response.varbinds[0].is_absent


def test_a_missing_instance_differs_from_a_missing_object() -> None:
    response = answer(template.get(((*UPTIME[:-1], 7), NOWHERE, UPTIME)).numbered(1 << 24))
    assert [varbind.tag for varbind in response.varbinds] == [ber.NO_SUCH_INSTANCE, ber.NO_SUCH_OBJECT, ber.TIME_TICKS]


def test_a_walk_by_get_next_meets_every_object_once_and_ends() -> None:
    walked: list[Oid] = []
    oid: Oid = (1, 0)
    for _ in range(len(OIDS)):
        (varbind,) = answer(template.get_next((oid,)).numbered(1 << 24)).varbinds
        oid = varbind.oid
        walked.append(oid)
    assert walked == OIDS
    (end,) = answer(template.get_next((oid,)).numbered(1 << 24)).varbinds
    assert (end.tag, end.oid) == (ber.END_OF_MIB_VIEW, oid)


@given(start=st.sampled_from(OIDS), repetitions=st.integers(min_value=1, max_value=200))
def test_a_bulk_gives_the_following_objects_as_far_as_they_fit(start: Oid, repetitions: int) -> None:
    response = bulk((start,), repetitions)
    present = [varbind.oid for varbind in response.varbinds if not varbind.is_absent]
    following = OIDS[OIDS.index(start) + 1 :]
    assert present == following[: len(present)]
    is_cut_short = len(present) < min(repetitions, len(following))
    assert not is_cut_short or len(present) > 30


def test_a_bulk_of_several_columns_interleaves_them() -> None:
    first, second = OIDS[0], OIDS[10]
    response = bulk((first, second), 2)
    assert response.oids == (OIDS[1], OIDS[11], OIDS[2], OIDS[12])


def test_a_bulk_beyond_the_end_says_so_once_for_each_name() -> None:
    response = bulk((OIDS[-1], (2, 5)), 50)
    assert [(varbind.tag, varbind.oid) for varbind in response.varbinds] == [
        (ber.END_OF_MIB_VIEW, OIDS[-1]),
        (ber.END_OF_MIB_VIEW, (2, 5)),
    ]


def test_an_answer_that_would_not_fit_is_too_big_and_empty() -> None:
    response = answer(template.get((OIDS[0],) * 100).numbered(1 << 24))
    assert (response.error_status, response.varbinds) == (ErrorStatus.TOO_BIG, ())


def test_another_community_is_met_with_silence() -> None:
    request = template.get((UPTIME,)).numbered(1 << 24)
    assert AGENT.answer(message(request, "other"), WORLD, NOW) is None


def test_another_version_is_met_with_silence() -> None:
    request = template.get((UPTIME,)).numbered(1 << 24)
    version_1 = ber.write(ber.SEQUENCE, ber.write_integer(0), ber.write_octets(COMMUNITY.encode()), request)
    assert AGENT.answer(version_1, WORLD, NOW) is None


@given(octets=st.binary(max_size=200))
def test_noise_is_met_with_silence(octets: bytes) -> None:
    assert AGENT.answer(octets, WORLD, NOW) is None


@given(place=st.integers(min_value=0, max_value=60), octet=st.integers(min_value=0, max_value=255))
def test_a_flipped_octet_never_makes_an_agent_fail(place: int, octet: int) -> None:
    datagram = bytearray(message(template.get((UPTIME,)).numbered(1 << 24)))
    datagram[place % len(datagram)] = octet
    response = AGENT.answer(bytes(datagram), WORLD, NOW)
    assert response is None or len(response) <= LARGEST_RESPONSE
