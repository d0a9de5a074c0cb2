"""How long a whole turn takes over HTTP, in a world of its own: `python -m bench.turn`.

Prints the start time, and per sentence the median and the 95th percentile of RecognizeText by
boto3, in milliseconds: Lex endpoint, Lambda Invoke, fulfillment, the reads, and back.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from deploy.local.isolation import isolate

TURNS = 40
SENTENCES = (
    "help",
    "which version of orders is live in staging",
    "what is deployed in production",
    "whats broken",
)


def main() -> None:
    isolate()
    from deploy.local.clients import local_session  # noqa: PLC0415 - boto3, after the isolation
    from deploy.local.up import Options, start  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        world = start(Options(home=Path(folder)), lambda _: None)
        print(f"start: {time.perf_counter() - began:.2f} s")
        try:
            session: Any = local_session()
            lex = session.client("lexv2-runtime", endpoint_url=world.address.lex_url)
            for sentence in SENTENCES:
                print(measure(lex, sentence))
        finally:
            world.stop()


def measure(lex: Any, sentence: str) -> str:
    """One line: the sentence, median and 95th percentile in milliseconds; the first turn apart."""
    times = [_turn(lex, sentence) for _ in range(TURNS + 1)]
    first, rest = times[0], sorted(times[1:])
    return (
        f"{sentence:45} median {statistics.median(rest):6.1f} ms   "
        f"p95 {rest[int(len(rest) * 0.95)]:6.1f} ms   first {first:6.1f} ms"
    )


def _turn(lex: Any, sentence: str) -> float:
    began = time.perf_counter()
    lex.recognize_text(
        botId="GROUNDCTRL",
        botAliasId="TSTALIASID",
        localeId="en_US",
        sessionId="bench",
        text=sentence,
    )
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
