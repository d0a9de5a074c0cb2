"""The product's definition with a few of its intents: what publishing does is the same, sooner."""

import shutil
from pathlib import Path

INTENTS = (
    "cancel",
    "deployed_versions",
    "fallback",
    "help",
    "restart_service",
    "rollout_status",
    "service_health",
    "service_version",
    "whats_broken",
)
SLOT_TYPES = ("environment", "service")


def trim(intents: Path, fulfillment: Path | None = None) -> None:
    """Take the others out of a copy of `intents/`, and their code out of one of `fulfillment/`."""
    for folder in intents.iterdir():
        if folder.is_dir() and folder.name not in (*INTENTS, "slot_types", "__pycache__"):
            shutil.rmtree(folder)
            if fulfillment is not None:
                for part in ("handlers", "act"):
                    (fulfillment / part / f"{folder.name}.py").unlink(missing_ok=True)
    for file in (intents / "slot_types").glob("*.yaml"):
        if file.stem not in SLOT_TYPES:
            file.unlink()
