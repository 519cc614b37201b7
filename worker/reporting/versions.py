"""The same report in every language in which somebody gets it."""

from __future__ import annotations

from policies.model import Words
from worker.config import Settings
from worker.language import Language
from worker.reporting.mailing import languages_of
from worker.reporting.writing import Written, write_report
from worker.store.opening import Store


def versions(
    store: Store, settings: Settings, written: Written, banner: Words | None = None
) -> tuple[Written, ...]:
    """The report as it is written, and what else is needed, in folders of their own below it.

    Raises:
        Unreachable: the database failed.
        OSError: the files cannot be written.
    """
    folder = written.paths["report.html"].parent
    mine = written.said.code
    others = [code for code in languages_of(settings, mine) if code != mine]
    return (
        written,
        *(
            write_report(
                store,
                settings,
                Language(code, written.said.zone),
                week=written.label,
                at=written.at,
                out=folder / code,
                banner=banner,
            )
            for code in others
        ),
    )
