"""`assessor rules schema`: JSON Schemas that know a framework's own ids, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.errors import ConfigurationError


def schema(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A framework's folder.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where to write; else `schemas` in the folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write JSON Schemas that list the ids of a framework, so that an editor completes them."""
    from assessor.ruleset.load import load_placed
    from assessor.ruleset.own_schemas import generate_own

    loaded, authored = load_placed(folder)
    texts = generate_own(authored, sorted((folder / "evidence").glob("*.yaml")))
    target = out if out is not None else folder / "schemas"
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (target / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"`{target}` cannot be written: {error.strerror}") from error
    if as_json:
        print_json({"folder": str(target), "written": list(texts), "errors": len(loaded.errors)})
        return
    say(f"{len(texts)} schemas written to {target}")
    if loaded.errors:
        say(f"the files have {len(loaded.errors)} errors; what they hide is not listed: `assessor rules check`")
    say("a file's first line chooses one, such as `# yaml-language-server: $schema=../schemas/rules.schema.json`")
