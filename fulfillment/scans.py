"""What a scan found, in words: shared by handlers that show versions."""

from collections.abc import Mapping

from fulfillment.ops.registry.port import Severity
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Cell, Tone

_WORDS: Mapping[Severity, Phrase] = {
    "critical": phrase("severity_critical"),
    "high": phrase("severity_high"),
    "medium": phrase("severity_medium"),
    "low": phrase("severity_low"),
    "informational": phrase("severity_informational"),
    "undefined": phrase("severity_undefined"),
}
_TONES: Mapping[Severity, Tone] = {"critical": "bad", "high": "bad", "medium": "warning"}


def severity_text(say: Say, severity: Severity) -> str:
    """ "critical", in the person's language."""
    return say.phrase(_WORDS[severity])


def severity_tone(severity: Severity) -> Tone:
    return _TONES.get(severity, "neutral")


def counts_text(say: Say, counts: Mapping[Severity, int]) -> str:
    """ "1 critical, 2 high and 3 medium": worst first, as they are given; "" for none."""
    said = [
        say("counted_severity", count=count, severity=severity_text(say, one))
        for one, count in counts.items()
    ]
    return say.all_of(said) if said else ""


def counts_cell(say: Say, counts: Mapping[Severity, int] | None) -> Cell:
    """As a cell, coloured by the worst; None is: not scanned."""
    if counts is None:
        return Cell(say("not_scanned"))
    if not counts:
        return Cell(say("nothing_found"), "good")
    return Cell(counts_text(say, counts), severity_tone(next(iter(counts))))
