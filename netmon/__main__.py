"""`python -m netmon`."""

from netmon.cli import main

main(prog_name="netmon")
