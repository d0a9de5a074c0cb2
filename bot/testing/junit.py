"""Results as JUnit XML, as CI systems read it: a suite a file, a case a conversation."""

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from bot.testing.reporting import failure_text
from bot.testing.running import Result

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""


def junit_xml(results: Sequence[Result]) -> str:
    """The document, in the results' order."""
    root = ET.Element("testsuites", _counts(results), name="ground test")
    for file, inside in groupby(results, _file):
        root.append(_suite(file, list(inside)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _file(result: Result) -> str:
    return result.script.place.rpartition(":")[0]


def _counts(results: Sequence[Result]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(not result.holds for result in results)),
        "errors": "0",
        "skipped": "0",
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _suite(file: str, results: Sequence[Result]) -> ET.Element:
    suite = ET.Element("testsuite", _counts(results), name=_clean(file))
    for result in results:
        line = result.script.place.rpartition(":")[2]
        title = f"{result.script.title} (line {line})"
        case = ET.SubElement(
            suite,
            "testcase",
            name=_clean(title),
            classname=_clean(file),
            file=_clean(file),
            line=line,
            time=f"{result.seconds:.3f}",
        )
        if not result.holds:
            _failure(case, result)
    return suite


def _failure(case: ET.Element, result: Result) -> None:
    first = result.turns[-1].differences[0]
    message = f"{first.what}: expected {first.expected}, got {first.got}"
    failure = ET.SubElement(case, "failure", message=_clean(message), type=first.what)
    failure.text = _clean(failure_text(result))


def _clean(text: str) -> str:
    return _ILLEGAL.sub("�", text)
