"""Our canonical form against the published tests of RFC 8785; origins stand in `rfc8785.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assessor.audit import canonicalize, parse_canonical
from assessor.errors import CanonicalFormError

VECTORS = json.loads(Path(__file__).with_name("rfc8785.json").read_text(encoding="utf-8"))["vectors"]


def _name(vector):
    return vector.get("file") or vector["section"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if "output" in v], ids=_name)
def test_what_the_log_admits_is_written_as_published(vector):
    expected = vector["output"].encode("utf-8")
    assert canonicalize(json.loads(vector["input"])) == expected
    assert canonicalize(parse_canonical(expected)) == expected


@pytest.mark.parametrize("vector", [v for v in VECTORS if "refused" in v], ids=_name)
def test_what_the_log_does_not_admit_is_refused_for_the_stated_reason(vector):
    with pytest.raises(CanonicalFormError, match=vector["refused"].replace("^", r"\^")):
        canonicalize(json.loads(vector["input"]))
