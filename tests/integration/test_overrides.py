"""An override stands beside the computed verdict, is part of what is recorded, and reaches no evaluation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EntryInvalidError, UsageError
from assessor.report.headline import one_line
from assessor.report.prov import render_prov
from assessor.services.assess import assess
from assessor.services.assessment_name import Reference
from assessor.services.bundle_assessment import bundle_assessment
from assessor.services.checkpoints import make_checkpoint
from assessor.services.correct_signal import retract_signal
from assessor.services.explain import explain_recorded
from assessor.services.history import cell_history
from assessor.services.log_keys import init_key
from assessor.services.override import lift_override, list_overrides, set_override
from assessor.services.rebuild import compare, rebuild
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.replay import replay
from assessor.services.show_assessment import show_assessment
from assessor.services.verify_bundle import verify_bundle
from assessor.services.verify_log import verify_log
from tests.every_type import open_signed
from tests.harbour_log import PROPOSAL, found

WHY = "the harbour master said so"
TODAY, UNTIL = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def context(store, tmp_path):
    with open_signed(store.url, tmp_path) as context:
        found(context)
        record_batch(context, EvidenceFile.model_validate(PROPOSAL), proposed=True)
        yield context


def override(context, trajectory="busy", *, reason=WHY, author="analyst-7", until=UNTIL, key=None):
    return set_override(context, "ferry", trajectory, reason=reason, author=author, until=until, key=key)


def later(context, days):
    context.clock.now += timedelta(days=days)


def judged(context, **asked):
    return assess(context, "ferry", **asked).assessment


def test_the_override_is_issued_and_the_computed_verdict_stays_beside_it(context):
    before = judged(context)
    done = override(context)
    after = judged(context)
    assert (before.verdict.trajectory, before.override, before.issued) == ("idle", None, "idle")
    assert (after.verdict, after.issued) == (before.verdict, "busy")
    assert after.override is not None
    assert (after.override.entry, after.override.computed, after.override.now) == (done.entry_index, "idle", "idle")
    assert (after.override.in_force, after.override.moved, after.override.author) == (True, None, "analyst-7")
    assert after.repeats is None
    assert judged(context, known_at=after.known_at).repeats == after.entry_index


def test_it_is_part_of_what_is_recorded_and_read_back_everywhere(context):
    override(context)
    recorded = judged(context)
    reference = Reference(recorded.entry_index)
    assert show_assessment(context, reference).assessment.override == recorded.override
    assert explain_recorded(context, reference).assessment.override == recorded.override
    assert cell_history(context, "ferry").assessment.issued == "busy"
    assert "busy by override; computed: idle" in one_line(recorded)
    prov = render_prov(recorded, "log.example/1", "2026-02-01T00:00:00.000000Z")
    (entity,) = (name for name in prov["entity"] if "override" in name)
    assert prov["entity"][entity]["assessor:trajectory"] == "busy"
    assert prov["wasAttributedTo"]["_:author"] == {"prov:entity": entity, "prov:agent": "a:actor/analyst-7"}
    init_key(context)
    make_checkpoint(context)
    told = [step.told for step in verify_bundle(bundle_assessment(context, reference))]
    assert "idle; override to busy by analyst-7" in told[-1]


def test_a_bundle_without_the_override_that_it_names_is_refused(context):
    done = override(context)
    reference = Reference(judged(context).entry_index)
    init_key(context)
    make_checkpoint(context)
    bundle = bundle_assessment(context, reference)
    entries = tuple(entry for entry in bundle.entries if entry.index != done.entry_index)
    with pytest.raises(Exception, match=f"entry {done.entry_index} is not enclosed"):
        list(verify_bundle(bundle.model_copy(update={"entries": entries})))


def test_it_is_seen_by_its_own_known_at_alone_and_is_about_no_day_before(context):
    yesterday = datetime(2026, 1, 31, tzinfo=UTC)
    override(context)
    assert judged(context, known_at="2026-01-31").override is None
    assert judged(context, as_of=yesterday.date()).override is None
    assert judged(context, as_of=TODAY).override is not None


def test_one_that_expired_says_so_and_is_not_issued(context):
    override(context)
    later(context, 28)
    assert judged(context, as_of=UNTIL).issued == "busy"
    later(context, 1)
    expired = judged(context)
    assert expired.override is not None
    assert (expired.override.in_force, expired.issued) == (False, "idle")
    assert "expired on 2026-03-01" in expired.override.words


def test_one_that_evidence_has_overtaken_says_which_way(context):
    override(context, "idle")
    accept_signal(context, "ferry-faster")
    up = judged(context)
    assert up.override is not None
    assert (up.verdict.trajectory, up.issued, up.override.moved) == ("busy", "idle", "up")
    assert "computed moved up from idle to busy" in up.override.words
    override(context, "busy")
    retract_signal(context, "ferry-faster", reason=WHY)
    down = judged(context)
    assert down.override is not None
    assert (down.override.computed, down.override.now, down.override.moved) == ("busy", "idle", "down")


def test_it_is_lifted_and_replaced(context):
    first = override(context)
    second = override(context, "idle")
    replacing = judged(context).override
    assert replacing is not None
    assert (replacing.entry, replacing.trajectory) == (second.entry_index, "idle")
    lifted = lift_override(context, "ferry", reason="it has passed")
    assert judged(context).override is None
    assert [(o.override.entry, o.state, o.ended_by) for o in list_overrides(context)] == [
        (first.entry_index, "replaced", second.entry_index),
        (second.entry_index, "lifted", lifted.entry_index),
    ]
    with pytest.raises(UsageError, match="cell `ferry` has no override"):
        lift_override(context, "ferry", reason=WHY)
    third = override(context)
    assert list_overrides(context, "ferry")[-1].state == "in force"
    assert list_overrides(context, "harbour") == ()
    later(context, 60)
    assert (list_overrides(context)[-1].override.entry, list_overrides(context)[-1].state) == (
        third.entry_index,
        "expired",
    )


@pytest.mark.parametrize(
    ("changed", "error", "told"),
    [
        ({"trajectory": "bussy"}, UsageError, "did you mean `busy`"),
        ({"until": date(2026, 1, 31)}, UsageError, "lies before today"),
        ({"reason": ""}, EntryInvalidError, "reason"),
        ({"author": " x"}, EntryInvalidError, "author"),
    ],
)
def test_one_that_makes_no_sense_is_refused(context, changed, error, told):
    with pytest.raises(error, match=told):
        override(context, **changed)
    assert list_overrides(context) == ()
    with pytest.raises(UsageError, match="cell `fery`"):
        set_override(context, "fery", "busy", reason=WHY, author="a", until=UNTIL)


def test_under_its_key_it_is_set_and_lifted_once(context):
    assert override(context, key="k") == override(context, key="k")
    lifted = [lift_override(context, "ferry", reason=WHY, key="l") for _ in range(2)]
    assert lifted[0] == lifted[1]
    assert len(list_overrides(context)) == 1


def test_replay_tables_and_verification_understand_it(context):
    judged(context)
    override(context)
    recorded = judged(context)
    judged(context, known_at=recorded.known_at)
    lift_override(context, "ferry", reason=WHY)
    judged(context)
    assert [one.differences for one in replay(context)] == [()] * 4
    assert compare(context).difference is None
    rows = rebuild(context).rows
    assert rows["override"] == 2
    assert compare(context).rows == rows
    assert verify_log(context).is_sound
