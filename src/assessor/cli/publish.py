"""`assessor publish`: the record as a site of static pages."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.meter import Meter
from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened
from assessor.errors import UsageError


class Bundles(StrEnum):
    """Of which assessments bundles are published."""

    LATEST = "latest"
    ALL = "all"
    NONE = "none"


def publish(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder, or an earlier site.")],
    bundles: Annotated[
        Bundles, typer.Option(help="Bundles of the latest assessment of each cell, of all, or of none.")
    ] = Bundles.LATEST,
    address: Annotated[
        str,
        typer.Option(metavar="URL", help="Where the site will be found; links of its feed are relative without it."),
    ] = "",
    as_json: Json = False,
) -> None:
    """Write the record as pages that open from a disk or any web server, and that a reader can check."""
    from assessor.site.pages.wording import number_of
    from assessor.site.publish import publish_site

    if address and not address.startswith(("https://", "http://")):
        raise UsageError(f"--address is `{address}`: it is an address such as https://example.org/site/")
    root = f"{address.rstrip('/')}/" if address else ""
    with opened(context) as assessor, Meter(context, "publishing", unit="assessment") as meter:
        found = publish_site(assessor, folder, bundles=bundles.value, address=root, told=meter)
        seconds = round(meter.seconds, 1)
    if as_json:
        print_json({"folder": str(folder), "seconds": str(seconds), **{n: getattr(found, n) for n in found.__slots__}})
        return
    cells, assessments = number_of(found.cells, "cell"), number_of(found.assessments, "assessment")
    say(f"{cells} and {assessments} of log `{found.origin}` are published in {folder}")
    say(f"{number_of(found.written, 'file')} written, {found.kept} as they were, {seconds} s")
    say(f"open {folder}/index.html")
