"""
What became of scenarios as JUnit XML, for build servers.

The form is the one that most of them read: `testsuite` with `testcase` elements, each with `time` in seconds
and, where it failed, a `failure` with its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ToldCase:
    """A scenario for a report: the file it stands in, its title, how long it took, and why it failed."""

    file: str
    line: int
    title: str
    seconds: float
    failure: str = ""


def write_junit(cases: Sequence[ToldCase]) -> bytes:
    """Return a document of one suite, in UTF-8."""
    failures = sum(bool(case.failure) for case in cases)
    seconds = sum(case.seconds for case in cases)
    suite = ET.Element(
        "testsuite",
        name="assessor",
        tests=str(len(cases)),
        failures=str(failures),
        errors="0",
        skipped="0",
        time=f"{seconds:.3f}",
    )
    for case in cases:
        element = ET.SubElement(
            suite,
            "testcase",
            classname=safe(case.file),
            name=safe(case.title),
            file=safe(case.file),
            line=str(case.line),
            time=f"{case.seconds:.3f}",
        )
        if case.failure:
            told = safe(case.failure.splitlines()[0])
            ET.SubElement(element, "failure", message=told).text = "\n".join(map(safe, case.failure.splitlines()))
    root = ET.Element("testsuites")
    root.append(suite)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
