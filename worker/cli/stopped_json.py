"""A plan, a stop or a resume as JSON: the keys of the contract, and a few more."""

from __future__ import annotations

from typing import Any

from policies.crisis import Doing, NotCovered, Outcome, Row, account_link, phrase
from policies.model import Unread
from worker.cli.requested import requests_of
from worker.language import Language
from worker.stopping.outcome import Result, Spared
from worker.stopping.pacing import Paced


def as_json(result: Result, language: Language) -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "stop_id": result.stop_id,
        "phrase": phrase_of(result, language),
        "targets": [_target(row, language) for row in result.rows],
        "verified": result.verified,
        "residue": [
            *(_target(row, language) | {"link": link_of(row)} for row in result.left),
            *(_account(gap, language) for gap in result.gaps),
        ],
        "unread": [_unread(gap, language) for gap in result.unread],
        "not_covered": [_not_covered(one, language) for one in result.not_covered],
        "exempted": [_spared(one) for one in result.exempted],
        "timing": [_paced(one) for one in result.paced],
        "requests": requests_of(result.requests),
        "seconds": round(result.seconds, 3),
        "joined": result.joined,
        "journal": result.journal,
        "head": result.head,
    }


def phrase_of(result: Result, language: Language) -> str | None:
    """The phrase; null where none is asked for."""
    if result.withheld:
        return None
    if not result.number and (result.doing is Doing.STOP or not result.rows):
        return None
    return phrase(result.doing, result.number, language.code)


def link_of(row: Row) -> str:
    """The page on which a person turns it, in the platform's own tool."""
    return row.switch.link or account_link(row.switch.platform, row.switch.account_id)


def _target(row: Row, language: Language) -> dict[str, Any]:
    one = row.switch
    return {
        "platform": one.platform,
        "account_id": one.account_id,
        "campaign_id": one.campaign_id,
        "level": one.level,
        "name": one.name,
        "before": one.intent,
        "outcome": row.outcome,
        "error": language.say(row.error) if row.error else None,
    }


def _account(gap: Unread, language: Language) -> dict[str, Any]:
    """An account, or a platform, that could not be read, as a row of the residue."""
    return {
        "platform": gap.platform,
        "account_id": gap.account_id,
        "campaign_id": None,
        "level": None,
        "name": None,
        "before": None,
        "outcome": Outcome.UNKNOWN,
        "error": language.say(gap.because),
        "link": account_link(gap.platform, gap.account_id),
    }


def _unread(gap: Unread, language: Language) -> dict[str, Any]:
    return {
        "platform": gap.platform,
        "account": gap.account_id,
        "what": gap.what,
        "because": language.say(gap.because),
    }


def _not_covered(one: NotCovered, language: Language) -> dict[str, Any]:
    return {"channel": one.channel, "because": language.say(one.because), "link": one.link}


def _spared(one: Spared) -> dict[str, Any]:
    """What a person has exempted, as it was read; null where no reading held it."""
    switch = one.switch
    return {
        "exempt": one.number,
        "platform": switch.platform if switch else None,
        "account_id": switch.account_id if switch else None,
        "campaign_id": switch.campaign_id if switch else one.number,
        "level": switch.level if switch else None,
        "name": switch.name if switch else None,
        "status": switch.intent if switch else None,
    }


def _paced(one: Paced) -> dict[str, Any]:
    """An account whose writes must wait, and for how long in all."""
    return {
        "platform": one.platform,
        "account_id": one.account_id,
        "writes": one.writes,
        "at_once": one.at_once,
        "seconds": round(one.seconds),
    }
