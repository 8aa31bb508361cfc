"""The files that Grafana reads: what the specification builds, and where each way on a board leads."""

import json
import re
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from dashboards.app import create_app
from dashboards.grafana.__main__ import COMPOSE, HERE, rendered, write
from dashboards.grafana.board import Board
from dashboards.grafana.boards import BOARDS
from dashboards.grafana.signs import COLOURS, DEVICES, LINKS, MUNICIPALITIES, PORTS, SESSIONS, Shown
from netmon.model import DeviceState, LinkState, MunicipalityState
from netmon.store.influx.grants import GRANTS
from tests.dashboards.exhibit import Exhibit
from tests.dashboards.test_palette import THEMES

ROOT = Path(__file__).parents[2]
GRAFANA = ROOT / "dashboards" / "grafana"
ADDRESS = re.compile(r"https?://[^\"]+")
Json = dict[str, Any]
each_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)


def loaded(board: Board) -> Json:
    """Return a board as Grafana reads it."""
    found: Json = json.loads((HERE / f"{board.name}.json").read_text(encoding="utf-8"))
    return found


def queries(found: Json) -> list[Json]:
    """Return every query of every panel."""
    return [target for panel in found["panels"] for target in panel["targets"]]


def urls(part: object) -> Iterator[str]:
    """Yield every address that a part of a board leads to."""
    match part:
        case dict():
            for name, value in part.items():
                if name == "url" and value:
                    yield value
                else:
                    yield from urls(value)
        case list():
            for each in part:
                yield from urls(each)


@each_board
def test_the_file_is_what_the_specification_builds(board: Board) -> None:
    text = (HERE / f"{board.name}.json").read_text(encoding="utf-8")
    assert text == rendered(board), "run python -m dashboards.grafana"


def test_there_is_no_other_board() -> None:
    assert {path.name for path in HERE.iterdir()} == {f"{board.name}.json" for board in BOARDS}


@each_board
def test_a_board_has_a_fixed_name_and_asks_one_variable_for_its_source(board: Board) -> None:
    found = loaded(board)
    assert (found["uid"], found["schemaVersion"]) == (f"netmon-{board.name}", 39)
    variables = [variable for variable in found["templating"]["list"] if variable["type"] == "query"]
    asked = [*variables, *found["panels"], *queries(found)]
    assert {part["datasource"]["uid"] for part in asked} == {"${ds}"}
    assert len({panel["id"] for panel in found["panels"]}) == len(found["panels"])


@each_board
def test_panels_do_not_cover_each_other(board: Board) -> None:
    places = [panel["gridPos"] for panel in loaded(board)["panels"]]
    cells = [
        (x, y)
        for place in places
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


@each_board
def test_netmons_address_stands_in_one_constant_that_no_link_can_set(board: Board) -> None:
    found = loaded(board)
    (address,) = [variable for variable in found["templating"]["list"] if variable["name"] == "netmon"]
    assert (address["type"], address["query"], address["skipUrlSync"]) == ("constant", COMPOSE, True)
    assert set(ADDRESS.findall(rendered(board))) == {COMPOSE}


@each_board
def test_every_way_back_leads_to_a_page_of_netmon(board: Board, exhibit: Exhibit) -> None:
    pages = create_app(exhibit, exhibit).url_map.bind("localhost")
    back = [url for url in urls(loaded(board)) if url.startswith("${netmon}")]
    assert back
    for url in back:
        path = re.sub(r"\$\{[^}]+\}", "x", url.removeprefix("${netmon}").partition("?")[0])
        endpoint, _ = pages.match(path, "GET")
        assert endpoint


@each_board
def test_every_way_to_another_board_leads_to_one_and_sets_a_variable_it_has(board: Board) -> None:
    names = {f"netmon-{each.name}": {variable.name for variable in each.variables} for each in BOARDS}
    for url in urls(loaded(board)):
        if not url.startswith("${netmon}"):
            way = re.fullmatch(r"/d/([\w-]+)\?var-(\w+)=\$\{__field\.labels\.\w+\}&\$\{__url_time_range\}", url)
            assert way, url
            assert way[2] in names[way[1]]


@each_board
def test_a_label_that_a_way_wants_is_one_that_its_panel_has(board: Board) -> None:
    for panel in loaded(board)["panels"]:
        wanted = {label for url in urls(panel) for label in re.findall(r"__field\.labels\.(\w+)", url)}
        for target in panel["targets"]:
            groups = target["query"].partition(" GROUP BY ")[2]
            assert all(f'"{label}"' in groups for label in wanted), (panel["title"], wanted)


def test_the_boards_can_be_written_for_another_address(tmp_path: Path) -> None:
    done = CliRunner().invoke(write, ["--url", "https://netmon.example.cz/", "--into", str(tmp_path / "boards")])
    assert (done.exit_code, done.output) == (0, "")
    for board in BOARDS:
        text = (tmp_path / "boards" / f"{board.name}.json").read_text(encoding="utf-8")
        assert set(ADDRESS.findall(text)) == {"https://netmon.example.cz"}


@pytest.mark.parametrize(
    ("shown", "states"),
    [(MUNICIPALITIES, MunicipalityState), (DEVICES, DeviceState), (LINKS, LinkState)],
    ids=["municipalities", "devices", "links"],
)
def test_every_state_has_a_word_and_only_unknown_looks_unknown(shown: dict[int, Shown], states: type[IntEnum]) -> None:
    assert set(shown) == set(map(int, states))
    unknown = Shown("bez dat", COLOURS["unknown"])
    assert [state for state, each in shown.items() if each == unknown] == [4]
    assert [state for state, each in shown.items() if each.colour == COLOURS["operational"]] == [1]
    assert [state for state, each in shown.items() if each.colour == COLOURS["unknown"]] == [4]


def test_a_port_or_a_session_in_no_good_state_is_not_in_the_good_colour() -> None:
    assert [number for number, each in PORTS.items() if each.colour == COLOURS["operational"]] == [1]
    assert PORTS[4] == Shown("unknown", COLOURS["unknown"])
    assert [number for number, each in SESSIONS.items() if each.colour == COLOURS["operational"]] == [1]


def test_the_colours_are_those_of_netmons_dark_pages() -> None:
    ground = THEMES["dark"]
    assert {name: colour for name, colour in COLOURS.items() if name in ground} == {
        name: ground[name] for name in COLOURS if name != "unmonitored"
    }


@each_board
def test_a_state_that_nobody_knows_and_a_missing_one_look_unknown_and_gaps_stay_gaps(board: Board) -> None:
    for panel in loaded(board)["panels"]:
        defaults = panel["fieldConfig"]["defaults"]
        assert defaults["noValue"] == "bez dat"
        if panel["type"] == "state-timeline":
            assert defaults["color"] == {"mode": "fixed", "fixedColor": COLOURS["unknown"]}
            assert defaults["mappings"][0]["options"]
        if panel["type"] in ("state-timeline", "timeseries") and "stacking" not in defaults["custom"]:
            assert defaults["custom"]["spanNulls"] is False
            assert all("fill(null)" in target["query"] for target in panel["targets"])


@each_board
def test_every_figure_has_a_unit(board: Board) -> None:
    for panel in loaded(board)["panels"]:
        if panel["type"] == "timeseries":
            assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]


def test_the_provisioned_source_reads_influxql_with_the_token_from_a_file() -> None:
    (source,) = provisioned("datasources/influxdb.yaml")["datasources"]
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert source["type"] == "influxdb"
    assert "version" not in source["jsonData"], "InfluxQL is the source's default language"
    assert source["jsonData"]["dbName"] == compose["services"]["netmon"]["environment"].get(
        "NETMON_INFLUX__BUCKET", "netmon"
    )
    assert source["jsonData"]["httpHeaderName1"] == "Authorization"
    secret = re.fullmatch(r"Token \$__file\{(.+)\}", source["secureJsonData"]["httpHeaderValue1"])
    assert secret is not None
    assert secret[1] == str(GRANTS[1].path_in(Path("/run/tokens")))


def test_the_source_for_an_older_server_is_the_same_but_for_who_asks() -> None:
    (newer,) = provisioned("datasources/influxdb.yaml")["datasources"]
    (older,) = provisioned("influxdb-1.8.yaml")["datasources"]
    assert {**older, "user": None, "jsonData": None, "secureJsonData": None} == {
        **newer,
        "user": None,
        "jsonData": None,
        "secureJsonData": None,
    }
    told = {name: value for name, value in newer["jsonData"].items() if not name.startswith("httpHeader")}
    assert older["jsonData"] == told
    assert re.fullmatch(r"\$__file\{/.+\}", older["secureJsonData"]["password"])


def test_the_provider_looks_where_compose_mounts_the_boards() -> None:
    (provider,) = provisioned("dashboards/netmon.yaml")["providers"]
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    grafana = compose["services"]["grafana"]
    mounts = dict(volume.split(":")[:2] for volume in grafana["volumes"])
    mounted = mounts["./dashboards/grafana"]
    assert provider["options"]["path"] == f"{mounted}/{HERE.relative_to(GRAFANA)}"
    assert grafana["environment"]["GF_PATHS_PROVISIONING"] == f"{mounted}/provisioning"
    home = grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert (GRAFANA / Path(home).relative_to(mounted)).is_file()


def provisioned(name: str) -> Json:
    """Return one of the files that Grafana reads at its start."""
    found: Json = yaml.safe_load((GRAFANA / "provisioning" / name).read_text(encoding="utf-8"))
    return found
