"""Conditions on evidence of every kind that change over the year 2025, and a ruleset with everything in it."""

from __future__ import annotations

from tests.unit.engine.made import (
    feed,
    finding,
    marked,
    months,
    reading,
    reads,
    rule,
    ruleset,
    seen,
    signal,
    source,
    transition,
)

VAGUE = (
    *signal("day", "2025-03-10"),
    *signal("month", "2025-04", dimensions=["e"], tags=["t"]),
    *signal("year", "2025", reported="2025-11-20", severity="high"),
    *signal("silent", "2025-05-05", direction="unstated", severity="unstated", dimensions=["unstated"]),
    *signal("long", "2025-06-10/2025-09", reported="2025-08-01", direction="down"),
    *signal("open", "2025-07/..", reported="2025-08-20", tags=["u"]),
)
TWICE_TOLD = (
    *signal("wide", "2025-02/2025-09", event="raid", reported="2025-10-01"),
    *signal("narrow", "2025-08", event="raid", reported="2025-10-01"),
    *signal("vague", "2025", event="theft", reported="2025-12-20"),
    *signal("precise", "2025-11-11", event="theft", reported="2025-12-20"),
)
WIRE = source("wire", "2025-12-31")
COPIED = (*WIRE, *signal("first", "2025", sources=["wire"]), *signal("second", "2025-06", sources=["wire"]))
GAPPED = feed(gaps=["2025-05-20/2025-05-25"])
SEEN = (*VAGUE, *TWICE_TOLD, *COPIED, *GAPPED)
TWOFOLD = signal(
    "twofold",
    "2025-04-10",
    impacts=[
        {"aspect": "work", "direction": "up", "dimensions": ["d"]},
        {"aspect": "shape", "direction": "unstated", "dimensions": ["e"]},
    ],
)
POSSIBLY_ONE = (*signal("one", "2025-04-10"), *signal("other", "2025-04-10"))
MONTH_ENDS = (*signal("january", "2025-01-30"), *signal("march", "2025-03-01"))
MONTHS = (
    *months("2024-10", 5, 6, 7, None, 4, 9, 2),
    *reading("2025-05", status="suppressed"),
    *months("2025-06", 8, 8),
)
OTHERS = (*months("2025-01", 1, 2, 3, 4, of="y"), *months("2025-02", 9, 1, of="z"))

SCENES = {
    "one": (seen("P2M", direction="up"), SEEN),
    "none": (seen("P2M", bounds={"count": {"at_most": 0}}, direction="down"), SEEN),
    "watched for a while": (seen("P1M"), feed(since="2025-02-10", to="2025-09-20")),
    "two dimensions, one of them perhaps": (
        seen("P1M", bounds={"spread": {"at_least": 2}}, direction="up"),
        (*TWOFOLD, *feed()),
    ),
    "possibly one": (seen("P1M", bounds={"count": {"at_least": 2}}), (*POSSIBLY_ONE, *feed())),
    "month ends": (seen("P1M"), (*MONTH_ENDS, *feed())),
    "two to three": (seen("P3M", bounds={"count": {"at_least": 2, "at_most": 3}}), SEEN),
    "two origins": (seen("P2M", bounds={"origins": {"at_least": 2}}), SEEN),
    "two dimensions": (seen("P2M", bounds={"spread": {"at_least": 2}}), SEEN),
    "weight": (seen("P2M", bounds={"weight": {"at_least": 4}}), SEEN),
    "decayed": (seen("P2M", bounds={"weight": {"at_least": 2, "half_life": 20}}), SEEN),
    "light": (seen("P2M", bounds={"weight": {"at_most": 3}}), (*VAGUE, *feed())),
    "tagged": (seen("P1M", tags="t"), SEEN),
    "after": ({**seen("P6M", direction="up"), "after": {"direction": "down"}}, SEEN),
    "told twice": (seen("P1M"), (*TWICE_TOLD, *feed())),
    "copied": (seen("P1M"), (*COPIED, *feed())),
    "latest": (reads({"at_least": 5}, "P2M"), MONTHS),
    "mean": (reads({"above": 5}, "P2M", take="mean", periods=2), MONTHS),
    "change": (reads({"below": 0}, "P2M", change={"from": "P2M", "as": "difference"}), MONTHS),
    "streak": (reads({"at_least": 5}, "P3M", streak=2), MONTHS),
    "highest": (
        {"readings": ["x", "y", "z"], "across": "highest", "is": {"at_least": 5}, "max_age": "P2M"},
        (*MONTHS, *OTHERS),
    ),
    "how many": (
        {"readings": ["x", "y"], "across": "how_many", "is": {"at_least": 3}, "how_many": {"at_least": 2}}
        | {"max_age": "P2M"},
        (*MONTHS, *OTHERS),
    ),
}

EVERYTHING = ruleset(
    finding("busy", seen("P2M", bounds={"count": {"at_least": 3}})),
    finding("calm", seen("P1M", bounds={"count": {"at_most": 0}}, direction="down")),
    finding("corroborated", seen("P3M", bounds={"origins": {"at_least": 3}, "weight": {"at_least": 3}})),
    finding("higher", reads({"above": 0}, "P3M", change={"from": "P1M", "as": "difference"})),
    transition("A-B", {"all": [{"finding": "busy"}, {"finding": "corroborated"}]}),
    transition("B-C", {"held": "P1W", "condition": {"finding": "calm"}}),
    transition("C-A", {"not": {"any": [{"finding": "calm"}, {"finding": "higher"}]}}),
    rule("q", {"qualifier": "odd"}, {"score": {"busy": 2, "calm": -1, "higher": 1}, "at_least": 2}),
    rule("t", {"trend": "rising"}, {"finding": "higher"}),
    rule("u", {"trend": "falling"}, {"not": {"finding": "higher"}}),
    rule("s", {"dimension": "d", "status": "good"}, {"findings": ["busy", "calm", "higher"], "at_least": 2}),
    rule("v", {"confidence": "down"}, {**seen("P6M"), "after": {"direction": "down"}}),
    standing={"signals": 2, "within": "P3M", "dimensions": 0},
)
ITEMS = (*SEEN, *months("2024-10", 5, 6, 7, None, 4, 9, 2, 3, 8), *marked(reading("2024-09", "4"), look_ahead=True))
