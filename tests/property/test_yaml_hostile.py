"""Whatever a file holds, reading it and checking its shape ends in data or in problems, never in an exception."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.evidence_file import EvidenceFile
from assessor.ruleset import yaml_tree
from assessor.ruleset.model import RulesFile
from assessor.ruleset.shape import validate_shape
from assessor.ruleset.yaml_source import YamlDocument, read_yaml

if TYPE_CHECKING:
    from assessor.ruleset.problems import Problem

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
MARKS = ["a", "b", "id", "when", "rules", ": ", ":", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ",", "'", '"']
ODDITIES = [
    "&x ",
    "*x",
    "!!int ",
    "!",
    "|",
    ">",
    "? ",
    "---\n",
    "...\n",
    "#",
    "%YAML 1.1\n",
    "\\",
    "\\x",
    "\\U",
    "~",
    "<<: ",
]
VALUES = ["1", ".5", "0.5", ".nan", "\t", "\r", "\x85", "\u2028", "\ufeff", "\U0001f600", "=", "@", "`", "true"]
PIECES = st.lists(st.sampled_from(MARKS + ODDITIES + VALUES), max_size=40).map("".join)
TEXTS = PIECES | st.text(max_size=60) | st.binary(max_size=60)
WORDS = st.sampled_from(
    ["id", "cell", "rules", "when", "then", "all", "not", "of", "at_least", "signals", "because", "batch"]
)
SCALARS = st.none() | st.booleans() | st.integers(-10, 3000) | st.text(max_size=8) | WORDS
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5), max_leaves=25
)


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, scope="module", autouse=True)
def loader(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "_LOADER", request.param)
        yield


def assert_sound(problems: list[Problem], text: str) -> None:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    assert problems == sorted(problems)
    for problem in problems:
        assert problem.message.isprintable()
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1


@given(TEXTS)
def test_any_text_is_read_or_refused(source):
    found = read_yaml(source, "f.yaml")
    if isinstance(found, list):
        assert found
        assert_sound(found, source if isinstance(source, str) else source.decode("utf-8", "replace"))
    else:
        assert isinstance(found.data, dict)


@given(st.dictionaries(WORDS, TREES, max_size=5))
def test_what_another_writer_wrote_is_read_back(tree):
    found = read_yaml(yaml.safe_dump(tree, sort_keys=False), "f.yaml")
    if isinstance(found, list):
        assert {problem.code for problem in found} <= {"yaml-control-character"}
    else:
        assert found.data == tree
        assert list(found.data) == list(tree)


@given(st.dictionaries(WORDS, TREES, max_size=5), st.sampled_from([RulesFile, EvidenceFile]))
def test_any_data_has_the_shape_or_problems_at_places_that_exist(tree, model):
    text = yaml.safe_dump(tree, allow_unicode=True)
    document = read_yaml(text, "f.yaml")
    if isinstance(document, YamlDocument):
        shaped, problems = validate_shape(model, document)
        assert (shaped is None) == bool(problems)
        assert_sound(problems, text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_decimals_keep_every_digit(number):
    document = read_yaml(f"a: {number:f}\n", "f.yaml")
    assert isinstance(document, YamlDocument)
    assert isinstance(document.data["a"], Decimal)
    assert str(document.data["a"]) == f"{number:f}"
