"""Addresses: each id has one of its own, and every disk and web server can hold it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from assessor.site.names import folder_name, up_from

IDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=120)


@given(IDS)
def test_a_folder_is_plain_letters_of_a_length_that_disks_take(name):
    assert re.fullmatch(r"[a-z0-9_-]{1,100}", folder_name(name))


@given(IDS, IDS)
def test_two_ids_have_two_folders(one, other):
    assert (folder_name(one) == folder_name(other)) == (one == other)


def test_ids_that_mean_something_to_a_disk_do_not():
    assert [folder_name(name) for name in ("..", "a/b", "A", "11")] == ["_2e_2e", "a_2fb", "_41", "11"]


def test_letters_that_some_disks_take_for_the_same_are_kept_apart():
    assert len({folder_name(name).casefold() for name in ("Sonora", "sonora", "SONORA", "sońora")}) == 4


def test_the_way_up_is_as_long_as_the_way_down():
    assert [up_from(page) for page in ("index.html", "cells/11/index.html")] == ["", "../../"]
