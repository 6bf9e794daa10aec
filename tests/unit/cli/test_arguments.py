"""Options that may stand before or after the command."""

from __future__ import annotations

import pytest

from assessor.cli.arguments import arrange


@pytest.mark.parametrize(
    ("typed", "arranged"),
    [
        ("assess 11 --db x.db", "--db x.db assess 11"),
        ("assess 11 --db=x.db", "--db=x.db assess 11"),
        ("--json assess 11", "assess 11 --json"),
        ("assess --json 11 --json", "assess 11 --json"),
        ("log verify --verbose --size 3 --actor a", "--verbose --actor a log verify --size 3"),
        ("rules check --quiet", "--quiet rules check"),
        ("assess 11", "assess 11"),
        ("", ""),
        ("assess 11 --db", "--db assess 11"),
        ("signal show --json -- --db", "signal show --json -- --db"),
        ("assess --database x", "assess --database x"),
    ],
)
def test_shared_options_come_first_and_json_last(typed, arranged):
    assert arrange(typed.split()) == arranged.split()


def test_a_value_that_looks_like_an_option_stays_with_its_option():
    assert arrange(["assess", "--db", "--json"]) == ["--db", "--json", "assess"]
