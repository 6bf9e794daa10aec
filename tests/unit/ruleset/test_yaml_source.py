"""What YAML is read as, where things stand in it, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from assessor.ruleset import yaml_tree
from assessor.ruleset.yaml_source import YamlDocument, read_yaml

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=LOADERS, autouse=True, ids=lambda loader: loader.__name__)
def loader(request, monkeypatch):
    """Both parsers of PyYAML: the one in C is not there everywhere."""
    monkeypatch.setattr(yaml_tree, "_LOADER", request.param)


def read(source) -> YamlDocument:
    document = read_yaml(source, "border.yaml")
    assert isinstance(document, YamlDocument), [str(problem) for problem in document]
    return document


def refusals(source) -> list[str]:
    problems = read_yaml(source, "border.yaml")
    assert isinstance(problems, list)
    assert problems
    assert all(problem.file == "border.yaml" and problem.severity == "error" for problem in problems)
    return [f"{p.line}:{p.column} {p.code}" for p in problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("0.10", Decimal("0.10")),
        ("-1234.5", Decimal("-1234.5")),
        ("0.1000000000000000055511151231257827", Decimal("0.1000000000000000055511151231257827")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2025-01-20", "2025-01-20"),
        ("2025-01-20T10:00:00Z", "2025-01-20T10:00:00Z"),
        ("2026-04", "2026-04"),
        ("2025/..", "2025/.."),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("True", "True"),
        ("010", "010"),
        ("0o10", "0o10"),
        ("0x1F", "0x1F"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        ("1.5e3", "1.5e3"),
        (".5", ".5"),
        ("5.", "5."),
        ("00.5", "00.5"),
        ("NaN", "NaN"),
        ("'3'", "3"),
        ('"true"', "true"),
        ('""', ""),
        ("'~'", "~"),
        ("P18M", "P18M"),
        ("=", "="),
        ("\u0661\u0662", "\u0661\u0662"),
        ('"\\e[31m"', "\x1b[31m"),
    ],
)
def test_only_plain_digits_true_false_and_null_are_more_than_text(written, value):
    found = read(f"a: {written}\n").data["a"]
    assert found == value
    assert type(found) is type(value)
    assert str(found) == str(value)


def test_keys_are_text_as_they_are_written():
    data = read("11: a\ntrue: b\n0.50: c\n2025-01-20: d\n'x y': e\n007: f\n").data
    assert list(data) == ["11", "true", "0.50", "2025-01-20", "x y", "007"]


def test_structure_is_plain_lists_and_mappings_in_order():
    data = read("b: [1, {c: x}, []]\na:\n  - k: v\n    l: {}\n  -\n").data
    assert data == {"b": [1, {"c": "x"}, []], "a": [{"k": "v", "l": {}}, None]}
    assert list(data) == ["b", "a"]


WITH_PLACES = """\
# a comment
cell: 11
rules:
  - id: calm
    when:
      all: [{finding: a}, {finding: "ü", tier: [1,
        2]}]
  - id: tense
    because: >
      folded
empty:
"""


@pytest.mark.parametrize(
    ("path", "value_at", "key_at"),
    [
        ((), (2, 1), (2, 1)),
        (("cell",), (2, 7), (2, 1)),
        (("rules",), (4, 3), (3, 1)),
        (("rules", 0), (4, 5), (4, 5)),
        (("rules", 0, "id"), (4, 9), (4, 5)),
        (("rules", 0, "when", "all"), (6, 12), (6, 7)),
        (("rules", 0, "when", "all", 1), (6, 27), (6, 27)),
        (("rules", 0, "when", "all", 1, "finding"), (6, 37), (6, 28)),
        (("rules", 0, "when", "all", 1, "tier"), (6, 48), (6, 42)),
        (("rules", 0, "when", "all", 1, "tier", 1), (7, 9), (7, 9)),
        (("rules", 1, "because"), (9, 14), (9, 5)),
    ],
)
def test_every_value_and_key_has_its_place(path, value_at, key_at):
    document = read(WITH_PLACES)
    assert document.position(path) == value_at
    assert document.position(path, key=True) == key_at


@pytest.mark.parametrize(
    ("missing", "ancestor"),
    [
        (("nothing",), ()),
        (("cell", "deeper", 3), ("cell",)),
        (("rules", 7), ("rules",)),
        (("rules", 0, "then", "finding"), ("rules", 0)),
    ],
)
def test_what_is_missing_has_the_place_of_its_nearest_ancestor(missing, ancestor):
    document = read(WITH_PLACES)
    assert document.position(missing) == document.position(ancestor)
    assert document.position(missing, key=True) == document.position(ancestor)


def test_a_document_tells_problems_at_its_places():
    document = read(WITH_PLACES)
    assert str(document.problem(("rules", 1, "id"), "taken", "x")) == "border.yaml:8:9: taken"
    warning = document.problem(("rules", 1, "id"), "odd", "x", key=True, severity="warning")
    assert str(warning) == "border.yaml:8:5: warning: odd"


NOT_YAML = {
    "an open list": ("a: [1, 2\n", 2),
    "an open quote": ("a: 'x\n", 2),
    "a tab": ("a:\n\tb: 1\n", 2),
    "a colon in a text": ("a: b: c\n", 1),
    "a wrong indentation": ("a:\n    b: 1\n  c: 2\n", 3),
    "a bad escape": ('a: "\\q"\n', 1),
    "a character beyond the last": ('a: "\\UFFFFFFFF"\n', 1),
    "an unknown version": ("%YAML 9.9\n---\na: 1\n", 1),
    "a percent sign": ("%\n", 1),
    "an undeclared handle": ("a: !x!y 1\n", 1),
    "an unknown alias only": ("a: 1\n*\n", 2),
}


@pytest.mark.parametrize(("text", "line"), NOT_YAML.values(), ids=NOT_YAML.keys())
def test_what_is_not_yaml_is_told_with_its_line(text, line):
    problems = read_yaml(text, "border.yaml")
    assert isinstance(problems, list)
    problem = problems[-1]
    assert problem.code == "yaml-syntax"
    assert abs(problem.line - line) <= (text == NOT_YAML["an open list"][0])
    assert problem.message.startswith("not YAML: ")


def test_common_slips_get_a_hint():
    for text, hint in (
        ("a: b: c\n", "a text that holds `: ` needs quotes"),
        ("\ta: 1\n", "indent with blanks"),
        ("a: @b\n", "put text that begins with a special character in quotes"),
    ):
        problems = read_yaml(text, "border.yaml")
        assert isinstance(problems, list)
        assert hint in problems[0].message


def test_an_open_quote_is_traced_to_where_it_began():
    problems = read_yaml("a: 1\nb: 'x\nc: 1\n", "border.yaml")
    assert isinstance(problems, list)
    assert "begins in line 2" in problems[0].message


def test_every_duplicate_key_is_told():
    text = "a: 1\nb: {c: 1, c: 2, d: {e: 1, e: 1}}\na: 3\n'a': 4\n11: x\n'11': y\n"
    assert refusals(text) == [
        "2:11 yaml-duplicate-key",
        "2:27 yaml-duplicate-key",
        "3:1 yaml-duplicate-key",
        "4:1 yaml-duplicate-key",
        "6:1 yaml-duplicate-key",
    ]
    problems = read_yaml(text, "border.yaml")
    assert isinstance(problems, list)
    assert problems[0].message == "the key `c` stands here twice, first in line 2; remove one of them"


def test_aliases_are_not_followed():
    assert refusals("a: &x [1]\nb: *x\nc:\n  <<: *x\n*x : d\n") == [
        "2:4 yaml-alias",
        "4:7 yaml-alias",
        "5:1 yaml-key",
        "5:1 yaml-alias",
    ]


def test_aliases_that_would_explode_cost_a_message():
    laughs = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 12))
    assert {refusal.split()[1] for refusal in refusals(laughs)} == {"yaml-alias"}


@pytest.mark.parametrize(
    "tagged",
    [
        "!!python/object/apply:os.system ['true']",
        "!!python/name:os.system ''",
        "!!python/object/new:type {}",
        "!!str 5",
        "!!binary aGVsbG8=",
        "!!set {x}",
        "!!omap [x: 1]",
        "!own 5",
        "! 5",
        "!<tag:yaml.org,2002:python/name:os.system> x",
    ],
)
def test_tags_are_refused(tagged):
    assert refusals(f"a: {tagged}\n")[0] == "1:4 yaml-tag"


def test_a_tagged_key_is_refused():
    assert refusals("!!int 5: a\n") == ["1:1 yaml-tag"]


@pytest.mark.parametrize("number", [".nan", ".NaN", ".inf", "-.inf", "+.INF"])
def test_numbers_that_are_none_are_refused(number):
    assert refusals(f"a: {number}\n") == ["1:4 yaml-number"]
    assert read(f"a: '{number}'\n").data == {"a": number}


@pytest.mark.parametrize("number", ["9" * 41, "9" * 5000, "0." + "1" * 60, "-" + "9" * 400 + ".5"])
def test_numbers_too_large_are_refused(number):
    assert refusals(f"a: {number}\n") == ["1:4 yaml-number"]


def test_structures_are_no_keys_and_a_key_is_not_empty():
    assert refusals("? [a]\n: b\n? {c: d}\n: e\n? |\n  f\n: g\n") == ["1:3 yaml-key", "3:3 yaml-key"]
    assert refusals("a:\n  '': x\n")[0] == "2:3 yaml-key"


@pytest.mark.parametrize("text", ["- a\n", "just text\n", "5\n", "''\n", "--- null\n"])
def test_the_top_is_a_mapping(text):
    assert refusals(text)[0].endswith("yaml-not-a-mapping")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff", b""])
def test_an_empty_file_is_told(text):
    assert refusals(text) == ["1:1 yaml-not-a-mapping"]


def test_one_file_is_one_document():
    assert refusals("a: 1\n---\nb: 2\n") == ["2:1 yaml-documents"]
    assert read("---\na: 1\n...\n").data == {"a": 1}


def test_nesting_is_bounded():
    assert read("a: " + "[" * 63 + "]" * 63).position(("a", *[0] * 62)) == (1, 66)
    assert refusals("a: " + "[" * 64 + "]" * 64) == ["1:67 yaml-too-deep"]
    assert refusals("[" * 1_000_000) == ["1:65 yaml-too-deep"]
    assert refusals("{a: " * 100_000) == ["1:257 yaml-too-deep"]
    assert refusals("? " * 100_000) == ["1:129 yaml-too-deep"]


def test_the_number_of_values_is_bounded(monkeypatch):
    monkeypatch.setattr(yaml_tree, "_MOST_NODES", 100)
    assert len(read("a: [" + "x," * 98 + "]").data["a"]) == 98
    assert refusals("a: [" + "x," * 99 + "]") == ["1:201 yaml-too-large"]


def test_reading_stops_after_very_many_refusals():
    assert len(refusals("k: 1\n" * 10_000)) == 100


def test_bytes_that_are_not_utf8_are_told_with_their_place():
    assert refusals(b"a: 1\nb: caf\xe9\n") == ["2:7 yaml-encoding"]
    assert refusals("ü: é\n".encode() + b"b: \xff\n") == ["2:4 yaml-encoding"]
    assert refusals("a: 1\n".encode("utf-16")) == ["1:1 yaml-encoding"]
    assert refusals(b"a: \xed\xa0\x80\n") == ["1:4 yaml-encoding"]
    assert refusals(b"a: \xc0\xaf\n") == ["1:4 yaml-encoding"]


def test_a_byte_order_mark_is_no_part_of_the_text():
    for source in ("\ufeffa: 1\n", "\ufeffa: 1\n".encode()):
        document = read(source)
        assert document.data == {"a": 1}
        assert document.position(("a",), key=True) == (1, 1)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x80", "\x9b", "\ud800", "\ufffe"])
def test_control_characters_are_refused_where_they_stand(character):
    assert refusals(f"a: 1\nb: 'x{character}'\n") == ["2:6 yaml-control-character"]
    assert refusals(f"a: 1\n# {character}\n") == ["2:3 yaml-control-character"]
    problems = read_yaml(f"a{character}: 1\n", "border.yaml")
    assert isinstance(problems, list)
    assert problems[0].message.isprintable()


def test_an_escape_brings_no_character_that_cannot_be_stored():
    assert refusals('a: "x\\0"\n') == ["1:4 yaml-control-character"]
    assert refusals('"\\0": 1\n') == ["1:1 yaml-control-character"]
    assert refusals('a: "\\ud800"\n')[0].split()[1] in {"yaml-control-character", "yaml-syntax"}


def test_right_to_left_marks_and_markup_are_content():
    assert read("a: <b>\u202etxt</b>\n").data == {"a": "<b>\u202etxt</b>"}


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "some.yaml"
    path.write_bytes(b"a: 1\r\nb: 2\r\n")
    document = read(path)
    assert document.data == {"a": 1, "b": 2}
    assert document.name == "border.yaml"
    assert document.position(("b",)) == (2, 4)


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(type(path), "read_bytes", lambda _: pytest.fail("the file was read"))
    assert refusals(path) == ["1:1 yaml-too-large"]
    problems = read_yaml(path, "border.yaml")
    assert isinstance(problems, list)
    assert problems[0].message == "50,000,000 bytes are too many: 5,000,000 at most; split the file"


def test_a_text_of_more_than_5_megabytes_is_refused():
    assert refusals("a: " + "x" * 5_000_000) == ["1:1 yaml-too-large"]
    assert refusals(b"a: " + b"x" * 5_000_000) == ["1:1 yaml-too-large"]


def test_files_that_cannot_be_read_are_told(tmp_path, monkeypatch):
    assert refusals(tmp_path / "none.yaml") == ["1:1 yaml-unreadable"]
    assert refusals(tmp_path) == ["1:1 yaml-unreadable"]
    path = tmp_path / "locked.yaml"
    path.write_text("a: 1\n")

    def deny(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", deny)
    problems = read_yaml(path, "border.yaml")
    assert isinstance(problems, list)
    assert str(problems[0]) == "border.yaml:1:1: cannot be read: Permission denied"
