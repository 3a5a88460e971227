"""The rules hold, and each would notice if it did not."""

from dataclasses import replace

import pytest

from tests.architecture.rules import RULES, TEST_RULES, Rule, broken

ALL = [pytest.param(rule, id=rule.sentence) for rule in RULES + TEST_RULES]


@pytest.mark.parametrize("rule", ALL)
def test_the_rule_notices_what_breaks_it(rule: Rule) -> None:
    assert [snippet for snippet in rule.bad if not rule.findings(snippet)] == []
    assert [snippet for snippet in rule.good if rule.findings(snippet)] == []


def test_the_program_keeps_every_rule_but_where_it_may_break_it() -> None:
    free = [
        replace(rule, sentence=f"Nobody may: {rule.sentence}", allowed=())
        for rule in RULES
        if rule.allowed
    ]
    found = broken((*RULES, *free), "wfdesk")
    assert {rule.sentence: found[rule.sentence] for rule in RULES if found[rule.sentence]} == {}
    assert [rule.sentence for rule in free if not found[rule.sentence]] == []


def test_the_tests_keep_every_rule() -> None:
    found = broken(TEST_RULES, "tests")
    assert {sentence: lines for sentence, lines in found.items() if lines} == {}
