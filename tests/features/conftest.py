"""Steps of the shipped features, in the glossary's words."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pytest_bdd import given, parsers, then, when

from assessor.audit import compute_root, hash_leaf, render_root
from assessor.domain.evidence import Signal
from assessor.engine.events import group_events
from assessor.engine.facets import PARTS
from assessor.engine.matching import match
from assessor.errors import VerificationError
from assessor.report.headline import headline
from assessor.ruleset.evidential import Selector
from assessor.services.correct_signal import retract_signal
from assessor.services.diff import diff_recorded
from assessor.services.erase_content import erase_content
from assessor.services.explain import explain_recorded
from assessor.services.list_evidence import list_evidence
from assessor.services.outlook import look_out
from assessor.services.override import lift_override, set_override
from assessor.services.rebuild import compare, rebuild
from assessor.services.record_evidence import record_batch
from assessor.services.replay import replay
from assessor.services.show_log import show_log
from assessor.services.trace import trace_evidence
from assessor.services.verify_log import verify_log
from assessor.services.withdraw_batch import withdraw_batch
from tests.features.world import World, shipped_batches

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.domain.assessment import Verdict
    from assessor.domain.change import AttributedChange

Table = list[list[str]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def rows_of(table: Table) -> list[dict[str, str]]:
    header, *rows = table
    return [dict(zip(header, row, strict=True)) for row in rows]


def verdict(world: World) -> Verdict:
    return world.results[-1].assessment.verdict


# --- given ---


@given(parsers.parse('the framework "{framework}" with its evidence'))
def _(world: World, framework: str) -> None:
    world.begin(framework)


@given(parsers.parse('the framework "{framework}" with its feeds alone'))
def _(world: World, framework: str) -> None:
    world.begin(framework, feeds_only=True)


@given(parsers.parse('without signals of stage "{stage}" dated {month}'))
def _(world: World, stage: str, month: str) -> None:
    dropped = world.drop_signals(
        lambda s: str(s.date).startswith(month) and any(impact.stage == stage for impact in s.impacts)
    )
    assert dropped > 0, "the scenario means to leave something out"


@given(parsers.parse('these signals on cell "{cell}"'))
def _(world: World, cell: str, datatable: Table) -> None:
    world.add_signals(cell, rows_of(datatable))


@given(parsers.parse('these signals on cell "{cell}", all copies of one report'))
def _(world: World, cell: str, datatable: Table) -> None:
    world.add_signals(cell, rows_of(datatable), copies=True)


@given(parsers.parse('cell "{cell}" was assessed as of {as_of} and known at {known_at}'))
def _(world: World, cell: str, as_of: str, known_at: str) -> None:
    world.assess(cell, as_of, known_at)


# --- when ---


@when(parsers.parse('the outlook of cell "{cell}" is judged as of {as_of}'))
def _(world: World, cell: str, as_of: str) -> None:
    world.log_size = world.act(lambda context: verify_log(context).size)
    world.outlook = world.act(lambda context: look_out(context, cell, as_of=date.fromisoformat(as_of)))


@when(parsers.parse('these signals on cell "{cell}" become known on {day}'))
def _(world: World, cell: str, day: str, datatable: Table) -> None:
    world.add_signals(cell, rows_of(datatable), known=day)


@when(parsers.parse('cell "{cell}" is assessed as of {as_of} and known at {known_at}'))
def _(world: World, cell: str, as_of: str, known_at: str) -> None:
    world.assess(cell, as_of, known_at)


@when(parsers.parse('cell "{cell}" is tried as of {as_of} and known at {known_at}'))
def _(world: World, cell: str, as_of: str, known_at: str) -> None:
    world.assess(cell, as_of, known_at, dry_run=True)


@when("the evidence is imported again")
def _(world: World) -> None:
    world.fill()
    batches = shipped_batches(world.framework)
    again = world.act(lambda context: [record_batch(context, batch) for batch in batches])
    world.recorded = sum(len(batch.recorded) for batch in again)
    assert sum(len(batch.already) for batch in again) > 0


@when(parsers.parse("somebody changes one byte of entry {index:d} with the triggers dropped"))
def _(world: World, index: int) -> None:
    with sqlite3.connect(world.database) as raw:
        (data,) = raw.execute("SELECT data FROM log_entry WHERE entry_index = ?", (index,)).fetchone()
    raw.close()
    place = len(data) // 2
    changed = data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :]
    world.tamper(("UPDATE log_entry SET data = ? WHERE entry_index = ?", (changed, index)))


@when("the root is kept")
def _(world: World) -> None:
    world.kept_root = render_root(world.act(verify_log).root)


@when("somebody replaces the last entry and every hash with the triggers dropped")
def _(world: World) -> None:
    with sqlite3.connect(world.database) as raw:
        rows = raw.execute("SELECT entry_index, data FROM log_entry ORDER BY entry_index").fetchall()
    raw.close()
    index, data = rows[-1]
    forged = data.replace(b'"read_set":{"count":', b'"read_set":{"count":1', 1)
    assert forged != data
    leaves = [hash_leaf(d) for _, d in rows[:-1]] + [hash_leaf(forged)]
    frontier = []
    size, at = len(leaves), 0
    for bit in reversed(range(size.bit_length())):
        if size >> bit & 1:
            frontier.append(compute_root(leaves[at : at + (1 << bit)]))
            at += 1 << bit
    world.tamper(
        ("UPDATE log_entry SET data = ?, leaf_hash = ? WHERE entry_index = ?", (forged, leaves[-1], index)),
        ("UPDATE log_head SET root = ?, frontier = ?", (compute_root(leaves), b"".join(frontier))),
    )


@when(parsers.parse('somebody changes "{old}" to "{new}" in its record with the triggers dropped'))
def _(world: World, old: str, new: str) -> None:
    address = world.act(lambda context: show_log(context, -1, 1))[0].body["record"]
    with sqlite3.connect(world.database) as raw:
        (data,) = raw.execute("SELECT data FROM content WHERE digest = ?", (address,)).fetchone()
    raw.close()
    changed = data.replace(f'"trajectory":"{old}"'.encode(), f'"trajectory":"{new}"'.encode())
    assert changed != data
    world.tamper(("UPDATE content SET data = ? WHERE digest = ?", (changed, address)))


@when("somebody marks every signal as retracted")
def _(world: World) -> None:
    world.tamper(("UPDATE evidence SET status = 'retracted' WHERE kind = 'signal'", ()))


@when("the words of every signal are erased")
def _(world: World) -> None:
    signals = world.act(lambda context: list_evidence(context, "signal"))
    texts = [signal.text_digest for signal in signals if signal.text_digest is not None]
    assert len(texts) == len(signals) > 0
    world.act(lambda context: erase_content(context, texts, "to see what hangs on them"))


@when(parsers.parse('cell "{cell}" is assessed as of {as_of} and known now'))
def _(world: World, cell: str, as_of: str) -> None:
    world.assess(cell, None if as_of == "today" else as_of, None)


@when(parsers.parse('every signal of stage "{stage}" dated {month} is retracted because "{reason}"'))
def _(world: World, stage: str, month: str, reason: str) -> None:
    signals = [view.item for view in world.act(lambda context: list_evidence(context, "signal"))]
    found = [
        s.id
        for s in signals
        if isinstance(s, Signal) and str(s.date).startswith(month) and any(i.stage == stage for i in s.impacts)
    ]
    assert found, "the scenario means to retract something"
    world.act(lambda context: [retract_signal(context, signal, reason=reason) for signal in found])


@when(parsers.parse('the last batch is withdrawn because "{reason}"'))
def _(world: World, reason: str) -> None:
    world.fill()
    (last,) = world.act(lambda context: show_log(context, -1, 1))
    world.act(lambda context: withdraw_batch(context, str(last.batch), reason=reason))


@when(parsers.parse('cell "{cell}" is overridden to "{trajectory}" by "{author}" because "{reason}"'))
def _(world: World, cell: str, trajectory: str, author: str, reason: str) -> None:
    world.fill()
    until = datetime.now(UTC).date() + timedelta(days=30)
    world.act(lambda context: set_override(context, cell, trajectory, reason=reason, author=author, until=until))


@when(parsers.parse('the override of cell "{cell}" is lifted because "{reason}"'))
def _(world: World, cell: str, reason: str) -> None:
    world.act(lambda context: lift_override(context, cell, reason=reason))


# --- then: the verdict ---


@then(parsers.parse('the trajectory that is issued is "{trajectory}"'))
def _(world: World, trajectory: str) -> None:
    assert world.results[-1].assessment.issued == trajectory


@then("the override says whose it is and what is computed")
def _(world: World) -> None:
    override = world.results[-1].assessment.override
    assert override is not None
    assert (override.author, override.now) == ("analyst-7", verdict(world).trajectory)


@then("no override stands beside the verdict")
def _(world: World) -> None:
    assert world.results[-1].assessment.override is None


@then(parsers.parse('the signal "{signal}" is no evidence'))
def _(world: World, signal: str) -> None:
    signals = world.act(lambda context: list_evidence(context, "signal"))
    assert [view.status for view in signals if view.id == signal] == ["retracted"]


@then(parsers.parse('the trajectory is "{trajectory}"'))
def _(world: World, trajectory: str) -> None:
    assert verdict(world).trajectory == trajectory


@then(parsers.parse('the state of the fold is "{state}"'))
def _(world: World, state: str) -> None:
    assert verdict(world).history[-1].state == state


@then(parsers.parse('the standing is "{standing}"'))
def _(world: World, standing: str) -> None:
    assert verdict(world).standing == standing


@then(parsers.parse('the qualifiers are "{qualifiers}"'))
def _(world: World, qualifiers: str) -> None:
    assert list(verdict(world).qualifiers) == [q.strip() for q in qualifiers.split(",")]


@then("there are no qualifiers")
def _(world: World) -> None:
    assert verdict(world).qualifiers == ()


@then(parsers.parse('the trend is "{trend}"'))
def _(world: World, trend: str) -> None:
    assert verdict(world).trend == trend


@then(parsers.parse('the alternatives are "{alternatives}"'))
def _(world: World, alternatives: str) -> None:
    assert list(verdict(world).alternatives) == [a.strip() for a in alternatives.split(",")]


@then("there are no alternatives")
def _(world: World) -> None:
    assert verdict(world).alternatives == ()


@then(parsers.parse('dimension "{dimension}" is undetermined because it is "{why}"'))
def _(world: World, dimension: str, why: str) -> None:
    (status,) = (d for d in verdict(world).dimensions if d.dimension == dimension)
    assert (status.status, status.why) == ("undetermined", why)


@then(parsers.parse('dimension "{dimension}" names "{indicator}" as stale'))
def _(world: World, dimension: str, indicator: str) -> None:
    (status,) = (d for d in verdict(world).dimensions if d.dimension == dimension)
    assert any(named.startswith(f"{indicator} ") for named in status.stale)


@then("every undetermined dimension says what would settle it")
def _(world: World) -> None:
    undetermined = [d for d in verdict(world).dimensions if d.status == "undetermined"]
    assert undetermined
    assert all(d.settle for d in undetermined)


@then(parsers.parse("{count:d} tensions are active"))
def _(world: World, count: int) -> None:
    assert [t.active for t in verdict(world).tensions].count("met") == count


@then("every active tension has evidence on each side")
def _(world: World) -> None:
    assert all(side.evidence for t in verdict(world).tensions if t.active == "met" for side in t.sides)


@then(parsers.parse('{count:d} outlook branches are "{word}"'))
def _(world: World, count: int, word: str) -> None:
    assert [b.computed for b in verdict(world).outlook] == [word] * count


@then("every distinct step was checked by both engines, where both can run")
def _(world: World) -> None:
    use = world.results[-1].assessment.engines
    if len(use.engines) > 1:
        assert use.distinct == use.checked > 0
    else:
        assert use.reason


@then("the second history begins with the first")
def _(world: World) -> None:
    first, second = (r.assessment.verdict.history for r in world.results)
    assert second[: len(first)] == first


@then("both assessments have the same verdict")
def _(world: World) -> None:
    first, second = (r.assessment.verdict for r in world.results)
    assert first == second


@then(parsers.parse('the evidence "{one}", "{two}" and "{three}" is one event of one origin'))
def _(world: World, one: str, two: str, three: str) -> None:
    case = world.results[-1].evaluation.prepared.case
    told = [t for t in case.told if t.signal.id in {one, two, three}]
    assert len(told) == 3
    matches = [match(Selector(), t, case.cell.cell, case.framework) for t in told]
    (event,) = group_events(m for m in matches if m is not None)
    assert len({root for m in event.matches for root in m.roots}) == 1


# --- then: the record ---


@then(parsers.parse('the last entry is of type "{kind}"'))
def _(world: World, kind: str) -> None:
    (last,) = world.act(lambda context: show_log(context, -1, 1))
    assert last.type == kind


@then("the last entry is not an assessment")
def _(world: World) -> None:
    (last,) = world.act(lambda context: show_log(context, -1, 1))
    assert not last.type.startswith("assessment:")


@then("the last entry names the ruleset, the size of the log and the digest of the read set")
def _(world: World) -> None:
    (last,) = world.act(lambda context: show_log(context, -1, 1))
    assessment = world.results[-1].assessment
    assert last.body["ruleset"] == assessment.ruleset
    assert last.body["log_size"] == last.index
    read = assessment.read_set
    assert last.body["read_set"] == {"count": read.count, "digest": read.digest, "known": read.known}


@then("the second assessment repeats the first")
def _(world: World) -> None:
    first, second = (r.assessment for r in world.results)
    assert second.repeats == first.entry_index
    assert second.entry_index != first.entry_index


@then("it is marked as a trial")
def _(world: World) -> None:
    assessment = world.results[-1].assessment
    assert assessment.trial
    assert assessment.entry_index is None


@then("the log verifies")
def _(world: World) -> None:
    report = world.act(verify_log)
    assert report.is_sound, report.fault


@then(parsers.parse("the log does not verify, and entry {index:d} is named"))
def _(world: World, index: int) -> None:
    fault = world.act(verify_log).fault
    assert fault is not None
    assert fault.index == index


@then("the log verifies without the kept root")
def _(world: World) -> None:
    report = world.act(verify_log)
    assert report.is_sound, report.fault
    assert report.limits


@then("the log does not verify against the kept root")
def _(world: World) -> None:
    report = world.act(lambda context: verify_log(context, expected_root=world.kept_root))
    assert not report.is_sound


@then(parsers.re(r"replaying the log gives (?P<count>\d+) assessments?, all equal"))
def _(world: World, count: str) -> None:
    replayed = world.act(lambda context: list(replay(context)))
    assert [one.differences for one in replayed] == [()] * int(count)


@then(parsers.re(r"replaying the log gives (?P<count>\d+) assessments?, and differs in \"(?P<what>.*)\""))
def _(world: World, count: str, what: str) -> None:
    replayed = world.act(lambda context: list(replay(context)))
    assert [[d.part for d in one.differences] for one in replayed] == [[what]] * int(count)


@then("the tables differ from what the log makes, and a rebuild makes them equal")
def _(world: World) -> None:
    assert world.act(compare).difference is not None
    world.act(rebuild)
    assert world.act(compare).difference is None


@then("nothing was recorded")
def _(world: World) -> None:
    assert world.recorded == 0


# --- why, and why it changed ---

NUMBERS = {"first": 0, "second": 1, "third": 2}
SUBJECTS = {"the rules": "rules", "knowledge": "knowledge", "the world": "world"}


def changes(world: World) -> list[AttributedChange]:
    """What changed in the verdict, its details left out."""
    assert world.difference is not None, "nothing was compared"
    return [change for change in world.difference.changes if change.part in PARTS]


def find_change(world: World, part: str, about: str, subject: str, *, together: bool = False) -> AttributedChange:
    (change,) = (c for c in changes(world) if (c.part, c.about) == (part, about))
    because = tuple(SUBJECTS[name] for name in subject.split(" and "))
    assert (change.because, change.together) == (because, together)
    world.looked_at = change
    return change


@when("the two assessments are compared")
def _(world: World) -> None:
    references = [world.reference(0), world.reference(1)]
    world.difference = world.act(lambda context: diff_recorded(context, *references))


@when(parsers.parse('the rule "{rule}" is published anew, asking for {count:d} events'))
def _(world: World, rule: str, count: int) -> None:
    world.republish(rule, count)


@when("the first assessment is explained from the record")
def _(world: World) -> None:
    world.explained = world.act(lambda context: explain_recorded(context, world.reference(0)))


@when(parsers.parse('somebody makes the signal "{signal}" known from {day} with the triggers dropped'))
def _(world: World, signal: str, day: str) -> None:
    changed = "UPDATE evidence SET known_from = ? WHERE kind = 'signal' AND id = ?"
    world.tamper((changed, (f"{day}T00:00:00.000000Z", signal)))


@then(parsers.parse('the {part:w} changed from "{before}" to "{after}" because {subject} changed'))
def _(world: World, part: str, before: str, after: str, subject: str) -> None:
    change = find_change(world, part, "", subject)
    assert (change.before, change.after) == (before, after)


@then(parsers.parse('the {part:w} changed from "{before}" to "{after}" because {subject} changed together'))
def _(world: World, part: str, before: str, after: str, subject: str) -> None:
    change = find_change(world, part, "", subject, together=True)
    assert (change.before, change.after) == (before, after)


@then(parsers.parse('the finding "{finding}" changed from "{before}" to "{after}" because {subject} changed'))
def _(world: World, finding: str, before: str, after: str, subject: str) -> None:
    change = find_change(world, "finding", finding, subject)
    assert (change.before, change.after) == (before, after)


@then(parsers.parse('the qualifier "{qualifier}" is new because {subject} changed'))
def _(world: World, qualifier: str, subject: str) -> None:
    assert find_change(world, "qualifier", qualifier, subject).before is None


@then(parsers.parse('the qualifier "{qualifier}" is gone because {subject} changed'))
def _(world: World, qualifier: str, subject: str) -> None:
    assert find_change(world, "qualifier", qualifier, subject).after is None


@then(parsers.parse("nothing in the verdict changed because {subject} changed"))
def _(world: World, subject: str) -> None:
    assert not [change for change in changes(world) if SUBJECTS[subject] in change.because]


@then(parsers.parse("only {subject} moved, and {orders:d} orders were tried"))
def _(world: World, subject: str, orders: int) -> None:
    assert world.difference is not None
    moved = tuple(SUBJECTS[name] for name in subject.split(" and "))
    assert (world.difference.moved, world.difference.orders) == (moved, orders)


@then("nothing in the verdict changed")
def _(world: World) -> None:
    assert world.difference is not None
    assert (world.difference.changes, world.difference.moved) == ((), ())


@then(parsers.parse('it came through the rule "{rule}" and the signal "{signal}"'))
def _(world: World, rule: str, signal: str) -> None:
    assert world.looked_at is not None
    (behind,) = world.looked_at.behind
    assert rule in {r.rule for r in behind.rules}
    assert ("signal", signal) in {(item.kind, item.id) for item in behind.items}


@then(parsers.parse('it came through the rule "{rule}", which was edited'))
def _(world: World, rule: str) -> None:
    assert world.looked_at is not None
    (behind,) = world.looked_at.behind
    assert {r.rule for r in behind.rules if r.edited} == {rule}


@then(parsers.parse('the signal "{signal}" was not known before'))
def _(world: World, signal: str) -> None:
    assert world.looked_at is not None
    (item,) = (item for behind in world.looked_at.behind for item in behind.items if item.id == signal)
    assert (item.move, item.before, item.after) == ("added", None, 1)


@then("the explanation is of the verdict that was recorded")
def _(world: World) -> None:
    assert world.explained is not None
    assert world.explained.from_record
    assert world.explained.assessment.verdict == world.results[0].assessment.verdict


@then(parsers.parse('it names the signal "{signal}" as decisive'))
def _(world: World, signal: str) -> None:
    assert world.explained is not None
    assert f"signal {signal}" in (world.explained.assessment.decisive or ())


@then(parsers.parse('it does not name the signal "{signal}"'))
def _(world: World, signal: str) -> None:
    assert world.explained is not None
    assert signal not in "".join(part.model_dump_json() for part in world.explained.parts)


@then(parsers.parse('explaining the first assessment from the record fails, and names the qualifier "{qualifier}"'))
def _(world: World, qualifier: str) -> None:
    with pytest.raises(VerificationError, match=f"qualifier {qualifier}: gone"):
        world.act(lambda context: explain_recorded(context, world.reference(0)))


def role_of(world: World, signal: str, number: str) -> tuple[str, str]:
    world.traced = world.act(lambda context: trace_evidence(context, signal))
    index = world.reference(NUMBERS[number]).entry
    (found,) = (one for one in world.traced.assessments if one.entry_index == index)
    return found.role, found.why


@then(parsers.parse('the signal "{signal}" decided the {number} assessment'))
def _(world: World, signal: str, number: str) -> None:
    assert role_of(world, signal, number) == ("decided", "")


@then(parsers.parse('the signal "{signal}" supported the {number} assessment'))
def _(world: World, signal: str, number: str) -> None:
    assert role_of(world, signal, number) == ("supported", "")


@then(parsers.parse('the signal "{signal}" was read by the {number} assessment'))
def _(world: World, signal: str, number: str) -> None:
    assert role_of(world, signal, number) == ("read", "")


@then(parsers.parse('it was out of reach of the {number} assessment: "{why}"'))
def _(world: World, number: str, why: str) -> None:
    assert world.traced is not None
    assert role_of(world, world.traced.id, number) == ("out of reach", why)


@then(parsers.parse('branch "{branch}" ends in "{verdict}" where {comes_true}'))
def _(world: World, branch: str, verdict: str, comes_true: str) -> None:
    outlook = world.branch(branch).outlook
    every = tuple(assumption.id for assumption in outlook.branch.assumes)
    told = {"nothing new happens": (), "everything comes true": every}
    holds = told.get(comes_true, (comes_true.partition(" ")[0].strip('"'),))
    (subset,) = (one for one in outlook.subsets if one.holds == holds)
    assert headline(subset.verdict) == verdict


@then(parsers.parse('the smallest sets of branch "{branch}" that end in "{verdict}" are'))
def _(world: World, branch: str, verdict: str, datatable: Table) -> None:
    (ending,) = (one for one in world.branch(branch).endings if headline(one.verdict) == verdict)
    assert [list(one) for one in ending.smallest] == datatable


@then("the log has as many entries as before")
def _(world: World) -> None:
    assert world.act(lambda context: verify_log(context).size) == world.log_size
