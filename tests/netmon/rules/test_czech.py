"""What is wrong with a rule is said in Czech too."""

import pytest

from netmon.czech import CZECH
from netmon.inventory.complaint import ComplaintSeverity
from netmon.inventory.models import ForEach
from netmon.language import Language
from netmon.phrase import in_language
from netmon.rules.complaints import examine, rule_faults
from netmon.rules.errors import ExpressionError
from netmon.rules.expression import compile_condition
from netmon.rules.schema import vocabulary
from netmon.rules.terms import Unit
from tests.netmon.inventory import untranslated
from tests.netmon.rules.small_region import small_region
from tests.netmon.rules.test_expression import FAULTS, LIMITS

RULE = {"for_each": "device", "levels": {"info": {"fire": "loss_pct > 5"}}, "summary": "loss"}


def refusal(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        compile_condition(text, vocabulary(ForEach.INTERFACE))
    return caught.value


@pytest.mark.parametrize("text", [*(fault[0] for fault in FAULTS), *LIMITS])
def test_no_english_is_left_in_what_the_compiler_refuses(text: str) -> None:
    error = refusal(text)
    assert list(untranslated(error.args[0])) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in_utl > 80", "sloupec 1: nic se tu nejmenuje „in_utl“; neměli jste na mysli „in_util“?"),
        ("in_util > 80 and", "sloupec 17: „konec“ sem nepatří; sem patří název, číslo nebo slovo v uvozovkách"),
        (
            "in_util > 1Gbps",
            (
                "sloupec 9: toto nejde dohromady: procenta a bit/s;"
                " použijte na obou stranách stejnou jednotku, nebo holé číslo"
            ),
        ),
        ("not in_util", "sloupec 1: „not“ spojuje podmínky, ale tady stojí procenta; s něčím to porovnejte"),
        ("in_util = 80", "sloupec 9: „=“ sem nepatří; k porovnání pište =="),
        (
            "oper == 2",
            "sloupec 6: toto nelze porovnat: slovo a holé číslo; porovnávejte čísla s čísly a slova se slovy",
        ),
    ],
)
def test_a_refusal_reads_like_czech(text: str, said: str) -> None:
    assert in_language(refusal(text), Language.CS) == said


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_has_a_czech_name(unit: Unit) -> None:
    assert unit.value in CZECH


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            {"summary": "{loss_pct:>9}"},
            (
                "rules.loss.summary, sloupec 1: „{“ tu stojí samo;"
                " pište {název}, nebo {název:.1f} pro jedno desetinné místo"
            ),
        ),
        (
            {"where": "role == 'access'"},
            (
                "rules.loss.where, sloupec 1: této podmínce nic nevyhovuje (for_each: device);"
                " opravte podmínku, nebo vypusťte pravidlo"
            ),
        ),
    ],
)
def test_a_complaint_about_a_rule_names_its_text(fault: dict[str, object], said: str) -> None:
    (complaint,) = examine(small_region(rules={"loss": {**RULE, **fault}}))
    assert in_language(str(complaint), Language.CS) == said


def test_without_devices_only_rules_for_other_things_can_match_nothing() -> None:
    rules = {
        "loss": RULE,
        "towns": {
            **RULE,
            "for_each": "municipality",
            "where": "population > 9999999",
            "levels": {"info": {"fire": "state == 'disconnected'"}},
        },
    }
    region = small_region(devices={}, links={}, anchors={}, rules=rules)
    assert [complaint.rule for complaint in examine(region)] == ["towns"]


def test_a_text_that_cannot_be_compiled_is_an_error_and_an_idle_rule_a_warning() -> None:
    rules = {"idle": {**RULE, "where": "role == 'access'"}, "wrong": {**RULE, "where": "rol == 'core'"}}
    faults = {fault.path[1]: fault for fault in rule_faults(small_region(rules=rules))}
    assert faults["idle"].severity is ComplaintSeverity.WARNING
    assert faults["wrong"].severity is ComplaintSeverity.ERROR
    assert in_language(faults["wrong"].what, Language.CS) == (
        "pravidlo wrong, where, znak 1: nic se tu nejmenuje „rol“"
    )
