"""What must never be exempt: the classifier is judged by its misses first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policies.triage.words import WORDS, because, tag, verdict

NEEDS = "needs-answer"

ASKED = """
Toppen, men när öppnar det?
När öppnar det
Hej! När öppnar anmälan till simskolan?
Kostar det något
Gäller det även oss i Farsta
Vad fint?
Vad händer
Vad
Vilken dag!
Vilka åldrar
Hur bra
Vad bra när
Så bra, var ligger det
Bra fråga
Undrar om det är öppet
Finns det kvar
Måste man ha BankID
Love it, where is it
Great! When does it open
Är det gratis
Gärna!
Ja tack
Ja!
Jag vill
Snälla
Fixa detta
Tack på förhand
Thanks in advance
Hej
Hej!
Stämmer det
God dag
God kväll!
Good evening
Yes
Är det fint
Blir det bra
Grymt men när
nör öppnar de
Pris tack
Vi är två som kommer
Intresserad
Väntar på svar
Milloin aukeaa
Goorma ayuu furmaa
Gdzie to jest
Hvornår åbner I
Ska vi?
Ring mig
"""
COMPLAINED = """
Bra att ni aldrig svarar
Tack för ingenting
Jättebra... not
Så bra att det tar ett år
Bra jobbat...
Så bra "service"
”Bra” jobbat
Inte illa
Inte så bra
Nej tack
Thanks, but no thanks
Can't wait!
Cant wait
Great, another delay
Tack för att ni aldrig plogar
Underbart väder men fult
Toppen/s
Bättre kan ni
Så bra 👎
Bra 🙄
Tack 🖕🏿
Snöröjningen på vår gata är under all kritik.
Det här har ni lovat i tre år nu. Inget händer.
Sluta lägga skattepengar på reklam
Bra jobbat med att stänga biblioteket
Grattis till höjda avgifter
Sure, great
Haha
Hahaha 😂
Så jävla bra
Tack och lov att det är över
Håller med
Exakt
Synd
Bra tyvärr
Kul, då kan vi betala ännu mer skatt
Äntligen! Det var på tiden
Vilket skämt
Vad dyrt
Vad stor den är
Stor grop
Fina ord
Nice try
Great, just great
Good luck with that
Kul för rika
Bra gjort idioter
Tack för ert sena svar
Vi ses på valdagen
Heja politikerna som höjer skatten
Så bra då
Länken funkar ej
Typiskt Stockholm
"""
COUNTED = "Så bra 2|Tack 1000 gånger|½ bra|Bra ①|Toppen ٣|Två av tio|Toppen 1️⃣|5/5|#1"
LINKED = "Toppen https://x.example|toppen.se|Tack www.x.example|Bra x.y.nu/a?b|Så bra ftp.x.io"
FOREIGN = (
    "Merci!|Danke schön|Tak|Kiitos|Gracias ❤️|Спасибо|Тack|شكرا|谢谢|Dziękuję|Teşekkürler|ありがとう"
)
GLYPHS = """
!!!
.
👎
🕒
♿
💰
📅❤️
📞
🔟
🖕🏿
🏴‍☠️
💩
🤮
😡😡😡
❤️👎
🤦‍♀️
🤷🏽‍♂️
❓
⁉️
🇳
🇳🇴🇹
1️⃣
#️⃣
:(
"""


def lines(text):
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize("text", lines(ASKED))
def test_who_asks_is_answered(text):
    assert verdict(text) == NEEDS


@pytest.mark.parametrize("text", lines(COMPLAINED))
def test_who_complains_is_answered_however_kindly_it_is_put(text):
    assert verdict(text) == NEEDS


@pytest.mark.parametrize("text", COUNTED.split("|"))
def test_a_number_is_answered(text):
    assert verdict(text) == NEEDS


@pytest.mark.parametrize("text", LINKED.split("|"))
def test_a_link_is_answered(text):
    assert verdict(text) == NEEDS
    assert because(text) == "It holds a link."


@pytest.mark.parametrize("text", FOREIGN.split("|"))
def test_what_is_said_in_another_language_is_answered(text):
    assert verdict(text) == NEEDS


@pytest.mark.parametrize("text", lines(GLYPHS))
def test_signs_that_are_not_plainly_kind_are_answered(text):
    assert verdict(text) == NEEDS


@pytest.mark.parametrize("text", [None, "", " ", "\u200b", "\ufe0f\u200d"])
def test_nothing_at_all_is_answered(text):
    assert verdict(text) == NEEDS
    assert because(text) == "There is nothing in it to judge by."


@pytest.mark.parametrize("text", ["", "Så fint!", "❤️"])
@pytest.mark.parametrize("attachment", ["photo", "video", "share", "animated_image_share", "file"])
def test_a_picture_is_for_a_person_to_judge(attachment, text):
    assert verdict(text, attachment=attachment) == NEEDS


@pytest.mark.parametrize(
    "text",
    ["Tack\u202e!", "Så \u2066fint\u2069", "Tack\x00", "Tack\ud83d", "T\u0301ack", "Tack\u0336"],
)
def test_hidden_signs_and_strange_accents_are_answered(text):
    assert verdict(text) == NEEDS


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Så bra\u202e", "It holds invisible signs that may hide something."),
        ("Så bra？", "It holds a question mark."),
        ("Så bra 2", "It holds a number."),
        ("Så bra tre", "It holds a number."),
        ("när så bra", "It holds a question word: när."),
        ("vad händer", "It holds a question word: vad."),
        ("aldriiiig så bra", "It holds a negation: aldriiiig."),
        ("fy så bra", "It may be a complaint: fy."),
        ("Så bra 👎", "It holds an emoji that may mean displeasure."),
        ("Så bra . .", "It trails off in dots, which may mean the opposite."),
        ("Så bra (verkligen)", "It holds signs that no happy shout needs."),
        ("Kompis", "It says more than a short happy shout."),
        ("bra " * 17, "It says more than a short happy shout."),
        ("❤️" * 1001, "It is too long for a happy shout."),
    ],
)
def test_the_reason_names_what_raised_the_doubt(text, why):
    assert because(text) == why


CHEERS = st.sampled_from(["Så bra!", "Tack!", "Vad fint!", "Love it", "Toppen 👏", "❤️", "Grattis"])
never = [
    *WORDS.doubts.negations,
    *WORDS.doubts.complaints,
    *WORDS.doubts.numbers,
    *WORDS.doubts.questions,
    *WORDS.emoji.never,
    "?", "7", "https://x.example", "x.se", "bit.ly/a", "10.0.0.1", "\u202e", "...", "(", '"', "#",
]  # fmt: skip


@given(CHEERS, st.sampled_from(sorted(never)), st.booleans(), CHEERS)
def test_one_doubt_beside_any_cheer_is_enough(cheer, doubt, first, other):
    text = f"{doubt} {cheer} {other}" if first else f"{cheer} {other} {doubt}"
    exclaims = first and doubt in ("vad", "va", "vilken", "vilket", "vilka")
    assert verdict(text) == NEEDS or exclaims


KNOWN = frozenset().union(
    *{part.words for begun in WORDS.cheers.phrases.values() for phrase in begun for part in phrase}
)


@given(CHEERS, st.text(st.characters(categories=["L"]), min_size=2, max_size=12))
def test_an_unknown_word_beside_a_cheer_is_enough(cheer, word):
    if word.casefold() not in KNOWN and len(set(word.casefold())) == len(word.casefold()):
        assert verdict(f"{cheer} {word}") == NEEDS


@given(st.text(), st.sampled_from(["?", "?", "؟", "？"]))
def test_no_text_with_a_question_mark_is_ever_exempt(text, mark):
    assert verdict(text + mark) == NEEDS
    assert verdict(mark + text) == NEEDS


@given(st.text(alphabet="Så bra!tackvdfinepmåj❤️👏?. ", max_size=40), st.sampled_from("?0№"))
def test_nor_when_it_looks_like_a_cheer(text, doubt):
    assert verdict(f"{text}{doubt}", tag("Anna", "Anna")) == NEEDS
