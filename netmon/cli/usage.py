"""What click says about a wrong command line, in the reader's language.

click speaks through gettext, which wants compiled catalogues; its sentences are few, so they are
known here by their shape instead. One that is not known stays English.
"""

import re

import click

from netmon.foreign import one_line
from netmon.inventory.likeness import did_you_mean
from netmon.language import Language
from netmon.phrase import Phrase, in_language

USAGES = {
    r"Option '(?P<name>.+)' requires an argument\.": "option {name} needs a value",
    r"Option '(?P<name>.+)' does not take a value\.": "option {name} takes no value",
    r"Got unexpected extra arguments? \((?P<values>.*)\)": "there is more than expected: {values}",
    r"Missing command\.": "name one of the commands",
}
"""The shape of a sentence about the line, and what is said instead."""
QUOTED = r"(?P<quote>['\"])(?P<value>.*)(?P=quote)"
PATH = rf"(?:File|Directory|Path) {QUOTED}"
VALUES = {
    rf"{QUOTED} is not (?:one of )?'(?P<known>.+)'\.": '"{value}" is unknown here; write one of {known}',
    rf"{QUOTED} is not a valid integer(?: range)?\.": '"{value}" is not a whole number',
    rf"{QUOTED} is not a valid float(?: range)?\.": '"{value}" is not a number',
    r"(?P<value>\S+) is not in the range (?P<least>[^<>=]+)<=x<=(?P<most>[^<>=]+)\.": (
        "{value} is out of range; write {least} to {most}"
    ),
    r"(?P<value>\S+) is not in the range (?P<range>.+)\.": "{value} is not in the range {range}",
    rf"{PATH} does not exist\.": "{value} does not exist",
    rf"{PATH} is a file\.": "{value} is a file, and a directory is wanted",
    rf"{PATH} is a directory\.": "{value} is a directory, and a file is wanted",
    rf"{PATH} is not readable\.": "{value} may not be read by you",
    rf"{PATH} is not writable\.": "{value} may not be written by you",
}
"""The shape of a sentence about the value of an option or argument, and what is said instead."""


def describe(error: click.ClickException, language: Language) -> str:
    """Return what is wrong on one line; the help of a group that was called without a command as it is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    return one_line(in_language(_explain(error), language))


def _explain(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption(option_name=name):
            path = error.ctx.command_path if error.ctx else "netmon"
            cure = did_you_mean(name, error.possibilities or (), otherwise=Phrase("try {path} --help", path=path))
            return Phrase("there is no option {name}; {cure}", name=name, cure=cure)
        case click.MissingParameter(param=click.Parameter() as parameter):
            return Phrase("{name} is missing", name=_name(parameter))
        case click.BadParameter(param=click.Parameter() as parameter):
            return Phrase("{name}: {what}", name=_name(parameter), what=_by_shape(error.message, VALUES))
        case _:
            return _by_shape(error.message, USAGES)


def _name(parameter: click.Parameter) -> str:
    """Return an option's long name, or an argument's as the line of usage shows it."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name.strip("[].")


def _by_shape(said: str, shapes: dict[str, str]) -> str:
    """Return what we say instead; a phrase of ours, and what has no known shape, as it is."""
    if isinstance(said, Phrase):
        return said
    for shape, template in shapes.items():
        if match := re.fullmatch(shape, said, re.DOTALL):
            return Phrase(template, **{name: text.replace("', '", ", ") for name, text in match.groupdict().items()})
    return said
