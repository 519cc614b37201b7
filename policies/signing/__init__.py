"""Whether an answer ends with the first name of whoever wrote it (C13).

Answers are signed in many ways: `/Anna`, `//Anna K, Stockholms stad`, `Hälsningar Anna`, or a last
line `Anna` with a link below it. A known name counts in any of them; an unknown word counts where
only a name would stand. Where a word may be a name, or whom the answer speaks to, nobody can tell.
"""

from __future__ import annotations

from policies.signing.ending import Ending, ending
from policies.signing.words import Signing

__all__ = ["Ending", "Signing", "ending"]
