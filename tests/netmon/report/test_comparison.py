"""What differs between figures that were given away and those of now."""

import json

from pydantic import JsonValue

from netmon.report.comparison import Changed, differences


def figures(*lines: dict[str, JsonValue]) -> str:
    return json.dumps({"period": "2026-10", "municipalities": list(lines)})


def line(code: str = "554499", **fields: JsonValue) -> dict[str, JsonValue]:
    return {"code": code, "name": "Aš", "down_ms": 0, "shortest_ms": 5, "outages": [], **fields}


def test_equal_figures_do_not_differ() -> None:
    assert differences(figures(line()), figures(line())) == ()


def test_each_field_that_changed_is_named_with_both_values() -> None:
    (found,) = differences(figures(line(), line("b")), figures(line(down_ms=7), line("b")))
    assert (found.code, found.name, found.fields) == ("554499", "Aš", (Changed("down_ms", 0, 7),))


def test_bounds_that_follow_from_the_interval_of_today_are_no_difference() -> None:
    outage: dict[str, JsonValue] = {"start": 1, "shortest_ms": 3, "longest_ms": 9}
    before = line(shortest_ms=3, outages=[outage])
    assert differences(figures(before), figures(line(shortest_ms=4, outages=[{**outage, "shortest_ms": 4}]))) == ()


def test_an_outage_at_another_time_is_a_difference() -> None:
    (found,) = differences(figures(line(outages=[{"start": 1}])), figures(line(outages=[{"start": 2}])))
    assert [each.field for each in found.fields] == ["outages"]


def test_a_municipality_that_came_or_went_differs_in_everything() -> None:
    came, went = differences(figures(line("a")), figures(line("b")))
    assert (came.code, went.code) == ("b", "a")
    assert Changed("code", None, "b") in came.fields
    assert Changed("code", "a", None) in went.fields
