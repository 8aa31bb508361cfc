"""The colours can be told apart by everybody, and read: computed from the style sheet itself."""

import re
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path

import pytest

import dashboards

TOKENS = (Path(dashboards.__file__).parent / "static" / "tokens.css").read_text(encoding="utf-8")
STATES = ("operational", "degraded", "disconnected", "isolated", "unknown")
CLOSEST = 20.0
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

VISIONS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
"""Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB."""


def themes() -> dict[str, dict[str, str]]:
    pattern = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9A-Fa-f]{6}), (#[0-9A-Fa-f]{6})\);")
    found = pattern.findall(TOKENS)
    return {"dark": {name: dark for name, _, dark in found}, "light": {name: light for name, light, _ in found}}


THEMES = themes()


def linear(colour: str) -> Vector:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return expand(red), expand(green), expand(blue)


def expand(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def seen(colour: str, vision: str) -> Vector:
    red, green, blue = (min(1.0, max(0.0, dot(row, linear(colour)))) for row in VISIONS[vision])
    return red, green, blue


def dot(row: Vector, column: Vector) -> float:
    return sum(left * right for left, right in zip(row, column, strict=True))


def lab(rgb: Vector) -> Vector:
    rows: Matrix = (
        (0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041),
    )  # fmt: skip
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (curve(dot(row, rgb) / reference) for row, reference in zip(rows, white, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def curve(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def ciede2000(first: Vector, second: Vector) -> float:
    """CIE 142-2001, as Sharma, Wu and Dalal 2005 write it."""
    mean_chroma = (hypot(*first[1:]) + hypot(*second[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7))
    a1, a2 = first[1] * stretch, second[1] * stretch
    c1, c2 = hypot(a1, first[2]), hypot(a2, second[2])
    h1, h2 = degrees(atan2(first[2], a1)) % 360, degrees(atan2(second[2], a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    mean_hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    mean_light, mean_c = (first[0] + second[0]) / 2, (c1 + c2) / 2
    weight = (
        1 - 0.17 * cos(radians(mean_hue - 30)) + 0.24 * cos(radians(2 * mean_hue))
        + 0.32 * cos(radians(3 * mean_hue + 6)) - 0.20 * cos(radians(4 * mean_hue - 63))
    )  # fmt: skip
    light = (second[0] - first[0]) / (1 + 0.015 * (mean_light - 50) ** 2 / sqrt(20 + (mean_light - 50) ** 2))
    chroma = (c2 - c1) / (1 + 0.045 * mean_c)
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * mean_c * weight)
    twist = -2 * sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * sin(radians(60 * exp(-(((mean_hue - 275) / 25) ** 2))))
    return sqrt(light**2 + chroma**2 + hue**2 + twist * chroma * hue)


def contrast(first: str, second: str) -> float:
    lights = sorted(dot((0.2126, 0.7152, 0.0722), linear(colour)) for colour in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_agrees_with_the_published_pairs(first: Vector, second: Vector, distance: float) -> None:
    assert ciede2000(first, second) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_states_are_told_apart_in_every_vision(theme: str, vision: str) -> None:
    for first, second in combinations(STATES, 2):
        colours = (lab(seen(THEMES[theme][state], vision)) for state in (first, second))
        assert ciede2000(*colours) >= CLOSEST, (first, second)


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_stand_out_from_the_ground(theme: str) -> None:
    tokens = THEMES[theme]
    for state in (*STATES, "maintenance", "town", "series-in", "series-out"):
        assert contrast(tokens[state], tokens["ground"]) >= 3, state


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground(theme: str) -> None:
    tokens = THEMES[theme]
    for ground in ("ground", "panel", "panel-raised"):
        for text in ("text", "text-quiet", "text-small", "link"):
            assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
    for state in ("disconnected", "isolated"):
        assert contrast(tokens[f"on-{state}"], tokens[state]) >= 4.5, state
    assert contrast(tokens["on-button"], tokens["button"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_load_scale_runs_one_way(theme: str) -> None:
    lights = [dot((0.2126, 0.7152, 0.0722), linear(THEMES[theme][f"load-{step}"])) for step in range(7)]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
