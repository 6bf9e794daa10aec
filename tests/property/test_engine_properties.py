"""What must hold of every evaluation, on generated rulesets and evidence."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.engine.decisive import decisive_items
from assessor.engine.evaluate import core, evaluate
from assessor.engine.inference import CrossChecked, DurableEngine, NativeEngine, StepMemo
from assessor.engine.reference import Reference
from assessor.errors import EvidenceInvalidError
from tests.property.examples import examples
from tests.property.worlds import LAST, MOMENT, core_without, evidence, known, rulesets, versions_of


def judge(ruleset, versions, as_of=LAST):
    try:
        return evaluate(ruleset, known(versions), "1", as_of, CrossChecked(NativeEngine(), None))
    except EvidenceInvalidError:  # generated dates of one report may share no day
        assume(False)
        raise


class Remembering(Reference):
    """The reference, asked for nothing twice: what it says of a condition, a day and a day's state is one answer."""

    def __init__(self, *given):
        super().__init__(*given)
        self.said = {}

    def outcome(self, condition, day, state_day):
        key = (id(condition), day, state_day)
        if key not in self.said:
            self.said[key] = super().outcome(condition, day, state_day)
        return self.said[key]


@examples(25, derandomize=True)
@given(rulesets(), evidence())
def test_the_plan_and_its_columns_conclude_what_the_reference_concludes(ruleset, versions):
    evaluation = judge(ruleset, versions)
    fold = evaluation.timeline.folds["1"]
    plan = fold.plan
    for expected, record in zip(Remembering(ruleset, known(versions), "1").run(LAST), fold.days, strict=True):
        assert record.state == expected.state
        assert {f: record.before[n] for f, n in plan.before.findings.items()} == expected.findings
    if evaluation.verdict.standing == "sufficient":
        assert evaluation.verdict.qualifiers == expected.qualifiers
        assert evaluation.verdict.trend == expected.trend
    statuses = {d.dimension: d.status for d in evaluation.verdict.dimensions if d.status != "undetermined"}
    assert statuses == expected.statuses


@examples(15, derandomize=True)
@given(rulesets(), evidence(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(ruleset, versions, random):
    shuffled = list(versions)
    random.shuffle(shuffled)
    assert judge(ruleset, versions).verdict == judge(ruleset, shuffled).verdict


@examples(15, derandomize=True)
@given(rulesets(), evidence())
def test_what_is_known_later_does_not_matter(ruleset, versions):
    late = [
        v.__class__(
            v.kind,
            f"late-{v.id}",
            1,
            v.item.model_copy(update={"id": f"late-{v.id}"}),
            "sha256:l",
            MOMENT + timedelta(1),
        )
        for v in versions
        if v.kind == "signal"
    ]
    assert judge(ruleset, versions).verdict == judge(ruleset, [*versions, *late]).verdict


@examples(15, derandomize=True)
@given(rulesets(), evidence())
def test_what_happened_after_the_day_judged_does_not_matter(ruleset, versions):
    after = {
        "id": "after",
        "title": "after",
        "date": str(LAST + timedelta(days=1)),
        "sources": ["s1"],
        "event": "of-its-own",
        "impacts": [{"cell": "1", "direction": "up", "dimensions": ["d"], "stage": "act", "severity": "high"}],
    }
    reading = {"indicator": "x", "period": "2024-06", "unit": "u", "source": "s0", "value": "9"}
    added = versions_of([Signal.model_validate(after), Reading.model_validate(reading)])
    assert judge(ruleset, versions).verdict == judge(ruleset, [*versions, *added]).verdict


@examples(15, derandomize=True)
@given(rulesets(), evidence())
def test_a_signal_on_another_cell_changes_nothing(ruleset, versions):
    other = {"id": "other", "title": "o", "date": "2024-03-01", "sources": ["s1"], "impacts": [{"cell": "2"}]}
    added = versions_of([Signal.model_validate(other)])
    before, after = judge(ruleset, versions), judge(ruleset, [*versions, *added])
    assert before.verdict == after.verdict
    assert before.read_digest == after.read_digest


@examples(15, derandomize=True)
@given(rulesets(), evidence())
def test_unknown_never_fires(ruleset, versions):
    evaluation = judge(ruleset, versions)
    fold = evaluation.timeline.folds["1"]
    for move in fold.moves:
        record = fold.days[(move.day - fold.days[0].day).days]
        assert record.before[fold.plan.before.rules[move.rule]] == 1


@examples(25, derandomize=True)
@given(rulesets(), evidence(), st.data())
def test_every_set_between_support_and_read_set_gives_the_verdict(ruleset, versions, data):
    evaluation = judge(ruleset, versions)
    support = {(r.kind, r.id) for r in evaluation.support}
    removable = sorted(
        (r.kind, r.id) for r in evaluation.read_set if r.kind != "source" and (r.kind, r.id) not in support
    )
    chosen = data.draw(st.lists(st.sampled_from(removable), unique=True)) if removable else []
    for gone in (tuple(chosen), tuple(removable)):
        assert core_without(evaluation, gone) == core(evaluation.verdict)


@examples(25, derandomize=True)
@given(rulesets(), evidence())
def test_decisive_are_the_items_of_the_support_without_which_the_verdict_is_another(ruleset, versions):
    evaluation = judge(ruleset, versions)
    keys = [(r.kind, r.id) for r in evaluation.support if r.kind != "source"]
    expected = tuple(key for key in keys if core_without(evaluation, (key,)) != core(evaluation.verdict))
    assert decisive_items(evaluation) == expected


def shifted(item, years=28):
    """Return an item with every date moved; 28 years keep leap years and weekdays."""

    def move(text):
        return text if text in {"", ".."} else f"{int(text[:4]) + years}{text[4:]}"

    data = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(item, Source):
        data["published"] = move(data["published"])
    elif isinstance(item, Signal):
        data["date"] = "/".join(move(part) for part in data["date"].split("/"))
    elif isinstance(item, Reading):
        data["period"] = move(data["period"])
    elif isinstance(item, Feed):
        for span in [*data["watches"], *data.get("gaps", [])]:
            span.update({k: move(v) for k, v in span.items() if v is not None})
    return type(item).model_validate(data)


@examples(25, derandomize=True)
@given(rulesets(), evidence())
def test_twenty_eight_years_later_all_is_the_same(ruleset, versions):
    framework = ruleset.framework
    later = ruleset.model_copy(
        update={
            "framework": framework.model_copy(update={"epoch": framework.epoch.replace(year=framework.epoch.year + 28)})
        }
    )
    moved = versions_of([shifted(v.item) for v in versions])
    now, then = judge(ruleset, versions), judge(later, moved, LAST.replace(year=LAST.year + 28))
    assert core(now.verdict)[2:] == core(then.verdict)[2:]
    assert now.verdict.trajectory == then.verdict.trajectory
    days = [(c.day.replace(year=c.day.year + 28), c.state, c.rule) for c in now.verdict.history]
    assert days == [(c.day, c.state, c.rule) for c in then.verdict.history]


@examples(25, derandomize=True)
@given(rulesets(), evidence())
def test_names_do_not_matter(ruleset, versions):
    names = {
        v.id: f"renamed-{len(versions) - place}" for place, v in enumerate(versions) if v.kind in {"signal", "source"}
    }

    def renamed(item):
        data = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for key in ("id", "source", "origin"):
            if data.get(key) in names:
                data[key] = names[data[key]]
        if "sources" in data:
            data["sources"] = [names[s] for s in data["sources"]]
        return type(item).model_validate(data)

    again = judge(ruleset, versions_of([renamed(v.item) for v in versions]))
    assert core(again.verdict) == core(judge(ruleset, versions).verdict)


@examples(15, derandomize=True)
@given(rulesets(), evidence())
def test_two_engines_agree_on_every_distinct_step(ruleset, versions):
    with DurableEngine() as durable:
        checked = CrossChecked(NativeEngine(), durable, StepMemo())
        try:
            evaluate(ruleset, known(versions), "1", date(2024, 3, 1), checked)
        except EvidenceInvalidError:
            assume(False)
        report = checked.check()
    assert report.reason is not None or report.checked == report.distinct
