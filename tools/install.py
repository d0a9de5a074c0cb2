"""`python tools/install.py LOCK`: pip, with its progress in one line instead of two hundred."""

import subprocess
import sys
from pathlib import Path


def main(lock: str) -> int:
    """Install what the lock file names; pip's exit code. What pip complains of is shown whole."""
    total = sum("==" in line for line in Path(lock).read_text(encoding="utf-8").splitlines())
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    process = subprocess.Popen(  # noqa: S603 - pip, on our own lock file
        [*command, "--progress-bar", "off", "--requirement", lock],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seen, lines = 0, []
    for line in process.stdout or ():
        lines.append(line)
        if line.startswith(("Collecting ", "Requirement already")):
            seen += 1
            show(f"package {min(seen, total)} of {total}")
        elif line.startswith("Installing"):
            show(f"installing {total} packages")
    code = process.wait()
    show("done\n" if code == 0 else "failed\n")
    if code:
        sys.stdout.write("".join(lines[-30:]))
    return code


def show(step: str) -> None:
    """On a terminal over the last one; in a log only the end."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K  {step}")
    elif step.endswith("\n"):
        sys.stdout.write(f"  {step}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
