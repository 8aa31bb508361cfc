"""Czech of what is said of interfaces that are called otherwise than before, and of replaced devices."""

TEXTS: dict[str, str] = {
    "device replaced: {trait} {previous} is now {present}": "zařízení vyměněno: {trait} {previous} je nyní {present}",
    "interface {interface} moved from {previous} to {present} ({reason})": (
        "rozhraní {interface} se přesunulo z {previous} na {present} ({reason})"
    ),
}
