"""The rules hold, and each would notice if it did not."""

import pytest

from tests.architecture.rules import RULES, TEST_RULES, Rule

ALL = [pytest.param(rule, id=rule.sentence) for rule in RULES + TEST_RULES]


@pytest.mark.parametrize("rule", ALL)
def test_the_rule_notices_what_breaks_it(rule: Rule) -> None:
    assert [snippet for snippet in rule.bad if not rule.findings(snippet)] == []
    assert [snippet for snippet in rule.good if rule.findings(snippet)] == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.sentence) for rule in RULES])
def test_the_program_keeps_the_rule(rule: Rule) -> None:
    assert rule.broken_in("wfdesk") == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.sentence) for rule in TEST_RULES])
def test_the_tests_keep_the_rule(rule: Rule) -> None:
    assert rule.broken_in("tests") == []


def test_a_file_that_may_break_a_rule_is_passed_over() -> None:
    assert any(rule.allowed and rule.broken_in("wfdesk") == [] for rule in RULES)
    free = [Rule(rule.sentence, rule.breaks, rule.bad) for rule in RULES if rule.allowed]
    assert all(rule.broken_in("wfdesk") for rule in free)
