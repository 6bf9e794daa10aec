"""`assessor log init-key`, `key` and `rotate-key`: the key that signs the log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened


def init_key(context: typer.Context, as_json: Json = False) -> None:
    """Make the signing key, readable by its owner alone, and announce it in the log; harmless when repeated."""
    from assessor.services.log_keys import init_key

    with opened(context) as assessor:
        found = init_key(assessor)
    if as_json:
        print_json(found)
        return
    made = "was there in" if found.repeated else "was made in" if found.was_made else "was taken from"
    say(f"the signing key {made} {found.place}")
    say(f"log `{found.origin}` is signed, from entry {found.entry_index} on, by")
    say(found.key)
    if found.was_made:
        say("keep a copy of the file where nobody else can read it, and hand out the line above")


def show_keys(context: typer.Context, as_json: Json = False) -> None:
    """Print the log's verifier key, and those it replaced."""
    from assessor.errors import SigningKeyError
    from assessor.services.log_keys import show_keys

    with opened(context) as assessor:
        keys = show_keys(assessor)
    if as_json:
        print_json({"keys": keys})
        return
    if not keys:
        raise SigningKeyError("the log has no key yet: run `assessor log init-key`")
    say(keys[-1].key)
    for key in reversed(keys[:-1]):
        say(f"replaced at entry {key.replaced_at}: {key.key}")


def rotate_key(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="NEWFILE", help="Where the new signing key is made.")],
    as_json: Json = False,
) -> None:
    """Replace the signing key: an entry names both, and a checkpoint under both lets verifiers follow."""
    from assessor.services.rotate_key import rotate_key

    with opened(context) as assessor:
        found = rotate_key(assessor, file)
    if as_json:
        print_json(found)
        return
    say(f"entry {found.entry_index} replaces the key {found.replaces}")
    say(f"the log is signed by the key in {found.place} from now on; name that file with ASSESSOR_SIGNING_KEY_FILE:")
    say(found.key)
    say(f"the checkpoint of size {found.checkpoint.size} is under both keys: hand it out, then destroy the old key")
