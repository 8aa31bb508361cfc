"""Write the boards' JSON, with links to where netmon is: `python -m dashboards.grafana --url https://netmon.kraj.cz`."""

import json
from pathlib import Path

import click

from dashboards.grafana.board import Board
from dashboards.grafana.boards import BOARDS

HERE = Path(__file__).parent / "boards"
COMPOSE = "http://localhost:8080"
"""Where docker-compose.yml publishes netmon for the machine that it runs on: of use only until there is a proxy."""


def rendered(board: Board, address: str = COMPOSE) -> str:
    """Return a board as the text of its file."""
    return json.dumps(board.json(address.rstrip("/")), ensure_ascii=False, indent=1) + "\n"


@click.command()
@click.option("--url", default=COMPOSE, show_default=True, help="NETMON_URL: where the boards link to.")
@click.option("--into", type=click.Path(path_type=Path), default=HERE, help="Where to; the checkout's own by default.")
def write(url: str, into: Path) -> None:
    """Write one JSON file for each board."""
    into.mkdir(parents=True, exist_ok=True)
    for board in BOARDS:
        (into / f"{board.name}.json").write_text(rendered(board, url), encoding="utf-8")


if __name__ == "__main__":
    write()
