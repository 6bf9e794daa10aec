"""What goes to durable-rules is flat, short and plain."""

from __future__ import annotations

import json

import pytest

from assessor.engine.inference.durable.worker.encode import encode_batch, encode_fact, hash_identity


def test_a_fact_is_json_in_the_one_session():
    text = encode_fact({"id": "n1:met", "in": "b0", "is": "n1:met"})
    assert json.loads(text) == {"sid": "s", "id": "n1:met", "in": "b0", "is": "n1:met"}


def test_a_batch_is_a_list_of_facts():
    assert json.loads(encode_batch([encode_fact({"id": "a"}), encode_fact({"id": "b"})])) == [
        {"sid": "s", "id": "a"},
        {"sid": "s", "id": "b"},
    ]


@pytest.mark.parametrize(
    "fact",
    [
        {},  # an empty fact loops for ever
        {"in": "b0"},
        {"id": "a", "sid": "other"},
        {"id": ""},
        {"id": 'a"b'},
        {"id": "a\\b"},
        {"id": "a\nb"},
        {"id": "a,b"},
        {"id": "ä"},
        {"id": "a" * 61},
        {"id": "a", "$s": "1"},
    ],
)
def test_anything_else_is_refused(fact):
    with pytest.raises(ValueError, match=r"needs an id|not a plain short string"):
        encode_fact(fact)


def test_an_empty_batch_is_refused():
    with pytest.raises(ValueError, match="at least one fact"):
        encode_batch([])


# The test vectors published with the FNV hash (isthe.com/chongo/tech/comp/fnv), 32-bit FNV-1a.
@pytest.mark.parametrize(
    ("text", "expected"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("b", 0xE70C2DE5), ("foobar", 0xBF9CF968)]
)
def test_identities_are_hashed_as_published(text, expected):
    assert hash_identity(text) == expected
