"""What stood in the register before the story begins: the city's briefs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from worker.briefs.taking import Taken, read_batch, take_in
from worker.config import Settings
from worker.demo.orders import city_briefs
from worker.language import Language
from worker.store.opening import Store

NAME = "briefs.toml"


def take_in_briefs(
    store: Store, settings: Settings, language: Language, folder: Path, at: datetime
) -> tuple[Taken, ...]:
    """Write the city's briefs to `folder` and take them in, by the same steps as `brief import`.

    Raises:
        OSError: the file cannot be written.
        StoreError: the demo's own database failed.
    """
    file = folder / NAME
    file.write_text(city_briefs(at.astimezone(language.zone).date()), encoding="utf-8")
    return take_in(
        store,
        read_batch(NAME, file.read_bytes()),
        source=NAME,
        named=None,
        departments=settings.departments,
        at=at,
    )
