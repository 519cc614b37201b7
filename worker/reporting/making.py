"""The report made: read in one transaction, counted, and told in every language asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from policies.model import Words
from policies.weekly import Past, Span, Week, span_at, span_before, span_of
from worker.config import Settings
from worker.language import Language
from worker.pages.fitting import fitted
from worker.reporting.concerning import concerns
from worker.reporting.in_json import as_json, tidy
from worker.reporting.looking_back import count, earlier
from worker.reporting.reaching import reached, weighed
from worker.reporting.spreadsheets import findings_csv, queue_csv
from worker.reporting.telling import page_of
from worker.reporting.telling_campaigns import campaign_sections, campaigns_as_json, ran
from worker.reporting.telling_covered import covered_as_json, covered_sections
from worker.reporting.telling_findings import Teller
from worker.reporting.telling_rounds import rounds_as_json, rounds_of, rounds_sections, together
from worker.reporting.telling_trend import last_weeks, trend_as_json, trend_section
from worker.reporting.telling_urgent import urgent, urgent_as_json, urgent_sections
from worker.stopping.elsewhere import elsewhere
from worker.stopping.places import Places
from worker.stopping.recounting import recount
from worker.store import identities
from worker.store.kept import Connection
from worker.store.opening import Store
from worker.store.week import read_week
from worker.store.week_covered import covered
from worker.sweeping.judgement import calendar_of, own_identities


class NotYet(Exception):
    """The week has not begun."""


def asked_span(week: str | None, at: datetime, language: Language) -> Span:
    """The week asked for.

    Raises:
        ValueError: no such week.
        NotYet: it has not begun.
    """
    span = span_of(week, language.zone) if week else span_at(at, language.zone)
    if span.start > at:
        raise NotYet(span.label)
    return span


def make(
    store: Store,
    settings: Settings,
    languages: Sequence[Language],
    span: Span,
    at: datetime,
    *,
    banner: Words | None,
) -> dict[str, dict[str, bytes]]:
    """The report's files by language and name, all of them of one reading of the database."""
    with store.reading() as connection:
        material = read_week(
            connection, span, at, _city(connection, settings), calendar_of(settings)
        )
        concerned = concerns(connection, material.findings, settings, min(at, span.end))
        reach = covered(connection, span)
        rounds = rounds_of(connection, settings, span, at)
        past = earlier(connection, material, settings, span, at)
        counted = _placed(count(material, span, at), past, languages[0])
        campaigns = ran(connection, counted, concerned, material.findings)
        read = reached(connection, material.sweeps, settings, span, at)
    places = Places(state_dir=settings.state_dir)
    stops = recount(places, span, at, beside=elsewhere(store, places, over=True))
    rests = weighed(
        read,
        settings,
        covered=reach,
        rounds=together(rounds),
        stops=stops,
        until=counted.until,
    )
    counted = replace(counted, reach=rests)
    made = {}
    for said in languages:
        teller = Teller(material=material, concerns=concerned, settings=settings, said=said)
        things = urgent(counted, material, concerned, said)
        report = as_json(counted, teller, banner=banner, stops=stops)
        report["urgent"] = urgent_as_json(things, said)
        report["covered"] = covered_as_json(reach, counted, said)
        report["rounds"] = rounds_as_json(rounds)
        weeks = last_weeks(counted, said, whole=counted.reach.current)
        report["trend"] = trend_as_json(weeks)
        report["campaigns"] = campaigns_as_json(counted, campaigns, said)
        page = page_of(counted, teller, banner=banner, stops=stops)
        page = replace(
            page,
            sections=(
                *urgent_sections(things, settings, said),
                *trend_section(weeks, said),
                *page.sections,
                *rounds_sections(rounds, settings, said),
                *campaign_sections(counted, campaigns, settings, said),
                *covered_sections(reach, counted, material, settings, said),
            ),
        )
        shown = fitted(page, said)
        texts = {
            "report.html": shown.html,
            "report.txt": shown.text,
            "report.json": json.dumps(tidy(report), ensure_ascii=False, indent=2) + "\n",
            "findings.csv": findings_csv(counted, teller),
            "queue.csv": queue_csv(counted, material, settings, said),
        }
        made[said.code] = {name: text.encode() for name, text in texts.items()}
    return made


def _placed(week: Week, past: Sequence[Past], said: Language) -> Week:
    """The week among those before it."""
    before = span_before(week.span, said.zone).label
    sent = [one for one in past if one.label == before and one.sent]
    return replace(week, earlier=tuple(past), last=sent[0] if sent else None)


def _city(connection: Connection, settings: Settings) -> frozenset[str]:
    """The ids by which the city's own messages are known, on any platform."""
    named, seen = own_identities(settings), identities.seen(connection)
    return frozenset().union(*named.values(), *seen.values())
