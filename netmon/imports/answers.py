"""What NetBox's REST API (4.x) answers: of each object the fields that netmon reads, and nothing of the rest.

Written from NetBox's public documentation and serializers. Texts are made harmless here, and whatever
is longer, or of another type, than NetBox would say is an error.
"""

from ipaddress import IPv4Interface, IPv6Interface
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.phrase import Phrase

INTERFACE = "dcim.interface"
CIRCUIT_TERMINATION = "circuits.circuittermination"
MOST_RECORDS = 200_000
"""Records of one list: ten thousand devices with twenty cabled interfaces each."""
MOST_ENDS = 100
LONGEST_REASON = 200

Said = Annotated[str, StringConstraints(max_length=1_000), AfterValidator(one_line)]
Id = Annotated[int, Field(ge=0, le=2**63 - 1)]
Kilobits = Annotated[int, Field(ge=0, le=10**12)]
"""kbit/s, as NetBox has every speed."""
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Answer(BaseModel):
    """An object of NetBox's; fields that are not named are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Item = TypeVar("Item", bound=Answer)


class Page(Answer, Generic[Item]):
    """One page of a list; `next` is the address of the page that follows."""

    count: Annotated[int, Field(ge=0)]
    next: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    results: Annotated[tuple[Item, ...], Field(max_length=MOST_RECORDS)]


class Choice(Answer):
    """A value of a closed list; its label is for people."""

    value: Said


class Reference(Answer):
    """Another object, in brief."""

    id: Id
    name: Said | None = None
    slug: Said = ""


class Chassis(Answer):
    """A stack that is managed as one device."""

    master: Reference | None = None


class Address(Answer):
    """An address with the length of its prefix."""

    address: IPv4Interface | IPv6Interface


class Device(Answer):
    """`/api/dcim/devices/`."""

    id: Id
    name: Said | None
    status: Choice
    site: Reference
    role: Reference | None = None
    platform: Reference | None = None
    primary_ip: Address | None = None
    primary_ip4: Address | None = None
    primary_ip6: Address | None = None
    virtual_chassis: Chassis | None = None

    @property
    def is_master(self) -> bool:
        """Whether the device is managed itself: alone, or as the master of its stack."""
        master = self.virtual_chassis.master if self.virtual_chassis else None
        return master is None or master.id == self.id


class CustomFields(Answer):
    """The one custom field netmon knows: the six digits of a municipality's code."""

    municipality_code: Said | int | None = None


class Site(Answer):
    """`/api/dcim/sites/`."""

    id: Id
    name: Said
    slug: Said
    group: Reference | None = None
    region: Reference | None = None
    tenant: Reference | None = None
    facility: Said = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    custom_fields: CustomFields = CustomFields()


class InterfaceEnd(Answer):
    """The interface at the far end of a path of cables, as an interface names it."""

    id: Id


class Interface(Answer):
    """`/api/dcim/interfaces/`; `connected_endpoints` is what NetBox traced, through patch panels too."""

    id: Id
    name: Said
    device: Reference
    type: Choice
    speed: Kilobits | None = None
    connected_endpoints: Annotated[tuple[InterfaceEnd, ...], Field(max_length=MOST_ENDS)] | None = None
    connected_endpoints_type: Said | None = None


class Termination(Answer):
    """What one end of a cable is plugged into."""

    object_type: Said
    object_id: Id


Terminations = Annotated[tuple[Termination, ...], Field(max_length=MOST_ENDS)]


class Cable(Answer):
    """`/api/dcim/cables/`."""

    id: Id
    type: Said | None = None
    status: Choice
    label: Said = ""
    a_terminations: Terminations = ()
    b_terminations: Terminations = ()


class CircuitEnd(Answer):
    """One end of a circuit, as the circuit has it."""

    id: Id
    port_speed: Kilobits | None = None


class Circuit(Answer):
    """`/api/circuits/circuits/`."""

    id: Id
    cid: Said
    provider: Reference
    status: Choice
    commit_rate: Kilobits | None = None
    termination_a: CircuitEnd | None = None
    termination_z: CircuitEnd | None = None


class Answers(Answer):
    """All lists together; what a file holds that somebody saved from the API."""

    sites: Annotated[tuple[Site, ...], Field(max_length=MOST_RECORDS)] = ()
    devices: Annotated[tuple[Device, ...], Field(max_length=MOST_RECORDS)] = ()
    interfaces: Annotated[tuple[Interface, ...], Field(max_length=MOST_RECORDS)] = ()
    cables: Annotated[tuple[Cable, ...], Field(max_length=MOST_RECORDS)] = ()
    circuits: Annotated[tuple[Circuit, ...], Field(max_length=MOST_RECORDS)] = ()


Shape = TypeVar("Shape", bound=Answer)


def parse(shape: type[Shape], body: bytes, where: str) -> Shape:
    """Return what JSON says; raise CommandRefused with the first place that is not as NetBox has it."""
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        found = one_line(f"{place}: {first['msg']}")[:LONGEST_REASON]
    message = Phrase(
        "{where}: this is not what NetBox's API answers ({found}); nothing is imported", where=where, found=found
    )
    raise CommandRefused(message)
