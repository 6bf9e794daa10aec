"""Rationales are data: names are replaced by text, and nothing else happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.ruleset.model import Rule
from assessor.ruleset.templates import (
    READING_NAMES,
    SIGNAL_NAMES,
    Placeholder,
    check_template,
    parse_template,
    render_template,
)

SIGNALS: dict[str, object] = {"signals": {"direction": "up"}, "within": "P1Y"}
READING: dict[str, object] = {"reading": "tons", "is": {"at_least": 1}, "max_age": "P1Y"}


def rule(because: str, *conditions: dict[str, object]) -> Rule:
    return Rule.model_validate(
        {"id": "r", "when": {"all": list(conditions)}, "then": {"finding": "f"}, "because": because}
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("plain", ("plain",)),
        ("{count}", (Placeholder("count"),)),
        ("a {one.window.start} b", ("a ", Placeholder("one.window.start"), " b")),
        ("{{count}}", ("{", "count", "}")),
        ("{{{count}}}", ("{", Placeholder("count"), "}")),
        ("{value:1}", (Placeholder("value", 1),)),
        ("{one.sum:0}", (Placeholder("one.sum", 0),)),
        ("50 % of %s and $x", ("50 % of %s and $x",)),
    ],
)
def test_a_text_is_taken_apart(text: str, parts: tuple[str | Placeholder, ...]) -> None:
    assert parse_template(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "a { b",
        "{}",
        "{ count }",
        "{count!r}",
        "{count:>5}",
        "{count.__class__}",
        "{a[0]}",
        "{a.b.c.d}",
        "{Count}",
        "{1}",
        "{a-b}",
        "{count()}",
        "{value:}",
        "{value:10}",
        "{value:-1}",
        "{value:.1f}",
        "{:1}",
        "{a{b}}",
        "{\n}",
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(a `[{}]` stands alone|`.*` holds no name)"):
        parse_template(text)


@pytest.mark.parametrize("text", ["{count:1}", "{period:0}", "{one.latest.title:2}", "{window.start:1}"])
def test_what_is_no_decimal_is_not_rounded(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"^`\{.*\}` rounds what is whole or no number; only `base`, `change`, `sum`, `value`"
    ):
        parse_template(text)


@pytest.mark.parametrize(
    ("value", "digits", "told"),
    [
        ("-43.52977807", 1, "-43.5"),
        ("5.77656053", 0, "6"),
        ("0.25", 1, "0.2"),
        ("0.35", 1, "0.4"),
        ("-0.04", 1, "0.0"),
        ("9.96", 1, "10.0"),
        ("12", 2, "12"),
        ("12.5", 2, "12.5"),
        ("123456789012345678901234567.987654321", 8, "123,456,789,012,345,678,901,234,567.98765432"),
        ("2.345 to 7.891", 2, "2.34 to 7.89"),
        ("none", 1, "none"),
    ],
)
def test_a_value_is_told_with_no_more_digits_than_asked_for(value: str, digits: int, told: str) -> None:
    assert render_template(parse_template(f"{{value:{digits}}}"), {"value": value}) == told


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("value", "9740", "9,740"),
        ("most.sum", "8 to 1584", "8 to 1,584"),
        ("change", "-1234.5", "-1,234.5"),
        ("threshold", "at least 1000", "at least 1,000"),
        ("period", "2025", "2025"),
        ("latest.date", "2025", "2025"),
        ("latest.title", "World Cup 2026", "World Cup 2026"),
    ],
)
def test_numbers_have_groups_of_digits_and_years_have_none(name: str, value: str, told: str) -> None:
    assert render_template(parse_template(f"{{{name}}}"), {name: value}) == told


@pytest.mark.parametrize(("count", "told"), [("1", "1 result since"), ("2", "2 results since")])
def test_what_is_counted_agrees_with_its_number(count: str, told: str) -> None:
    assert render_template(parse_template("{count} result(s) since"), {"count": count}) == told


@given(st.text(alphabet="{}abc.", max_size=30))
def test_doubled_braces_give_any_text_back(text: str) -> None:
    doubled = text.replace("{", "{{").replace("}", "}}")
    assert render_template(parse_template(doubled), {}) == text


def test_values_are_pasted_and_never_read_again() -> None:
    parts = parse_template("{latest.title}, {count}")
    bindings = {"latest.title": "{count} {0.__class__} %s {{", "count": "3"}
    assert render_template(parts, bindings) == "{count} {0.__class__} %s {{, 3"


def test_a_name_that_is_not_bound_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        render_template(parse_template("{count}"), {})


@pytest.mark.parametrize(
    "because",
    [
        *(f"{{{name}}}" for name in sorted(SIGNAL_NAMES | READING_NAMES)),
        *(f"{{ups.{name}}}" for name in sorted(SIGNAL_NAMES)),
        *(f"{{t.{name}}}" for name in sorted(READING_NAMES)),
    ],
)
def test_every_name_of_both_kinds_can_be_quoted(because: str) -> None:
    assert list(check_template(rule(because, {**SIGNALS, "as": "ups"}, {**READING, "as": "t"}))) == []


@pytest.mark.parametrize(
    "because", ["{value}", "{value} {t.count}", "{ups.value}", "{count.possible}", "{latest}", "{window}"]
)
def test_what_no_condition_offers_is_told(because: str) -> None:
    messages = list(check_template(rule(because, {**SIGNALS, "as": "ups"})))
    assert messages
    assert all("is offered by no condition of the rule" in message for message in messages)


def test_the_same_wrong_name_is_told_once() -> None:
    assert len(list(check_template(rule("{x} {x} {x}", SIGNALS)))) == 1


def test_a_name_of_several_conditions_needs_a_label() -> None:
    two = ({**SIGNALS, "as": "ups"}, SIGNALS)
    assert list(check_template(rule("{ups.count}", *two))) == []
    (message,) = check_template(rule("{count}", *two))
    assert message.startswith("`{count}` is offered by 2 conditions")


def test_a_tension_has_nothing_to_quote() -> None:
    tension = {"id": "r", "then": {"tension": "t", "between": ["a", "b"]}, "because": "{count}"}
    (message,) = check_template(Rule.model_validate(tension))
    assert message.startswith("`{count}` quotes nothing")
