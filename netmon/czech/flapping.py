"""What is said of settings for flapping, in Czech."""

TEXTS: dict[str, str] = {
    "reuse must be lower than suppress, and limit not lower than that; write such as 1.5, 3 and 6": (
        "reuse musí být nižší než suppress a limit nesmí být nižší než suppress; napište například 1.5, 3 a 6"
    ),
}
