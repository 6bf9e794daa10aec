"""What features try: on the harbours of the guide, whose feature stands at the edges of a threshold and a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

from assessor.errors import ConfigurationError, RulesetInvalidError
from assessor.ruleset.conditions import Condition
from assessor.scenarios.steps import STEPS
from assessor.workbench.coverage import KINDS, Tried, measure_coverage
from assessor.workbench.coverage.combine import deciding
from assessor.workbench.coverage.looks import LOOKS

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.workbench.coverage import Coverage

READ: TypeAdapter[Condition] = TypeAdapter(Condition)
A, B, C = ({"finding": name} for name in "abc")
START = 'Feature: Made up\n  Scenario: One\n    Given the framework "harbours" with its evidence\n'
IN_MAY = '    When cell "north" is assessed as of 2025-05-25\n'


def covered(folder: Path) -> Coverage:
    return measure_coverage(Tried((folder / "features",)))


def covered_by(folder: Path, steps: str) -> Coverage:
    (folder / "features" / "north.feature").write_text(START + steps)
    return covered(folder)


def level(found: Coverage, rule: str, words: str, about: str = "") -> str:
    (goal,) = (g for g in found.goals if g.rule == rule and g.words == words and about in g.about)
    return goal.level


def test_every_expectation_says_what_it_looks_at() -> None:
    assert set(LOOKS) == {step.pattern.text for step in STEPS.steps if step.role == "expectation"}


@pytest.mark.parametrize(
    ("document", "outcomes", "expected"),
    [
        ({"all": [A, B]}, (1, 1), [0, 1]),
        ({"all": [A, B]}, (1, -1), [1]),
        ({"all": [A, B]}, (-1, -1), []),
        ({"all": [A, B]}, (0, -1), [1]),
        ({"all": [A, B]}, (1, 0), [0, 1]),  # were the first not met, the whole would not be
        ({"any": [A, B]}, (1, 1), []),
        ({"any": [A, B]}, (1, -1), [0]),
        ({"any": [A, B]}, (-1, -1), [0, 1]),
        ({"not": A}, (0,), [0]),
        ({"findings": ["a", "b", "c"], "at_least": 2}, (1, 1, 1), []),
        ({"findings": ["a", "b", "c"], "at_least": 2}, (1, 1, -1), [0, 1]),
        ({"at_least": 2, "of": [A, B, C]}, (1, -1, -1), [1, 2]),
        ({"score": {"a": 2, "b": -1}, "at_least": 2}, (1, -1), [0, 1]),
        ({"score": {"a": 2, "b": -1}, "at_least": 2}, (-1, 1), []),
    ],
)
def test_what_decides_alone(document: dict[str, object], outcomes: tuple[int, ...], expected: list[int]) -> None:
    assert deciding(READ.validate_python(document), outcomes) == expected


def test_a_threshold_is_tried_at_itself_and_beside_itself(harbours: Path) -> None:
    """The outline has 40 calls, which open the harbour, and 39, which do not."""
    found = covered(harbours)
    assert level(found, "ships-return", "the value is exactly 40") == "asserted"
    assert level(found, "ships-return", "the value is just under 40") == "asserted"
    feature = harbours / "features" / "north.feature"
    feature.write_text(feature.read_text().replace("| 39    |", "| 38    |"))
    assert level(covered(harbours), "ships-return", "the value is just under 40") == "untried"


def test_a_window_is_tried_on_its_first_day_and_on_the_day_before(harbours: Path) -> None:
    """The month up to 11 June begins on 12 May, the day of the strike; the month up to the 12th begins a day later."""
    found = covered(harbours)
    assert level(found, "work-stopped", "an event lies on the first day of the window") == "asserted"
    assert level(found, "work-stopped", "an event lies on the day before the window") == "asserted"
    assert level(found, "work-stopped", "an event lies on the last day of the window") == "come to"
    feature = harbours / "features" / "north.feature"
    feature.write_text(feature.read_text().replace("2025-06-11", "2025-06-10").replace("2025-06-12", "2025-06-13"))
    later = covered(harbours)
    assert level(later, "work-stopped", "an event lies on the first day of the window") == "come to"
    assert level(later, "work-stopped", "an event lies on the day before the window") == "come to"


def test_two_stretches_are_exactly_two_and_one_is_just_under(harbours: Path) -> None:
    found = covered(harbours)
    for words in (
        "it counts exactly 2 events",
        "it counts exactly 1 event",
        "it counts exactly 2 origins",
        "it counts exactly 1 origin",
    ):
        assert level(found, "channel-cleared", words) == "asserted"


def test_what_is_evaluated_and_expected_by_nobody_is_told_apart(harbours: Path) -> None:
    """The harbour is under strike in May whoever asks; only who asks for qualifiers, or the rule, asserts it."""
    found = covered_by(harbours, IN_MAY + '    Then the trajectory is "Limited"\n')
    assert level(found, "strike", "it fires") == "come to"
    assert level(found, "strike", "`under strike` is given") == "come to"
    assert level(found, "first-ships", "it leads from Closed to Limited") == "asserted"
    assert level(found, "channel-cleared", "it fires") == "asserted"
    for steps in ('Then the qualifiers are "under strike"\n', 'Then the rule "strike" is met\n'):
        found = covered_by(harbours, IN_MAY + "    " + steps)
        assert level(found, "strike", "it fires") == "asserted"
        assert level(found, "work-stopped", "it fires") == "asserted"
        assert level(found, "first-ships", "it leads from Closed to Limited") == "come to"


def test_of_two_parts_that_both_hold_a_rule_back_neither_is_asserted(harbours: Path) -> None:
    """In May too few ships call, and there is a strike: `all-ships` would not fire without either."""
    found = covered_by(harbours, IN_MAY + '    Then the trajectory is "Limited"\n')
    assert level(found, "all-ships", "it is not met", "ships-return") == "come to"
    assert level(found, "all-ships", "it is met", "work-stopped") == "come to"
    assert level(found, "all-ships", "it alone holds the rule back", "work-stopped") == "untried"


def test_independence_needs_the_rule_both_ways(harbours: Path) -> None:
    found = covered(harbours)
    assert level(found, "all-ships", "it alone makes the rule fire", "ships-return") == "asserted"
    assert level(found, "all-ships", "it alone holds the rule back", "ships-return") == "asserted"
    feature = harbours / "features" / "north.feature"
    feature.write_text(feature.read_text().replace("      | 40    | Open       |\n", ""))
    found = covered(harbours)
    assert level(found, "all-ships", "it alone makes the rule fire", "ships-return") == "untried"
    assert level(found, "all-ships", "it alone holds the rule back", "ships-return") == "asserted"


def test_a_cell_that_nobody_judges_counts_and_is_untried(harbours: Path) -> None:
    assert {g.level for g in covered(harbours).goals if g.cell == "south"} == {"untried"}


def test_a_branch_is_tried_by_those_who_ask_for_its_ends(harbours: Path) -> None:
    words = "it is judged with nothing new", "it is judged with all its assumptions coming true"
    assert [level(covered(harbours), "busy-autumn", one) for one in words] == ["untried", "untried"]
    steps = IN_MAY + '    Then in the branch "busy-autumn" with nothing new the trajectory is "Open"\n'
    assert [level(covered_by(harbours, steps), "busy-autumn", one) for one in words] == ["asserted", "untried"]


def test_goals_stand_at_the_lines_they_are_about(harbours: Path) -> None:
    found = covered(harbours)
    lines = {g.words: g.line for g in found.goals if g.rule == "channel-cleared"}
    (file,) = {g.file for g in found.goals if g.rule == "channel-cleared"}
    text = found.files[file].splitlines()
    assert "count" in text[lines["it counts exactly 2 events"] - 1]
    assert "origins" in text[lines["it counts exactly 1 origin"] - 1]
    assert "within" in text[lines["an event lies on the first day of the window"] - 1]
    assert "then" in text[lines["it fires"] - 1]


def test_numbers_add_up(harbours: Path) -> None:
    found = covered(harbours)
    each = [found.number(kind) for kind in KINDS]
    whole = found.number()
    assert sum(n.goals for n in each) == whole.goals == len(found.goals)
    assert sum(n.asserted for n in each) == whole.asserted
    assert whole.asserted <= whole.come_to <= whole.goals
    assert whole.percent == whole.asserted * 100 // whole.goals


def test_a_draft_alone_counts(harbours: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    harbours.rename(draft)
    (draft / "features").rename(tmp_path / "features")
    (tmp_path / "harbours").symlink_to(draft)
    rules = (draft / "rules" / "north.yaml").read_text()
    found = measure_coverage(Tried((tmp_path / "features",), draft))
    assert found.frameworks == ("harbours",)
    assert rules in found.files.values()


def test_a_scenario_that_fails_covers_nothing(harbours: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"north\.feature:5: `One` fails"):
        covered_by(harbours, IN_MAY + '    Then the trajectory is "Open"\n')


def test_features_that_cannot_be_read_are_told(harbours: Path) -> None:
    with pytest.raises(RulesetInvalidError, match="no step reads"):
        covered_by(harbours, IN_MAY + "    Then it is open\n")


def test_of_two_that_each_suffice_neither_fires_the_rule_alone_where_both_are_met(harbours: Path) -> None:
    """The channel is cleared from April on; ships return at the end of June, when the channel suffices already."""
    (harbours / "rules" / "more.yaml").write_text(
        "cell: north\nrules:\n  - id: either\n    when:\n      any:\n        - finding: channel-cleared\n"
        "        - finding: ships-return\n    then: {confidence: up}\n    because: one is enough\n"
    )
    found = covered(harbours)
    assert level(found, "either", "it alone makes the rule fire", "channel-cleared") == "come to"
    assert level(found, "either", "it alone makes the rule fire", "ships-return") == "untried"
    assert level(found, "either", "it alone holds the rule back", "ships-return") == "come to"


def test_what_is_expected_of_a_log_asserts_no_rule(harbours: Path) -> None:
    recorded = IN_MAY.replace("is assessed", "is assessed and recorded")
    found = covered_by(harbours, recorded + "    Then the log verifies\n    And nothing is restated\n")
    assert {goal.level for goal in found.goals} == {"come to", "untried"}
