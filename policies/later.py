"""Evidence that is put together when somebody looks at it, for at most nobody ever does.

An account of 10,000 ads has tens of thousands of passes, and hardly any of them ends a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any


class Later(Mapping[str, Any]):
    """What `tell` gives; it is asked once."""

    def __init__(self, tell: Callable[[], Mapping[str, Any]]) -> None:
        self._tell = tell

    @cached_property
    def _told(self) -> Mapping[str, Any]:
        return self._tell()

    def __getitem__(self, name: str) -> Any:
        return self._told[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)

    def __repr__(self) -> str:
        """As the mapping that it stands for."""
        return repr(self._told)
