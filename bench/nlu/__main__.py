"""`python -m bench.nlu --data FOLDER [--only NAME] [--embedding LEVEL]`: a table of figures.

Test data is only tested on: models learn from training splits, the out-of-scope threshold from a
validation split, and settings were chosen on held-out parts of the training splits.
"""

import argparse
import sys
import time
from pathlib import Path

from bench.nlu.data import SOURCES
from bench.nlu.experiments import EXPERIMENTS
from bot.nlu import Settings
from bot.nlu.embeddings import LEVELS, best_installed, installed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.nlu", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    parser.add_argument("--only", choices=sorted(EXPERIMENTS))
    parser.add_argument(
        "--embedding", choices=LEVELS, help="the best that is installed, if left out"
    )
    options = parser.parse_args()
    _check(options.data)
    embedder = installed(options.embedding) if options.embedding else best_installed()
    if embedder is None:
        sys.exit(f"the embedding {options.embedding!r} is not installed: see pyproject.toml")
    print(f"embedding: {embedder.level}")
    for name in [options.only] if options.only else list(EXPERIMENTS):
        experiment = EXPERIMENTS[name]
        began = time.perf_counter()
        print(f"\n{name}: {experiment.__doc__}")
        for measured, figure in experiment(options.data, embedder, Settings()):
            print(f"  {measured:75} {figure}", flush=True)
        print(f"  ({time.perf_counter() - began:.0f} s)")


def _check(root: Path) -> None:
    missing = [name for name in SOURCES if not (root / name).is_dir()]
    if missing:
        lines = [f"  {root / name}: {SOURCES[name]}" for name in missing]
        sys.exit("the data is not there; get it from:\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
