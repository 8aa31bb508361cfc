"""What can go wrong, as one tree.

NetmonError
├── InventoryError            the inventory cannot be used; carries every complaint
├── SettingsError             a process setting is missing or wrong
├── SecretError               a secret reference cannot be resolved
├── FileError                 a file that a command reads or writes cannot be used
├── StoreError                a database cannot be opened, read or written
├── CommandRefused            what a person asked for cannot be done; says why
├── Shortage                  this machine has too little of something; nobody else is to blame
├── DeliveryError             a notification did not get through; says whether trying again helps
└── PollError                 one poll failed; becomes the error of a `PollResult`
    ├── NoResponse            nothing came back in time
    ├── AccessDenied          the device does not accept our credential
    ├── ProtocolViolation     what came back is not an answer to what was asked
    └── LimitReached          the device sent more, or longer, than we are willing to read
"""

from netmon.phrase import joined


class NetmonError(Exception):
    """Anything netmon reports about itself or what it watches."""


class InventoryError(NetmonError):
    """The inventory cannot be used; `complaints` lists every reason."""

    def __init__(self, complaints: tuple[object, ...]) -> None:
        self.complaints = complaints
        super().__init__(joined(map(str, complaints), "\n"))  # what a complaint says is a Phrase: str() keeps it


class SettingsError(NetmonError):
    """A process setting is missing or wrong."""


class SecretError(NetmonError):
    """A secret reference cannot be resolved."""


class FileError(NetmonError):
    """A file that a command reads or writes cannot be used."""


class StoreError(NetmonError):
    """A database cannot be opened, read or written."""


class CommandRefused(NetmonError):
    """What a person asked for cannot be done."""


class Shortage(NetmonError):
    """This machine has too little of something: it says nothing about what is watched."""


class DeliveryError(NetmonError):
    """A notification did not get through; `permanent` says that trying again cannot help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(reason)


class PollError(NetmonError):
    """One poll failed."""


class NoResponse(PollError):
    """Nothing came back in time."""


class AccessDenied(PollError):
    """The device does not accept our credential."""


class ProtocolViolation(PollError):
    """What came back is not an answer to what was asked."""


class LimitReached(PollError):
    """The device sent more, or longer, than netmon is willing to read."""
