"""Threats and slurs in the forms in which people write them, and ordinary words beside them."""

from __future__ import annotations

import pytest

from tests.policies.triage.test_labelled import SET
from tests.policies.triage.words import judged


def flags(text):
    return judged(text).moderate


@pytest.mark.parametrize(
    "word",
    [
        "svartskallen", "svartskallarnas", "svartskallejävel", "blatten", "blattens",
        "blattejäveln", "negers", "negerjävlarna", "horans", "hororna", "horungen", "horungarna",
        "mongot", "mongojävel", "bögjäveln", "bögjävlarna", "BÖGJÄVELN", "bogjaveln", "apjäveln",
        "apjävlarna", "judejäveln", "judesvinet", "arabjäveln", "turkjävlar", "lappjäveln",
        "homojäveln", "zigenarjäveln", "zigenarpacket", "muslimjäveln", "terroristjäveln",
        "parasitjäveln", "kuksugaren", "kuksugarnas", "jävla bögen", "jävla bögarna",
        "jävla juden", "jävla araben", "jävla flatorna", "äckliga bögen", "cp-ungen", "cp-jäveln",
        "fittan", "subban",
    ],
)  # fmt: skip
def test_a_slur_is_seen_in_its_other_forms(word):
    assert flags(f"den där {word} där borta") == ("slur",)


@pytest.mark.parametrize(
    "text",
    [
        "jag våldtar dig", "vi ska våldta henne", "jag knivhugger dig", "han knivhugger er",
        "jag stryper dig", "vi stryper er", "jag ska strypa henne", "döda honom",
        "jag ska döda henne", "dödar dej", "jag dödar henne", "jag mördar honom",
        "vi skall döda dem", "du skall dö", "jag vet var du jobbar", "vet vart du bor",
        "vet vart ni jobbar", "vi bombar er", "jag spränger stadshuset", "jag tar livet av dig",
        "jag halshugger dig", "valdtar dig",
    ],
)  # fmt: skip
def test_a_threat_is_seen_in_its_other_forms(text):
    assert flags(text) == ("threat",)


@pytest.mark.parametrize(
    "text",
    [
        "Bögarnas kör sjunger i Kungsträdgården",
        "Är ni bög? Välkommen till Pride!",
        "mongolisk mat serveras på torget",
        "Mongoliet och mongolerna",
        "ni använder väl MongoDB",
        "Så fin horisont, och horoskopet i tidningen",
        "Horndal, Horn och Fittja centrum",
        "Sepp Blatter och blatt ljus",
        "Man kan inte negera det",
        "Judarna firar chanukka på judiska museet",
        "Araberna bodde här, turkar och samer också",
        "en svartskallig fågel",
        "lappar på stan, lappjakt och lapptäcke",
        "aporna på Skansen",
        "var det en knivhuggning i nyheterna?",
        "kan ni strypa vattnet",
        "jag stryper vattnet i huset",
        "flödet stryper en ventil",
        "polisen utreder våldtäkten",
        "Ingen ska våldtas på väg hem",
        "det dödar dem, sniglarna alltså",
        "de bombar er med reklam",
        "vet du var ni jobbar idag",
        "var bor du och var jobbar du",
        "jävla väder och jävlar vad det blåser",
    ],
)
def test_ordinary_words_that_begin_alike_are_left_alone(text):
    assert flags(text) == ()


def test_no_ordinary_comment_of_the_labelled_set_is_a_threat_or_a_slur():
    assert [(text, flags(text)) for _, text, *_ in SET if flags(text)] == []
