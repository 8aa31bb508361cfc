"""How settings stand in the environment, and what is said of one that cannot stand there."""

from collections.abc import Mapping, Sequence
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from netmon.inventory.likeness import did_you_mean, one_of
from netmon.phrase import Phrase

PREFIX = "NETMON_"
NOT_SETTINGS = ("NETMON_SECRETS", "NETMON_SECRET_", "NETMON_WATCH_")
"""Variables with our prefix that name secrets, the directory and values, or belong to the watcher."""

Tree = dict[str, object]
"""Settings by name; those that have settings of their own are trees."""


def planted(environment: Mapping[str, str]) -> Tree:
    """Return the settings in `NETMON_*`, nested ones as `NETMON_INFLUX__URL`, as they are written."""
    tree: Tree = {}
    for variable, value in environment.items():
        if variable.startswith(PREFIX) and not variable.startswith(NOT_SETTINGS):
            _plant(tree, variable.removeprefix(PREFIX).lower().split("__"), value)
    return tree


def described(model: type[BaseModel], detail: ErrorDetails) -> Phrase:
    """Return what is wrong with a variable and how to mend it, without its value: it may be a secret."""
    path = [str(part) for part in detail["loc"]]
    variable = PREFIX + "__".join(path).upper()
    match detail["type"]:
        case "extra_forbidden":
            known = [f"{PREFIX}{'__'.join([*path[:-1], name]).upper()}" for name in _fields(model, path[:-1])]
            cure = did_you_mean(variable, known, otherwise=one_of(known))
            return Phrase("{variable}: there is no such setting; {cure}", variable=variable, cure=cure)
        case "string_pattern_mismatch" if "secret" in detail["ctx"]["pattern"]:
            return Phrase("{variable}: this is not the reference of a secret; write secret://name", variable=variable)
        case _:
            return Phrase("{variable}: {reason}", variable=variable, reason=_reason(detail))


def _plant(tree: Tree, path: list[str], value: str) -> None:
    *parents, leaf = path
    for name in parents:
        branch = tree.setdefault(name, {})
        if not isinstance(branch, dict):
            return
        tree = branch
    tree[leaf] = value


def _reason(detail: ErrorDetails) -> object:
    """Return what is wrong in our words where we have some, else in pydantic's."""
    context = detail.get("ctx", {})
    known = {
        "bool_parsing": Phrase("this is neither true nor false"),
        "int_parsing": Phrase("this is not a whole number"),
        "float_parsing": Phrase("this is not a number"),
        "enum": Phrase("this is unknown; write one of {known}", known=_names(context.get("expected"))),
        "greater_than_equal": Phrase("this is too small; write at least {least}", least=context.get("ge")),
        "less_than_equal": Phrase("this is too large; write at most {most}", most=context.get("le")),
        "string_pattern_mismatch": Phrase("this is no address of a server; write http:// or https:// and its name"),
        "missing": Phrase("this setting is missing, and others need it"),
        "model_type": Phrase("this has settings of its own; write the variable with __ and their name"),
        "ip_any_address": Phrase("this is not an IP address"),
        "value_error": context.get("error"),
    }
    return known.get(detail["type"]) or detail["msg"]


def _names(expected: object) -> str:
    """Return what pydantic lists as `'cs' or 'en'` without words."""
    return str(expected).replace(" or ", ", ")


def _fields(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    """Return the names of the settings that a path leads to."""
    for name in path:
        model = _section(model, name)
    return list(model.model_fields)


def _section(model: type[BaseModel], name: str) -> type[BaseModel]:
    """Return the settings that one setting has of its own."""
    annotation = model.model_fields[name].annotation
    kinds = (annotation, *get_args(annotation))
    return next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
