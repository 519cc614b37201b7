"""Properties are tried without a clock on each example, for machines are shared; the same in CI."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("anywhere", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("anywhere"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")
