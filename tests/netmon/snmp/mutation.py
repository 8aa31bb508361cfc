"""How a reply is damaged: octet by octet as it falls, and by a grammar that knows what it breaks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from hypothesis import strategies as st

from netmon.errors import ProtocolViolation
from netmon.snmp import ber

MOST = 3
"""How often one reply is damaged."""
CONSTRUCTED = 0x20
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 63, (1 << 64) - 1)
INTEGERS = frozenset({ber.INTEGER, ber.COUNTER32, ber.GAUGE32, ber.TIME_TICKS, ber.COUNTER64})
TAGS = (
    *(ber.INTEGER, ber.OCTET_STRING, ber.NULL, ber.OBJECT_IDENTIFIER, ber.SEQUENCE, ber.IP_ADDRESS, ber.COUNTER32),
    *(ber.GAUGE32, ber.TIME_TICKS, ber.COUNTER64, ber.NO_SUCH_OBJECT, ber.NO_SUCH_INSTANCE, ber.END_OF_MIB_VIEW),
    *(ber.GET, ber.GET_NEXT, ber.RESPONSE, ber.GET_BULK, ber.REPORT, 0x44, 0x47, 0x24, 0x1F, 0x00, 0xFF),
)

Mutator = Callable[[Random, bytearray, Sequence[bytes]], None]


def damaged(random: Random, octets: bytes, others: Sequence[bytes]) -> bytes:
    """Return a reply after one to three mutations; `others` are replies that parts may come from."""
    mutant = bytearray(octets)
    for _ in range(random.randint(1, MOST)):
        if mutant:
            random.choice(MUTATORS)(random, mutant, others)
    return bytes(mutant)


def elements(octets: bytes, at: int = 0, end: int | None = None) -> Iterator[tuple[int, ber.Element]]:
    """Yield each element and where it begins, the outer before the inner ones, as far as they can be read."""
    end = len(octets) if end is None else end
    while at < end:
        try:
            element = ber.read(octets, at, end)
        except ProtocolViolation:
            return
        yield at, element
        if element.tag & CONSTRUCTED:
            yield from elements(octets, element.start, element.end)
        at = element.end


def _flip(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    mutant[random.randrange(len(mutant))] ^= 1 << random.randrange(8)


def _overwrite(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    mutant[random.randrange(len(mutant))] = random.randrange(256)


def _insert(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    at = random.randrange(len(mutant) + 1)
    mutant[at:at] = random.randbytes(random.randint(1, 4))


def _delete(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    at = random.randrange(len(mutant))
    del mutant[at : at + random.randint(1, 8)]


def _duplicate(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    at = random.randrange(len(mutant))
    mutant[at:at] = mutant[at : at + random.randint(1, 40)]


def _truncate(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    del mutant[random.randrange(len(mutant)) :]


def _splice(random: Random, mutant: bytearray, others: Sequence[bytes]) -> None:
    """Take a part of the same place in another reply."""
    other = random.choice(others)
    at = random.randrange(len(mutant))
    end = at + random.randint(1, len(mutant))
    mutant[at:end] = other[at:end]


def _exchange(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    """Let two elements of one size change places."""
    spans = [(at, element.end) for at, element in elements(bytes(mutant))]
    if not spans:
        return
    (a, a_end), (b, b_end) = random.choice(spans), random.choice(spans)
    if a_end - a == b_end - b and (a_end <= b or b_end <= a):
        mutant[a:a_end], mutant[b:b_end] = mutant[b:b_end], mutant[a:a_end]


def _renumber(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    """Put an integer that programs stumble over in the place of another, in as many octets."""
    places = [element for _, element in elements(bytes(mutant)) if element.tag in INTEGERS]
    if places:
        place = random.choice(places)
        size = place.end - place.start
        number = random.choice((*INTERESTING, random.getrandbits(64))) % (1 << 8 * size)
        mutant[place.start : place.end] = number.to_bytes(size, "big")


def _retag(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    found = [at for at, _ in elements(bytes(mutant))]
    if found:
        mutant[random.choice(found)] = random.choice(TAGS)


def _stretch(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    """Reckon with a length: a little more, a little less, twice as much, or nothing honest at all."""
    found = [at for at, _ in elements(bytes(mutant))]
    if found:
        at = random.choice(found) + 1
        length = mutant[at]
        mutant[at] = random.choice((length + 1, length - 1, length + 2, length * 2, length // 2, 0, 0x80, 0x84)) % 256


def _lengthen(random: Random, mutant: bytearray, _: Sequence[bytes]) -> None:
    """Write a length in more octets than it needs."""
    found = [(at, element) for at, element in elements(bytes(mutant)) if mutant[at + 1] < ber.LONG_LENGTH]
    if found:
        at, element = random.choice(found)
        size = random.randint(1, 5)
        mutant[at + 1 : at + 2] = bytes((ber.LONG_LENGTH | size,)) + (element.end - element.start).to_bytes(size, "big")


MUTATORS: Sequence[Mutator] = (
    *(_flip, _flip, _overwrite, _insert, _delete, _duplicate, _truncate, _splice, _exchange),
    *(_renumber, _renumber, _renumber, _retag, _stretch, _lengthen),
)

INTEGER_CONTENTS = st.one_of(
    st.sampled_from(INTERESTING).map(lambda number: number.to_bytes(number.bit_length() // 8 + 1, "big")),
    st.sampled_from(INTERESTING[1:]).map(lambda number: number.to_bytes((number.bit_length() + 7) // 8, "big")),
    st.binary(max_size=12),
)
NAME_CONTENTS = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        (b"\x2b\x81", b"\x2b\x90\x80\x80\x80\x00", b"\x80\x01", b"\x2b" + b"\x01" * 130, b"\x2b\x80\x06\x01")
    ),
)
CONTENTS = st.one_of(INTEGER_CONTENTS, NAME_CONTENTS, st.binary(max_size=300))


@st.composite
def element(draw: st.DrawFn, tags: st.SearchStrategy[int], contents: st.SearchStrategy[bytes]) -> bytes:
    """Draw an element whose length is mostly true, in short or long form."""
    tag, content = draw(tags), draw(contents)
    claimed = len(content) + draw(st.sampled_from((0,) * 12 + (1, -1, 255)))
    return bytes((tag,)) + draw(lengths(max(claimed, 0))) + content


@st.composite
def lengths(draw: st.DrawFn, length: int) -> bytes:
    """Draw how a length is written."""
    shortest = (length.bit_length() + 7) // 8 or 1
    size = draw(st.sampled_from((0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 127)))
    if size == 0 and length < ber.LONG_LENGTH:
        return bytes((length,))
    size = max(size, shortest)
    return bytes((ber.LONG_LENGTH | size % 127,)) + length.to_bytes(size, "big")


VALUES = st.one_of(
    element(st.sampled_from(sorted(INTEGERS)), INTEGER_CONTENTS),
    element(st.just(ber.OBJECT_IDENTIFIER), NAME_CONTENTS),
    element(st.just(ber.OCTET_STRING), st.binary(max_size=300)),
    element(st.sampled_from((ber.NULL, ber.NO_SUCH_OBJECT, ber.NO_SUCH_INSTANCE, ber.END_OF_MIB_VIEW)), st.just(b"")),
    element(st.sampled_from(TAGS), CONTENTS),
)


ODD_ELEMENTS = st.recursive(
    st.one_of(VALUES, st.just(b""), CONTENTS),
    lambda inner: element(st.sampled_from((ber.SEQUENCE, ber.RESPONSE)), st.lists(inner, max_size=4).map(b"".join)),
    max_leaves=6,
)
ODDITIES = st.dictionaries(st.integers(0, 400), ODD_ELEMENTS, max_size=4)
"""Which elements of a reply are replaced, in the order in which they begin, and by what."""
LENGTH_SIZES = st.sampled_from((0, 0, 0, 1, 2, 3, 4, 5))
"""The octets in which a reply's own lengths are written; none: as few as there can be."""


def reworded(reply: bytes, oddities: Mapping[int, bytes], size: int) -> bytes:
    """Return a reply with some elements replaced; the lengths of all that is around them are true."""
    count = sum(1 for _ in elements(reply)) or 1
    odd = {place % count: octets for place, octets in oddities.items()}
    ordinals = iter(range(count))
    return b"".join(_rewritten(reply, span, odd, ordinals, size) for span in _spans(reply, 0, len(reply)))


def _rewritten(
    octets: bytes, span: tuple[int, int], odd: Mapping[int, bytes], ordinals: Iterator[int], size: int
) -> bytes:
    found, ordinal = ber.read(octets, *span), next(ordinals)
    content = octets[found.start : found.end]
    if found.tag & CONSTRUCTED:
        spans = _spans(octets, found.start, found.end)
        content = b"".join(_rewritten(octets, inner, odd, ordinals, size) for inner in spans)
    if ordinal in odd:
        return odd[ordinal]
    if not size or len(content) >> 8 * size:
        return ber.write(found.tag, content)
    return bytes((found.tag, ber.LONG_LENGTH | size)) + len(content).to_bytes(size, "big") + content


def _spans(octets: bytes, at: int, end: int) -> Iterator[tuple[int, int]]:
    while at < end:
        inner = ber.read(octets, at, end)
        yield at, inner.end
        at = inner.end
