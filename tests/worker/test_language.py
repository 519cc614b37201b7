"""Sentences, dates and amounts in two languages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from policies.model import Money, Words
from worker.language import Language

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_a_sentence_is_said_in_both_languages():
    words = Words("The configuration is sound. Platforms: {names}.", {"names": "meta"})
    assert Language("sv", STOCKHOLM).say(words) == (
        "Konfigurationen är i ordning. Plattformar: meta."
    )
    assert Language("en", STOCKHOLM).say(words) == words.english()


def test_what_is_not_in_the_catalogue_is_said_in_english():
    assert Language("sv", STOCKHOLM).text("Nothing {like} this", like="x") == "Nothing x this"


def test_values_are_never_read_as_templates():
    words = Words("{text}", {"text": "{0} {text.__class__}"})
    assert Language("sv", STOCKHOLM).say(words) == "{0} {text.__class__}"


def test_instants_are_local_and_named_by_weekday():
    when = datetime(2026, 11, 16, 16, 0, tzinfo=UTC)
    assert Language("sv", STOCKHOLM).instant(when) == "mån 16 nov. 2026 17:00"
    assert Language("en", STOCKHOLM).instant(when) == "Mon 16 Nov 2026 17:00"


def test_numbers_and_money_take_the_languages_form():
    swedish = Language("sv", STOCKHOLM)
    assert swedish.number(1234.5) == "1\xa0234,5"
    assert swedish.money(Money(amount=Decimal("25000"), currency="SEK")) == "25\xa0000,00\xa0kr"


@pytest.mark.parametrize("code", ["sv", "en"])
def test_an_empty_value_does_not_fail(code):
    assert Language(code, STOCKHOLM).text("{a}", a="") == ""


def test_kinds_of_breach_are_named_in_the_same_language():
    told = Words("It may break the house rules: {kinds}.", {"kinds": "threat, spam link"})
    swedish = Language("sv", ZoneInfo("Europe/Stockholm"))
    assert swedish.say(told) == "Den kan bryta mot sidans regler: hot, skräplänk."
    assert told.english() == "It may break the house rules: threat, spam link."


def test_stretches_of_time_are_told_in_their_two_greatest_units():
    english, swedish = Language("en", STOCKHOLM), Language("sv", STOCKHOLM)
    spans = [timedelta(seconds=59), timedelta(minutes=61), timedelta(days=2, hours=4, minutes=59)]
    assert [english.duration(one) for one in spans] == ["0 min", "1 h 1 min", "2 d 4 h"]
    assert [swedish.duration(one) for one in spans] == ["0 min", "1 tim 1 min", "2 dygn 4 tim"]


def test_shares_take_the_languages_form():
    assert Language("en", STOCKHOLM).percent(0.754) == "75%"
    assert Language("sv", STOCKHOLM).percent(0.754) == "75\xa0%"
