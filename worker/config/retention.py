"""`[retention]`: how long each class of what was read is kept; strict values are the defaults."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from policies.model import Words
from policies.retention import TERMS, Kept, strict
from worker.config.refused import Refused
from worker.config.sections import Section

Hours = Annotated[int, Field(ge=1, le=24 * 365)]
Days = Annotated[int, Field(ge=1, le=36500)]
_LIMITS = {one.key: one for one in TERMS if one.limit is not None}


class Retention(Section):
    """`[retention]`."""

    linkedin_comment_hours: Hours = 48
    linkedin_ads_days: Days = 365
    meta_comment_days: Days = 30
    meta_ads_days: Days = 365
    x_days: Days = 90
    round_days: Days = 365
    mail_days: Days = 28
    report_days: Days = 365
    copy_days: Days = 31
    sweep_days: Days = 365
    learnt_days: Days = 30
    slot_days: Days = 30

    @field_validator(*_LIMITS)
    @classmethod
    def _within_terms(cls, value: int, info: ValidationInfo) -> int:
        """Refuse what is longer than a platform's binding terms."""
        one = _LIMITS[info.field_name or ""]
        if one.limit is not None and value > one.limit:
            told = {"limit": str(one.limit), "source": one.source}
            raise Refused(
                Words(
                    "is longer than the terms allow ({source}): write at most {limit}. "
                    "What one campaign needs for longer is kept by `annonsvakt purge hold`",
                    told,
                )
            )
        return value

    def kept(self) -> Kept:
        """How long each class is kept."""
        return strict(**self.model_dump())
