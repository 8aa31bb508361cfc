"""Whether the page about the language of rules tells everything."""

import pytest

from netmon.inventory.models import ForEach
from netmon.rules.expression import compile_value
from netmon.rules.functions import USAGES
from netmon.rules.reference import MEANINGS, language
from netmon.rules.schema import vocabulary


@pytest.mark.parametrize("for_each", ForEach)
def test_every_name_of_every_kind_is_told(for_each: ForEach) -> None:
    chapter = language().partition(f"\n### Of each {for_each}\n")[2].partition("\n#")[0]
    assert {line.split("`")[1] for line in chapter.splitlines() if line.startswith("| `")} == set(vocabulary(for_each))


def test_every_function_is_told_and_its_example_compiles() -> None:
    assert set(MEANINGS) == set(USAGES)
    known = {name: term for kind in (ForEach.DEVICE, ForEach.INTERFACE) for name, term in vocabulary(kind).items()}
    rows = language().partition("\n## What rules may compute\n")[2].splitlines()
    examples = [part for row in rows if row.startswith("| `") for part in row.split(" | ")[0].split("`")[1::2]]
    assert {compile_value(example, known).text.partition("(")[0] for example in examples} == set(USAGES)
