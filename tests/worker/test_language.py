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
    assert swedish.money(Money(amount=Decimal("25000"), currency="SEK")) == "25\xa0000\xa0kr"
    cents = Money(amount=Decimal("50226.91"), currency="SEK")
    assert swedish.money(cents) == "50\xa0226,91\xa0kr"
    assert Language("en", STOCKHOLM).money(cents) == "SEK\xa050,226.91"


KEPT = Words(
    "{spent} has been spent under brief {brief}, for which {agreed} was agreed.",
    {"spent": "50226.91 SEK", "brief": "100 SEK 2026-11-24", "agreed": "25000 SEK"},
)


def test_values_are_kept_as_they_were_and_said_in_the_languages_form():
    swedish = Language("sv", STOCKHOLM).say(KEPT)
    assert "50\xa0226,91\xa0kr" in swedish
    assert "25\xa0000\xa0kr" in swedish
    assert "100 SEK 2026-11-24" in swedish, "a name stays as it is"
    english = Language("en", STOCKHOLM).say(KEPT)
    assert english.startswith("SEK\xa050,226.91 has been spent under brief 100 SEK 2026-11-24")
    assert KEPT.english().startswith("50226.91 SEK has been spent"), "logs compare with what was"


@pytest.mark.parametrize(
    ("name", "kept", "swedish", "english"),
    [
        ("spend", "1.50 SEK + 20.00 EUR", "1,50\xa0kr + 20\xa0€", "SEK\xa01.50 + €20"),
        ("day", "2026-11-24", "24 nov. 2026", "24 Nov 2026"),
        (
            "dates",
            "2026-11-01 – 2026-12-01",
            "1 nov. 2026 – 1 dec. 2026",
            "1 Nov 2026 – 1 Dec 2026",
        ),
        ("due", "2026-11-24 17:00", "tis 24 nov. 2026 17:00", "Tue 24 Nov 2026 17:00"),
        ("time", "2026-11-24 16:00 UTC", "tis 24 nov. 2026 17:00", "Tue 24 Nov 2026 17:00"),
        ("at", "2026-11-24T16:00:01+00:00", "tis 24 nov. 2026 17:00", "Tue 24 Nov 2026 17:00"),
        ("now", "17:30", "17:30", "17:30"),
        ("day", "2026-02-30", "2026-02-30", "2026-02-30"),
        ("impressions", "12345", "12\xa0345", "12,345"),
        ("platform", "linkedin", "LinkedIn", "LinkedIn"),
        ("name", "2026-11-24", "2026-11-24", "2026-11-24"),
        ("kinds", "threat, spam link", "hot, skräplänk", "threat, spam link"),
    ],
)
def test_values_take_the_form_that_their_names_call_for(name, kept, swedish, english):
    words = Words(f"{{{name}}}", {name: kept})
    assert Language("sv", STOCKHOLM).say(words) == swedish
    assert Language("en", STOCKHOLM).say(words) == english


def test_what_is_given_as_a_day_an_instant_or_money_takes_the_languages_form():
    english = Language("en", STOCKHOLM)
    when = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert english.text("{a}", a=when) == "Tue 24 Nov 2026 17:00"
    assert english.text("{a}", a=when.date()) == "24 Nov 2026"
    assert english.text("{a}", a=Money(amount=Decimal("7"), currency="SEK")) == "SEK\xa07"


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


def test_what_an_operating_system_says_is_said_in_the_language_and_nothing_else_is():
    swedish = Language("sv", STOCKHOLM)
    missing = Words("cannot be read ({reason})", {"reason": "No such file or directory"})
    assert swedish.say(missing) == "går inte att läsa (filen eller mappen finns inte)"
    assert swedish.system("open") == "open", "though the catalogue has it"
