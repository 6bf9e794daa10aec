"""Errors of shape are told in an author's words, at the line and column they are about."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from assessor.domain.duration import Duration
from assessor.domain.edtf import EdtfDate
from assessor.domain.values import OneOrMany
from assessor.ruleset.shape import validate_shape
from assessor.ruleset.yaml_source import YamlDocument, read_yaml


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Reads(Strict):
    reads: str
    unit: str
    take: Literal["latest", "mean"] = "latest"
    kinds: OneOrMany[int] = ()


class Negates(Strict):
    inner: Annotated[Condition, Field(alias="not")]


class Needs(Strict):
    at_least: int
    of: tuple[Condition, ...]

    @model_validator(mode="after")
    def _possible(self) -> Needs:
        if self.at_least > len(self.of):
            raise ValueError(f"{self.at_least} of {len(self.of)} is never met")
        return self


def head(value: Any) -> str | None:
    return next((key for key in ("reads", "not", "of") if key in value), None) if isinstance(value, dict) else None


Condition = Annotated[
    Annotated[Reads, Tag("reads")] | Annotated[Negates, Tag("not")] | Annotated[Needs, Tag("of")],
    Discriminator(head, custom_error_type="head", custom_error_message="begin with `reads`, `not` or `of`"),
]


class Circle(Strict):
    kind: Literal["circle"]
    radius: int


class Square(Strict):
    kind: Literal["square"]
    side: int


class BigRule(Strict):
    id: str
    when: Condition | None = None
    source: Annotated[str | None, Field(alias="from")] = None
    colour: Colour = Colour.RED
    within: Duration | None = None
    day: EdtfDate | None = None
    seen: date | None = None
    pair: tuple[int, int] = (1, 2)
    weights: dict[Annotated[str, Field(max_length=5)], int] = {}
    form: Annotated[Circle | Square | None, Field(discriminator="kind")] = None
    either: int | Reads | None = None
    flag: bool = False
    share: Annotated[Decimal, Field(ge=0, lt=1, decimal_places=2)] = Decimal(0)
    code: Annotated[str, Field(min_length=2, max_length=4, pattern="^[a-z]+$")] = "ab"


class File(Strict):
    title: str
    rules: Annotated[tuple[BigRule, ...], Field(min_length=1)] = (BigRule(id="x"),)
    notes: list[str] = []


class Group(Strict):
    id: str
    rules: list[BigRule]


class Groups(Strict):
    groups: list[Group]


for model in (Negates, Needs, BigRule, File, Group, Groups):
    model.model_rebuild()


def tell(text: str, model: type[BaseModel] = File, at: tuple[str | int, ...] = ()) -> list[str]:
    document = read_yaml(text, "f.yaml")
    assert isinstance(document, YamlDocument)
    found, problems = validate_shape(model, document, at)
    assert (found is None) == bool(problems)
    return [str(problem).removeprefix("f.yaml:") for problem in problems]


def tell_rule(line: str) -> list[str]:
    """Return the problems of one rule whose second line is given, from column 5 on, in line 4."""
    return tell(f"title: t\nrules:\n  - id: calm\n    {line}\n")


def test_a_document_of_the_right_shape_becomes_the_model():
    document = read_yaml("title: t\nrules: [{id: a, when: {reads: i, unit: u}, within: P1M}]\n", "f.yaml")
    assert isinstance(document, YamlDocument)
    found, problems = validate_shape(File, document)
    assert problems == []
    assert found is not None
    assert found.rules[0].within == Duration(months=1)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        # Keys.
        ("whne: {reads: i, unit: u}", "4:5: rule: unknown key `whne`, did you mean `when`?"),
        ("frm: x", "4:5: rule: unknown key `frm`, did you mean `from`?"),
        (
            "when: {reads: i, idnit: u, unit: v}",
            "4:22: rule: unknown key `idnit`; keys here are `reads`, `unit`, `take`",
        ),
        ("when: {reads: i}", "4:11: rule: missing key `unit`"),
        ("pair: [1]", "4:11: rule: `pair`: missing entry 2"),
        ("weights: {abcdef: 1}", "4:15: rule: `abcdef`: `abcdef` is too long: 5 characters at most"),
        # Texts, numbers, days, switches.
        ("from: 3", "4:11: rule: `from`: `3` is not text; put it in quotes"),
        ("from: 0.50", "4:11: rule: `from`: `0.50` is not text; put it in quotes"),
        ("from: true", "4:11: rule: `from`: `true` is not text; put it in quotes"),
        ("from: [a]", "4:11: rule: `from`: a list is not text"),
        ("code: a", "4:11: rule: `code`: `a` is too short: 2 characters at least"),
        ("code: abcde", "4:11: rule: `code`: `abcde` is too long: 4 characters at most"),
        ("code: AB", "4:11: rule: `code`: `AB` does not have the form `^[a-z]+$`"),
        ("pair: [1, abc]", "4:15: rule: `pair`: `abc` is not a whole number"),
        ("pair: [1, 2.5]", "4:15: rule: `pair`: `2.5` is not a whole number"),
        ("pair: [1, 2, 3]", "4:11: rule: `pair`: a list has too many entries: 2 at most"),
        ("weights: {a: ~}", "4:18: rule: `a`: an empty value is not a whole number"),
        ("share: 1", "4:12: rule: `share`: `1` is too large; it must be less than 1"),
        ("share: -0.1", "4:12: rule: `share`: `-0.1` is too small; it must be 0 or more"),
        ("share: 0.125", "4:12: rule: `share`: `0.125` has too many digits behind the point: 2 at most"),
        ("share: much", "4:12: rule: `share`: `much` is not a number"),
        ("flag: yes please", "4:11: rule: `flag`: `yes please` is neither `true` nor `false`"),
        ("seen: 2025-02-30", "4:11: rule: `seen`: `2025-02-30` is not a day that exists, such as 2026-04-26"),
        ("day: 2025-02-30", "4:10: rule: `day`: `2025-02-30` is not a day that exists; EDTF dates look like"),
        ("within: P3X", "4:13: rule: `within`: `P3X` is not a duration; durations look like"),
        # Choices.
        ("colour: grene", "4:13: rule: `colour`: `grene` is none of `red` or `green`, did you mean `green`?"),
        (
            "when: {reads: i, unit: u, take: lates}",
            "4:37: rule: `take`: `lates` is none of `latest` or `mean`, did you",
        ),
        ("when: {reads: i, unit: u, kinds: x}", "4:38: rule: `kinds`: `x` is not a whole number"),
        ("when: {reads: i, unit: u, kinds: [1, x]}", "4:42: rule: `kinds`: `x` is not a whole number"),
        # Unions.
        ("when: 7", "4:11: rule: `when`: begin with `reads`, `not` or `of`"),
        (
            "when: {raeds: i, unit: u}",
            "4:11: rule: `when`: begin with `reads`, `not` or `of`; it has `raeds`, did you mean",
        ),
        ("when: {at_least: 2, of: [{reads: i, unit: u}]}", "4:11: rule: `when`: 2 of 1 is never met"),
        ("when: {at_least: x, of: []}", "4:22: rule: `at_least`: `x` is not a whole number"),
        ("when: {at_least: 1, of: {a: b}}", "4:29: rule: `of`: a mapping is not a list"),
        ("when: {at_least: 0, of: [3]}", "4:30: rule: `of`: begin with `reads`"),
        ("when: {not: {not: {reads: 1, unit: u}}}", "4:31: rule: `reads`: `1` is not text; put it in quotes"),
        ("when: {not: {reads: i, unit: u}, more: 1}", "4:38: rule: unknown key `more`; keys here are `not`"),
        ("form: {kind: circle, radius: x}", "4:34: rule: `radius`: `x` is not a whole number"),
        ("form: {kind: circle, side: 1}", "4:26: rule: unknown key `side`"),
        (
            "form: {kind: sqare, side: 1}",
            "4:11: rule: `form`: `sqare` is none of `circle`, `square`, did you mean `square`?",
        ),
        ("form: {side: 1}", "4:11: rule: `form`: missing key `kind`"),
        ("either: {reads: i}", "4:13: rule: missing key `unit`"),
    ],
)
def test_each_error_is_told_at_its_place(line, told):
    problems = [problem.replace("big rule `calm`: ", "rule: ") for problem in tell_rule(line)]
    assert any(problem.startswith(told) for problem in problems), problems


def test_a_wrong_entry_is_not_told_as_a_missing_one_too():
    assert tell("title: t\nrules: [7]\n") == ["2:9: `rules`: `7` is not a mapping of keys to values"]
    assert tell("title: t\nrules: []\n") == ["2:8: `rules`: a list has too few entries: 1 at least"]


def test_the_top_of_a_document_has_no_subject():
    assert tell("notes: [a, 2]\ntitel: x\n") == [
        "1:1: missing key `title`",
        "1:12: `notes`: `2` is not text; put it in quotes",
        "2:1: unknown key `titel`, did you mean `title`?",
    ]


def test_the_subject_is_the_outermost_entry_that_has_an_id():
    text = "groups:\n  - id: outer\n    rules: [{id: inner, flag: 7}]\n  - rules: [{id: alone, flag: 7}]\n"
    assert tell(text, Groups) == [
        "3:31: group `outer`: `flag`: `7` is neither `true` nor `false`",
        "4:5: missing key `id`",
        "4:31: big rule `alone`: `flag`: `7` is neither `true` nor `false`",
    ]


def test_all_problems_come_together_in_file_order():
    text = "title: 1\nrules:\n  - id: a\n    flag: 9\n  - {}\n  - id: b\n    when: {not: {}}\nzoo: 1\n"
    lines = [int(problem.split(":")[0]) for problem in tell(text)]
    assert lines == [1, 4, 5, 7, 8]


def test_the_same_word_inside_and_outside_is_told_twice_at_its_own_places():
    told = tell_rule("when: {not: {not: {reads: i, unit: u}, extra: 1}, extra: 1}")
    assert [problem.split(": ")[0] for problem in told] == ["4:44", "4:55"]


def test_a_part_is_validated_with_its_places_in_the_whole():
    assert tell("a: {b: [x, {id: r, flag: 7}]}\n", BigRule, ("a", "b", 1)) == [
        "1:26: `flag`: `7` is neither `true` nor `false`"
    ]


def test_no_message_speaks_of_types_of_the_program_or_of_addresses():
    lines = ["when: 7", "pair: x", "weights: 3", "form: 1", "either: x", "flag: []", "share: {}", "seen: {}", "seen: x"]
    for line in lines:
        for problem in tell_rule(line):
            assert not re.search(r"pydantic|https?:|dict|tuple|str\b|int\b|Input|instance|object", problem), problem


def test_hostile_texts_are_quoted_harmlessly():
    document = read_yaml('title: "\\e[31m\\u202e"\n"\\e[2J": 1\nrules: "' + "x" * 100_000 + '"\n', "f.yaml")
    assert isinstance(document, YamlDocument)
    _, problems = validate_shape(File, document)
    assert len(problems) == 2
    for problem in problems:
        assert problem.message.isprintable()
        assert len(problem.message) < 200


def test_of_very_many_problems_the_first_thousand_are_told():
    told = tell("title: t\n" + "".join(f"k{number}: 1\n" for number in range(1500)))
    assert len(told) == 1001
    assert told[-1] == "1002:1: 500 more problems, this one first; correct those that are shown"


def test_a_mapping_of_very_many_keys_is_told_once():
    told = tell_rule("when: {" + ", ".join(f"read{number}: 1" for number in range(20_000)) + "}")
    assert len(told) == 1
