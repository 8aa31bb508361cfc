"""What the environment tells a process, and how it is told that this will not do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon import settings
from netmon.clock import MINUTE, SECOND
from netmon.errors import SettingsError
from netmon.language import Language
from netmon.phrase import in_language
from netmon.settings import Settings

CANARY = "c4nary-in-the-mine"
INFLUX = {"NETMON_INFLUX__URL": "http://127.0.0.1:8086", "NETMON_INFLUX__TOKEN": "secret://influx"}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment)
    assert CANARY not in repr(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_an_empty_environment_is_enough() -> None:
    assert Settings.from_environment({}) == Settings()


def test_variables_become_settings_also_nested_ones() -> None:
    told = Settings.from_environment(
        {
            **INFLUX,
            "NETMON_STATE": "/var/lib/netmon",
            "NETMON_PORT": "0",
            "NETMON_LANGUAGE": "en",
            "NETMON_PUBLIC": "true",
            "NETMON_DETECTION__MISSES": "2",
            "NETMON_DETECTION__SETTLE": "4s",
            "NETMON_SNMP__TIMEOUT": "500ms",
            "NETMON_INTERVALS__INTERFACES": "1m",
            "NETMON_SMTP__HOST": "mail.example.org",
            "NETMON_SMTP__SENDER": "netmon@example.org",
            "PATH": "/bin",
        }
    )
    assert (told.state, told.port, told.language, told.public) == (Path("/var/lib/netmon"), 0, Language.EN, True)
    assert (told.detection.misses, told.detection.settle, told.snmp.timeout) == (2, 4 * SECOND, SECOND // 2)
    assert told.intervals == {"interfaces": MINUTE}
    assert told.influx is not None
    assert told.influx.token == "secret://influx"  # noqa: S105 -- a reference is not the secret
    assert told.smtp is not None
    assert told.smtp.host == "mail.example.org"


def test_variables_that_name_secrets_are_no_settings() -> None:
    assert Settings.from_environment({"NETMON_SECRETS": "/run/secrets", "NETMON_SECRET_X": CANARY}) == Settings()


@pytest.mark.parametrize(("text", "size"), [("1M", 1_000_000), ("12GB", 12_000_000_000), ("3T", 3_000_000_000_000)])
def test_a_size_is_written_with_its_unit(text: str, size: int) -> None:
    influx = Settings.from_environment({**INFLUX, "NETMON_INFLUX__BACKLOG": text}).influx
    assert influx is not None
    assert influx.backlog == size


@pytest.mark.parametrize(
    ("variable", "cure"),
    [
        ("NETMON_PROT", 'did you mean "NETMON_PORT"?'),
        ("NETMON_INFLUX__TOKN", 'did you mean "NETMON_INFLUX__TOKEN"?'),
        ("NETMON_DETECTION__MISES", 'did you mean "NETMON_DETECTION__MISSES"?'),
    ],
)
def test_a_variable_that_nobody_knows_is_named_with_the_one_that_was_meant(variable: str, cure: str) -> None:
    assert refusal({**INFLUX, variable: CANARY}) == f"{variable}: there is no such setting; {cure}"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("NETMON_PORT", "65536"),
        ("NETMON_PORT", ""),
        ("NETMON_LANGUAGE", "de"),
        ("NETMON_DETECTION__MISSES", "0"),
        ("NETMON_DETECTION__SETTLE", "soon"),
        ("NETMON_INTERVALS__SNMP", "0s"),
        ("NETMON_STATE_EVERY", "0s"),
        ("NETMON_RETENTION", "-1d"),
        ("NETMON_SNMP__TIMEOUT", "0ms"),
        ("NETMON_INFLUX", "http://127.0.0.1:8086"),
        ("NETMON_INFLUX__URL", "127.0.0.1"),
        ("NETMON_INFLUX__BACKLOG", "plenty"),
        ("NETMON_INFLUX__BACKLOG", "900k"),
        ("NETMON_SMTP__PORT", "smtp"),
    ],
)
def test_a_wrong_value_is_told_by_the_name_of_its_variable(variable: str, value: str) -> None:
    assert f"{variable}: " in refusal({variable: value})


def test_every_wrong_variable_is_told_at_once() -> None:
    told = refusal({"NETMON_PORT": "x", "NETMON_DETECTION__MISSES": "y", "NETMON_LISTENS": "z"})
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "NETMON_PORT",
        "NETMON_DETECTION__MISSES",
        "NETMON_LISTENS",
    ]


@pytest.mark.parametrize(
    ("variable", "value", "english", "czech"),
    [
        ("NETMON_PORT", "65536", "this is too large; write at most 65535", "to je příliš mnoho; napište nejvýš 65535"),
        ("NETMON_PUBLIC", "maybe", "this is neither true nor false", "tady se čeká true, nebo false"),
        (
            "NETMON_LANGUAGE",
            "de",
            "this is unknown; write one of 'cs', 'en'",
            "tuhle hodnotu neznám; napište některou z 'cs', 'en'",
        ),
        (
            "NETMON_RETENTION",
            "0s",
            "this is too short; write 1s or more",
            "to je příliš krátká doba; napište 1s nebo víc",
        ),
        ("NETMON_TRUSTED_PROXY", "proxy", "this is not an IP address", "tohle není adresa IP"),
        (
            "NETMON_PROT",
            "1",
            'there is no such setting; did you mean "NETMON_PORT"?',
            "takové nastavení neexistuje; neměli jste na mysli „NETMON_PORT“?",
        ),
    ],
)
def test_a_wrong_value_is_told_in_both_languages_with_the_cure(
    variable: str, value: str, english: str, czech: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({variable: value})
    assert in_language(refused.value, Language.EN) == f"{variable}: {english}"
    assert in_language(refused.value, Language.CS) == f"{variable}: {czech}"


@pytest.mark.parametrize("variable", ["NETMON_INFLUX__TOKEN", "NETMON_SMTP__PASSWORD"])
def test_a_secret_in_place_of_its_reference_is_refused_and_not_repeated(variable: str) -> None:
    smtp = {"NETMON_SMTP__HOST": "localhost", "NETMON_SMTP__SENDER": "netmon@example.org"}
    cure = "this is not the reference of a secret; write secret://name"
    assert refusal({**INFLUX, **smtp, variable: CANARY}) == f"{variable}: {cure}"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(Settings(), "port", 1)  # noqa: B010 -- mypy would not let us otherwise


SECTIONS = sorted(Path(settings.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_every_setting_says_what_it_is(path: Path) -> None:
    assert list(_silent(ast.parse(path.read_text(encoding="utf-8")))) == []


def _silent(tree: ast.Module) -> Iterator[str]:
    """Yield each setting that no text follows."""
    for definition in ast.walk(tree):
        if isinstance(definition, ast.ClassDef) and "BaseModel" in map(ast.unparse, definition.bases):
            for field, follower in zip(definition.body, [*definition.body[1:], None], strict=True):
                is_text = isinstance(follower, ast.Expr) and isinstance(follower.value, ast.Constant)
                if isinstance(field, ast.AnnAssign) and not is_text:
                    yield f"{definition.name}.{ast.unparse(field.target)}"
