"""`make mutants`: change judgement on purpose, line by line, and say which changes no test noticed."""

import json
import random
import subprocess
import sys
from pathlib import Path

import click

PROGRAM = Path(sys.executable).with_name("mutmut")
STATISTICS = Path("mutants/mutmut-cicd-stats.json")
LONGEST_S = 3600


@click.command()
@click.option("--seed", default=1, show_default=True, help="Which tenths of the mutants are drawn.")
@click.option("--tenths", type=click.IntRange(1, 10), default=3, show_default=True, help="How many tenths.")
def main(seed: int, tenths: int) -> None:
    """Run mutmut on the mutants whose number ends in a digit drawn by the seed; report, and fail at nothing."""
    digits = "".join(sorted(random.Random(seed).sample("0123456789", tenths)))  # noqa: S311 -- a sample, no secret
    sample = f"*__mutmut_*[{digits}]"
    click.echo(f"seed {seed}: mutants whose number ends in {', '.join(digits)}")
    subprocess.run([PROGRAM, "run", sample], check=True, timeout=LONGEST_S)
    subprocess.run([PROGRAM, "export-cicd-stats"], check=True, stdout=subprocess.DEVNULL)
    counts = json.loads(STATISTICS.read_text(encoding="utf-8"))
    click.echo(", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts.items() if count))
    listing = subprocess.run([PROGRAM, "results"], check=True, capture_output=True, text=True).stdout
    for line in listing.splitlines():
        if "not checked" not in line:
            click.echo(line.strip())


if __name__ == "__main__":
    main()
