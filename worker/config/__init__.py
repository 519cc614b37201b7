"""The configuration: one TOML file, overridden key by key from the environment.

`ANNONSVAKT_SECTION__KEY` (top-level: `ANNONSVAKT_KEY`) wins over the file; lists are JSON; a
variable that ends in `_FILE` names a file that holds the value. Relative paths count from the
file's folder, so that a command finds the same state from wherever it is given.
"""

from worker.config.faults import Fault, Faults
from worker.config.load import load, load_for_stop, notify_socket
from worker.config.settings import Settings

__all__ = [
    "Fault",
    "Faults",
    "Settings",
    "load",
    "load_for_stop",
    "notify_socket",
]
