"""What a person should look at: identity numbers, threats, slurs, spam; what only looks so."""

from __future__ import annotations

import pytest

from tests.policies.triage.words import because, judged, tag


def flags(text):
    return judged(text).moderate


@pytest.mark.parametrize(
    "text",
    [
        "Ring 070-123 45 67",
        "0701010001",
        "Nås på 0701010001",
        "+46 7012121212",
        "ordernummer 1212121212",
        "Order: 1212121212",
        "Ärende 2026-1234567",
        "Dnr 2026/12-1234",
        "1212121213",
        "191213121212",
        "19121212-12123",
        "519121212-1212",
        "212000-0142",
        "20261124 1701",
        "121212",
        "08 12 12 12 12",
        "12 12-12 1212",
        "1 2 1 2 1 2 1 2 1 3",
        "12:12:12.1212",
        "19120230-1217",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert flags(text) == ()


@pytest.mark.parametrize(
    "number",
    [
        "19121212-1212",
        "191212121212",
        "121212-1212",
        "1212121212",
        "121212+1212",
        "121212 1212",
        "19121212 1212",
        "121212 - 1212",
        "1912-12-12-1212",
        "1912 12 12 1212",
        "121212–1212",
        "１９１２１２１２－１２１２",
        "١٩١٢١٢١٢-١٢١٢",
        "1912\u200b1212-1212",
        "121272-1219",
        "121212--1212",
        "121212_1212",
        "19121212—1212",
        "121212-\n1212",
        "12-12-12-1212",
        "12 12 12 1212",
        "1 2 1 2 1 2 1 2 1 2",
    ],
)
def test_a_valid_identity_number_is_seen_however_it_is_written(number):
    assert flags(f"Kolla min plats, personnummer {number}.") == ("personal-id",)


def test_a_leap_day_must_have_been_one():
    assert flags("000229-0005") == ("personal-id",)
    assert flags("010229-0004") == ()
    assert flags("19010229-0004") == ()


def test_a_day_that_only_the_other_century_had_does_not_count_when_the_century_is_written():
    assert flags("19000229-0005") == ()
    assert flags("20000229-0005") == ("personal-id",)


def test_bare_digits_that_could_be_a_mobile_number_count_if_they_are_called_so():
    assert flags("0701010001") == ()
    assert flags("070101-0001") == ("personal-id",)
    assert flags("Mitt personnummer är 0701010001") == ("personal-id",)


@pytest.mark.parametrize(
    "text",
    [
        "Jag ska döda dig",
        "JAG  SKA   DÖDA DIG!!!",
        "jag vet var du bor",
        "Hoppas ni dör",
        "i will kill you",
        "jag ska d0da dig nu, dödshoten kommer",
        "vi hämnas på er",
        "doda er",
        "ni borde do",
        "nagon borde skjuta ihjal dem",
    ],
)
def test_a_threat_is_seen(text):
    assert "threat" in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "din hora",
        "din h0ra",
        "HORA!!!",
        "h o r a",
        "hoooora",
        "ho\u202era",
        "h\u0336o\u0336r\u0336a\u0336",
        "jävla bög",
        "kvasifyrar",
    ],
)
def test_a_slur_is_seen_through_its_disguises(text):
    assert "slur" in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Behöva hoa",
        "Höra mer",
        "Jag kommer hem till dig",
        "historia",
        "Chinkapin",
        "Bögarnas kör sjunger",
        "Horace",
        "döda vinkeln",
        "spik",
    ],
)
def test_words_that_only_look_alike_are_left_alone(text):
    assert flags(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Tjäna 5000 kr om dagen hemifrån!!! http://pengar-nu.example/klick",
        "Vinn en telefon → https://gratis-vinst.example/?id=1",
        "Kolla bit.ly/abc",
        "t.me/kanal",
        "https://xn--stckholm-n4a.example",
        "http://10.0.0.1/a",
        "https://user:pass@bit.ly/x",
    ],
)
def test_a_link_of_spam_is_seen(text):
    assert flags(text) == ("spam-link",)


@pytest.mark.parametrize(
    "text",
    [
        "Se https://start.stockholm/anmalan",
        "Läs mer på www.example.org",
        "gratis i morgon",
        "klicka här",
        "stockholm.se",
        "kl.se",
    ],
)
def test_an_ordinary_link_and_spams_words_alone_are_left_alone(text):
    assert flags(text) == ()


@pytest.mark.parametrize("text", ["Tack din hora ❤️", "@anna 19121212-1212", "Så bra bit.ly/x"])
def test_what_a_person_should_look_at_is_never_exempt(text):
    told = judged(text)
    assert not told.exempt
    assert "house rules" in told.because.english()


def test_a_slur_in_a_tag_is_seen_too():
    text = "hora kolla"
    assert judged(text, tag(text, "hora")).moderate == ("slur",)


def test_all_kinds_are_told_and_none_twice():
    text = "hora hora jag ska döda dig 121212-1212 gratis http://x.example"
    assert flags(text) == ("personal-id", "threat", "slur", "spam-link")
    assert because(text).count("slur") == 1
