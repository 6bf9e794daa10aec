"""`assessor log replay`: recorded assessments evaluated again, and compared byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.meter import Meter
from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.services.replay import Replayed

_MOST_KEPT = 100


def replay(
    context: typer.Context,
    first: Annotated[int, typer.Option("--from", min=0, help="The first entry replayed.")] = 0,
    last: Annotated[int | None, typer.Option("--to", min=0, help="The last; else the end of the log.")] = None,
    as_json: Json = False,
) -> None:
    """Evaluate every recorded assessment again from the log alone; exit 3 where one comes out otherwise."""
    from assessor.services.replay import replay as replay_log

    count = repeated = restatements = different = 0
    kept: list[Replayed] = []
    with opened(context) as assessor, Meter(context, "replaying") as meter:
        for one in replay_log(assessor, first=first, last=last, told=meter):
            count += not one.restated
            restatements += bool(one.restated)
            repeated += one.repeats is not None
            different += bool(one.differences)
            if as_json and (one.differences or one.notes) and len(kept) < _MOST_KEPT:
                kept.append(one)
            elif not as_json:
                _tell(one, meter)
    seconds, rate = round(meter.seconds, 3), meter.rate(count + restatements)
    if as_json:
        sums = {"assessments": count, "repeated": repeated, "restatements": restatements, "different": different}
        print_json({"equal": different == 0, **sums, "told": kept, "seconds": str(seconds), "rate": str(rate)})
    else:
        _tell_sums(count, repeated, restatements, different)
        say(f"{seconds} s, {rate} assessments a second")
    if different:
        raise typer.Exit(ExitCode.NEGATIVE)


def _tell(one: Replayed, meter: Meter) -> None:
    """Print what there is to say of one assessment: nothing where all is as recorded."""
    if not one.differences and not one.notes:
        return
    meter.clear()
    repeats = f", which repeats entry {one.repeats}" if one.repeats is not None else ""
    repeats += f", which restates {one.restated}" if one.restated else ""
    found = "NOT equal; from the record to now" if one.differences else "equal"
    say(f"entry {one.entry_index}{repeats}, cell {one.cell} as of {one.as_of}: {found}")
    for line in (*one.notes, *one.differences):
        say(f"  {line}")


def _tell_sums(count: int, repeated: int, restatements: int, different: int) -> None:
    what = f"{count} recorded assessment{'s' if count != 1 else ''}"
    also = f" ({repeated} of them {'repetitions' if repeated != 1 else 'a repetition'})" if repeated else ""
    also += f" and {restatements} restatement{'s' if restatements != 1 else ''}" if restatements else ""
    if different:
        say(f"NOT equal: {different} of {what}{also} came out otherwise")
    else:
        say(f"equal: {what}{also}, evaluated again from the log alone, byte for byte")
