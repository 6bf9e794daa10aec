"""`assessor content`: the texts beside the log, which can be erased."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

app = typer.Typer(help="Texts kept beside the log.", no_args_is_help=True)


@app.command("erase")
def erase(
    context: typer.Context,
    digests: Annotated[list[str], typer.Argument(metavar="DIGEST...", help="Texts, as `signal show` tells them.")],
    reason: Annotated[str, typer.Option(help="Why, in words that stay for ever: no name, nothing of the text.")],
    as_json: Json = False,
) -> None:
    """Erase the words of signals for good: an entry says so, and their bytes leave the database's files."""
    from assessor.services.erase_content import erase_content

    with opened(context) as assessor:
        erased = erase_content(assessor, digests, reason)
    if as_json:
        print_json({"erased": erased})
        return
    for text in erased:
        before = "was erased before" if text.already else "erased"
        say(f"{text.digest} {before}, entry {text.entry_index}: {', '.join(text.items) or 'the words of no signal'}")
    say("its bytes are in no file of this database; backups, exports and other people's copies are out of its reach")
