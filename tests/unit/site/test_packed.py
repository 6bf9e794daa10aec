"""A packed document is one zlib stream, whatever was packed before it."""

from __future__ import annotations

import zlib
from base64 import b64decode

import pytest

from assessor.site.packed import pack

READ = b'{"read_set":[' + b",".join(b'{"id":"item-%d"}' % n for n in range(3_000)) + b"]"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        READ + b',"verdict":{"standing":"sufficient"}}',
        READ + b',"verdict":{"a":{"verdict":1}},"verdict":2}',
    ],
)
def test_what_unpacks_is_the_document(document):
    first = pack(document)
    assert zlib.decompress(b64decode(first)) == document
    pack(READ + b',"verdict":"another"}')
    assert pack(document) == first


def test_it_takes_less_room():
    assert len(pack(READ)) < len(READ) / 2
