"""What `netmon whatif` answers: who is cut off, what everybody hangs on, and what cannot be asked."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.whatif import whatif
from netmon.clock import MINUTE, Millis, SystemClock
from netmon.judgement.situation import Judgement, Situation
from netmon.model import LinkState, Standing
from netmon.phrase import NBSP
from netmon.store.state import StateStore
from tests.netmon.region import SPUR, TOWNS, TRUNK, write_region

A, B, C = TOWNS["a"], TOWNS["b"], TOWNS["c"]
SITES = {
    "a": {"name": "A", "municipality": A},
    "b": {"name": "B", "municipality": B},
    "c": {"name": "Hospital C", "municipality": C, "kind": "hospital"},
}
RING = ("hub", "near"), ("hub", "mid"), ("mid", "far"), ("near", "far")
HOSPITAL = {"kind": "hospital", "name": "c", "title": "Hospital C"}


def links(pairs: tuple[tuple[str, str], ...] = RING, risks: Mapping[str, list[str]] | None = None) -> dict[str, object]:
    """Return links, each with the shared risks that name it."""
    named = {f"{a}-{b}": [f"{a}:to-{b}", f"{b}:to-{a}"] for a, b in pairs}
    return {
        name: {
            "ends": ends,
            "capacity": "10G",
            "shared_risks": [risk for risk, members in (risks or {}).items() if name in members],
        }
        for name, ends in named.items()
    }


def ask(inventory: Path, *words: str, language: str = "en") -> Result:
    return CliRunner(env={"NETMON_LANGUAGE": language}).invoke(whatif, ["--inventory", str(inventory), *words])


def answer(inventory: Path, *words: str) -> dict[str, object]:
    done = ask(inventory, "--json", *words)
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told


def town(code: str, name: str) -> dict[str, object]:
    return {"code": code, "name": name, "inhabitants": 100}


def point(element: str, *codes: str, sites: Sequence[object] = ()) -> dict[str, object]:
    people = 100 * len(codes)
    return {"element": element, "municipalities": list(codes), "inhabitants": people, "sites": list(sites)}


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    return write_region(tmp_path / "chain", sites=SITES)


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    risks = {"trench": ["hub-mid", "near-far"], "mast": ["hub-mid"], "empty": []}
    titles = {name: {"title": name} for name in risks}
    return write_region(tmp_path / "ring", sites=SITES, links=links(risks=risks), shared_risks=titles)


def test_a_cut_spur_is_told_with_everybody_behind_it(chain: Path) -> None:
    assert answer(chain, "--down", f"link:{TRUNK}") == {
        "down": [f"link:{TRUNK}"],
        "down_already": [],
        "isolated": [town(B, "B"), town(C, "C")],
        "degraded": [],
        "inhabitants": 200,
        "sites": [HOSPITAL],
        "devices": ["far", "mid"],
        "next_cut": None,
    }


def test_a_person_reads_it_as_a_table(chain: Path) -> None:
    done = ask(chain, "--down", "link:hub-mid", "--down", "device:near")
    assert done.output.splitlines() == [
        "Without link hub-mid, device near:",
        "  3 municipalities without connection, 300 inhabitants",
        "  0 municipalities without a backup",
        "  critical sites without connection: Hospital C",
        "",
        "municipality  inhabitants  would be",
        "A                     100  cut off",
        "B                     100  cut off",
        "C                     100  cut off",
    ]


def test_the_same_can_be_read_in_czech(ring: Path) -> None:
    lines = ask(ring, "--down", "link:hub-mid", language="cs").output.replace(NBSP, " ").splitlines()
    assert lines == [
        "Odebráno: trasa hub-mid",
        "  0 obcí bez spojení, 0 obyvatel",
        "  3 obce bez zálohy",
        "  další přerušení odřízne 3 obce, 300 obyvatel: trasa hub-near",
        "",
        "obec  obyvatel  stav",
        "A          100  bez zálohy",
        "B          100  bez zálohy",
        "C          100  bez zálohy",
    ]


def test_an_open_ring_says_what_the_next_cut_does(ring: Path) -> None:
    told = answer(ring, "--down", "link:hub-mid")
    assert told["degraded"] == [town(A, "A"), town(B, "B"), town(C, "C")]
    assert told["next_cut"] == {"element": "link:hub-near", "municipalities": 3, "inhabitants": 300}


def test_a_trench_takes_all_its_links_along_and_a_trench_of_one_link_that_one(ring: Path) -> None:
    assert answer(ring, "--down", "risk:trench")["isolated"] == [town(B, "B"), town(C, "C")]
    assert answer(ring, "--down", "risk:mast")["degraded"] == answer(ring, "--down", "link:hub-mid")["degraded"]


def test_what_nobody_would_feel_is_said(ring: Path) -> None:
    wired = write_region(ring.parent / "wired", sites=SITES, links=links((*RING, ("hub", "far"))))
    assert ask(wired, "--down", "link:hub-far").output.splitlines()[1:] == [
        "  nobody loses the connection, and nobody the backup"
    ]


def test_what_everybody_hangs_on_is_told_by_municipality_and_by_element(ring: Path) -> None:
    assert answer(ring, "--single-points") == {
        "down": [],
        "down_already": [],
        "municipalities": [
            {**town(A, "A"), "hangs_on": ["device:hub", "device:near"]},
            {**town(B, "B"), "hangs_on": ["device:hub", "risk:trench", "device:mid"]},
            {**town(C, "C"), "hangs_on": ["device:hub", "risk:trench", "device:far"]},
        ],
        "elements": [
            point("device:hub", A, B, C, sites=[HOSPITAL]),
            point("risk:trench", B, C, sites=[HOSPITAL]),
            point("device:far", C, sites=[HOSPITAL]),
            point("device:mid", B),
            point("device:near", A),
        ],
    }


def test_a_person_reads_what_several_hang_on_first(ring: Path) -> None:
    assert ask(ring, "--single-points").output.splitlines() == [
        "3 municipalities hang on something that has no backup, of 3",
        "",
        "element             municipalities  inhabitants  critical sites",
        "device hub                       3          300  Hospital C",
        "shared risk trench               2          200  Hospital C",
        "",
        "municipality  inhabitants  hangs on",
        "A                     100  device hub",
        "B                     100  device hub, shared risk trench",
        "C                     100  device hub, shared risk trench",
    ]


def test_single_points_are_those_of_what_is_left(ring: Path) -> None:
    lines = ask(ring, "--single-points", "--down", "link:near-far").output.splitlines()
    assert "link hub-mid                     2          200  Hospital C" in lines


def test_a_network_in_which_each_has_only_its_own_equipment_hangs_on_nothing(tmp_path: Path) -> None:
    anchors = {name: {"title": name, "device": name} for name in ("hub", "far")}
    doubled = write_region(tmp_path / "doubled", sites=SITES, links=links(), anchors=anchors)
    assert ask(doubled, "--single-points").output.splitlines() == [
        "0 municipalities hang on something that has no backup, of 3"
    ]


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("link:hub-mit", 'there is no link "hub-mit"; did you mean "hub-mid"?'),
        ("device:nea", 'there is no device "nea"; did you mean "near"?'),
        ("risk:trensh", 'there is no shared risk "trensh"; did you mean "trench"?'),
        ("device:\x1b[31mqqq", 'there is no device "[31mqqq"; look into the inventory'),
        ("hub", '"hub" is no element of the network; write one of device:NAME, link:NAME, risk:NAME'),
        ("site:c", '"site:c" is no element of the network; write one of device:NAME, link:NAME, risk:NAME'),
    ],
)
def test_what_is_unknown_is_told_with_the_nearest_name(ring: Path, word: str, complaint: str) -> None:
    done = ask(ring, "--down", word)
    assert done.exit_code == 2
    assert complaint in done.stderr


def test_what_is_not_in_service_cannot_be_taken_away(ring: Path) -> None:
    done = ask(ring, "--down", "risk:empty")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "whatif: shared risk empty is not in service: nothing hangs on it\n"


def test_a_question_without_anything_taken_away_is_none(ring: Path) -> None:
    done = ask(ring)
    assert done.exit_code == 2
    assert "say what to take away with --down, or ask for --single-points" in done.stderr


def leave(state: Path, *, ago: int) -> Path:
    """Leave what a netmon leaves that has seen the spur go down, and was alive some time ago."""
    now = Millis(SystemClock().now() - ago)
    with StateStore(state) as store:
        store.commit(judgement=Judgement(Situation(links={SPUR: Standing(LinkState.DOWN, now)})), now=now)
        store.beat(now)
    return state


def test_what_is_down_now_is_down_in_the_answer_too(chain: Path, ring: Path) -> None:
    state = leave(ring.parent / "state", ago=0)
    done = ask(ring, "--json", "--now", "--state", str(state), "--down", "link:near-far")
    told = json.loads(done.stdout)
    assert (told["down_already"], told["isolated"]) == ([f"link:{SPUR}"], [town(C, "C")])
    assert done.stderr == ""
    assert answer(chain, "--now", "--state", str(state), "--down", "device:far")["isolated"] == []


def test_it_is_said_that_the_netmon_does_not_run_whose_outages_count(ring: Path) -> None:
    stopped = leave(ring.parent / "state", ago=5 * MINUTE)
    done = ask(ring, "--single-points", "--now", "--state", str(stopped))
    assert done.exit_code == 0
    assert done.stderr.startswith("netmon does not run; last beat ")
    with StateStore(ring.parent / "fresh"):
        pass
    never = ask(ring, "--single-points", "--now", "--state", str(ring.parent / "fresh"))
    assert never.stderr == "netmon does not run; it never ran here\n"
    assert ask(ring, "--single-points", "--now", "--state", str(ring.parent / "none")).exit_code == 1
