"""How well and how fast language is understood, on public data: `python -m bench.nlu`."""
