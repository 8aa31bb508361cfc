"""What a single value may look like: names, codes, references, addresses, quantities."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from netmon.clock import Millis
from netmon.inventory.complaint import Misfit, quote
from netmon.inventory.quantities import parse_bits_per_second, parse_duration
from netmon.model import DeviceName, InterfaceName, LinkName, MunicipalityCode
from netmon.phrase import Phrase
from netmon.secret import SecretRef

SLUG = r"^[a-z0-9][a-z0-9-]{0,63}$"
CODE = r"^[0-9]{6}$"
REFERENCE = r"^secret://[a-z0-9][a-z0-9._-]{0,63}$"
EMAIL = r"^[^@\s]+@[^@\s]+$"
PHONE = r"^\+[1-9][0-9]{7,14}$"
"""E.164: the country's code, then the number, without spaces."""
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
TITLE = r"^\S([\s\S]{0,198}\S)?$"
INTERFACE = r"^\S(.{0,62}\S)?$"


def parse_address(text: object) -> object:
    """Return an IP address; raise Misfit for anything else."""
    try:
        return ip_address(str(text))
    except ValueError:
        what = Phrase("{value} is not an IP address", value=quote(text))
        raise Misfit(what, Phrase("write one such as 192.0.2.1 or 2001:db8::1")) from None


Slug = Annotated[str, StringConstraints(pattern=SLUG)]
DeviceKey = Annotated[DeviceName, StringConstraints(pattern=SLUG)]
LinkKey = Annotated[LinkName, StringConstraints(pattern=SLUG)]
Code = Annotated[MunicipalityCode, StringConstraints(pattern=CODE)]
Interface = Annotated[InterfaceName, StringConstraints(pattern=INTERFACE)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(pattern=TITLE, strip_whitespace=True)]
"""A text that is a key as well: what people call something that has no shorter name."""
EmailAddress = Annotated[str, StringConstraints(pattern=EMAIL, max_length=254)]
PhoneNumber = Annotated[str, StringConstraints(pattern=PHONE)]
Reference = Annotated[SecretRef, StringConstraints(pattern=REFERENCE)]
Address = Annotated[IPv4Address | IPv6Address, BeforeValidator(parse_address)]
Duration = Annotated[Millis, BeforeValidator(parse_duration), WithJsonSchema({"type": "string", "format": "duration"})]
BitRate = Annotated[
    int, BeforeValidator(parse_bits_per_second), WithJsonSchema({"type": "string", "format": "bit-rate"})
]
Port = Annotated[int, Field(ge=1, le=65535)]


class Model(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, use_attribute_docstrings=True)


class Contact(Model):
    """Whom to call: shown to operators on the page of what it belongs to."""

    name: Text
    """A person or a desk."""
    phone: Text | None = None
    """The number."""
    email: EmailAddress | None = None
    """The address."""
