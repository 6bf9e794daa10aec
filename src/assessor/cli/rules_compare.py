"""`assessor rules compare`: whether two versions of rules conclude the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page
from assessor.cli.rules_example import flat_reply, tell_reply

if TYPE_CHECKING:
    from collections.abc import Iterable


def compare_rules(
    folder: Annotated[Path, typer.Argument(metavar="A", help="A framework's folder.")],
    other: Annotated[Path, typer.Argument(metavar="B", help="The folder of another version of it.")],
    cell: Annotated[str | None, typer.Option(help="The cell that is judged; else the first that rules judge.")] = None,
    as_json: Json = False,
) -> None:
    """Tell whether two versions of rules conclude the same; exit 3 with scenarios where they do not."""
    from assessor.report.safe import shown
    from assessor.ruleset.load import load_ruleset
    from assessor.workbench.solver.compare import compare
    from assessor.workbench.solver.scenario import number_scenarios
    from assessor.workbench.solver.subject import subject_of

    these = subject_of(load_ruleset(folder).require(), cell)
    found = compare(these, subject_of(load_ruleset(other).require(), these.name))
    if as_json:
        print_json(
            {
                "framework": these.framework.framework,
                "cell": these.name,
                "equivalent": found.is_equivalent,
                "differences": [{"of": what, **flat_reply(reply)} for what, reply in found.differences],
                "same": [{"of": what, "bound": bound} for what, bound in found.same],
                "open": [{"of": what, **flat_reply(reply)} for what, reply in found.open],
                "only_in_one": found.only,
            }
        )
    else:
        texts = [reply.scenario.text for _, reply in found.differences if reply.scenario is not None]
        for text in number_scenarios(texts):
            for line in text.splitlines():
                say(line)
            say("")
        for what, reply in found.open:
            say(f"{what}: {tell_reply(reply)}")
        for bound, those in _by_bound(found.same):
            show_page(shown(f"the same ({bound}): {', '.join(those)}"))
        for what in found.only:
            say(f"{what}: only one of them concludes it")
        counts = f"{len(found.differences)} differ, {len(found.same)} are the same within the bound"
        say(f"of the parts of the verdict on cell {these.name}, {counts}, {len(found.open)} are not found out")
    if not found.is_equivalent:
        raise typer.Exit(ExitCode.NEGATIVE)


def _by_bound(same: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return what is the same, by the bound within which that is held."""
    found: dict[str, list[str]] = {}
    for what, bound in same:
        found.setdefault(bound, []).append(what)
    return list(found.items())
