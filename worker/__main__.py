"""The program: `annonsvakt`, or `python -m worker`."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from worker.cli.run import run
    from worker.cli.terminal import speak_utf8

    speak_utf8()
    return run(_typed() if argv is None else argv)


def _typed() -> list[str]:
    """The arguments, read as UTF-8 whatever the locale says: a phrase may begin with Å."""
    return [os.fsencode(one).decode(errors="surrogateescape") for one in sys.argv[1:]]


if __name__ == "__main__":
    sys.exit(main())
