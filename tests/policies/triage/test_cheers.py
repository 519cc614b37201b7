"""What needs no answer: short happy shouts, emoji, stickers; and the lists behind them."""

from __future__ import annotations

import pytest

from policies.triage.cheers import MOST_WORDS, happy
from policies.triage.doubts import EXCLAMATIONS
from policies.triage.vocabulary import Part, by_first_word
from tests.policies.triage.words import WORDS, because, verdict

PHRASES = {phrase for begun in WORDS.cheers.phrases.values() for phrase in begun}
SHOUTS = """
Så bra!
Toppen 👏
Love it
Tack!
Vad fint!
Heja Stockholm!
Underbart
Great!
Bra jobbat!
Snyggt 😍
Ser fram emot det!
Grattis
Grattis!!!
Tack för svaret!
Perfekt, tack 🙏
Toppen 👍
Tusen tack!
Stort tack till er
Tack så mycket för hjälpen!
Okej, tack!
Tack, då vet jag!
Såååå fint
Braaaa
Taaaack!
Toppppen!
JÄTTEBRA!!!
så himla bra
Jättekul!
Superbra initiativ!
Kanonbra
Vilket bra initiativ!
Vilken fantastisk bild 😍
Vilka fina bilder!
Vad duktiga ni är!
Vad fint det blev!
Va fint!
Åh vad mysigt
Det ser jättefint ut!
Det här är fantastiskt!
Så roligt att se!
Ni är bäst!
Bra jobbat Stockholm!
Heja er!
Vackra Stockholm
Mitt fina Stockholm ❤
Stockholm är bäst!
Älskar det!
Jag älskar Stockholm
Längtar!
Äntligen!
Hurra!
God jul! 🎄
Trevlig helg!
Vi ses där!
Eloge till er
Wow 😍😍
Tack :)
Så fint <3
Kram på er
Amazing!
So beautiful ❤️
Thank you so much!
Thanks for sharing
Great job!
Well done!
Looks amazing
This is amazing
It’s beautiful
You're the best
Happy Pride 🏳️‍🌈
Looking forward to it!
Congratulations Stockholm!
Så bra, toppen, tack!
Tack\u200b!
Ta\u00adck!
Så fint ♥
Super-bra!
Tack snälla!
Världens finaste stad
Stans mysigaste park
Gött!
Finfint 👌
Så jäkla bra
Herregud så fint
OMG så fint
Grymt 👏
Starkt 💪
Hejja Stockholm
Mitt Stockholm ❤️
God idé!
Best city in the world
Stockholm is beautiful
Beautiful day!
Yes så kul!
Bra & roligt
Tack <333
Tack för igår!
Tack ska ni ha
Tack för ert fina svar
Tack för er hjälp!
Okej, toppen!
Ni gör ett fantastiskt jobb
Heja på er
Älskar min stad
Längtar till sommaren
Loved it!
Love this city
Just beautiful
Ｔａｃｋ！
Sa\u030a bra
"""
EMOJI = (
    "❤️|❤|👏👏👏|👍🏿|👨‍👩‍👧‍👦|🇸🇪|🏳️‍🌈|👩🏽‍🚒|🏴󠁧󠁢󠁳󠁣󠁴󠁿|🔥🔥🔥|😍 😍|"
    "🎄✨|😂|🧑🏻‍❤️‍🧑🏿|:)|:))|<3|<33|♡|^_^|❤️!!|😍\ufe0f|💯"
)


@pytest.mark.parametrize("text", [line for line in SHOUTS.split("\n") if line])
def test_a_short_happy_shout_needs_no_answer(text):
    assert verdict(text) == "cheer"
    assert because(text) == "It is nothing but a short happy shout."


@pytest.mark.parametrize("text", EMOJI.split("|"))
def test_kind_emoji_need_no_answer(text):
    assert verdict(text) == "cheer"
    assert because(text) == "It is nothing but emoji."


@pytest.mark.parametrize(("text", "why"), [("", "sticker"), (None, "sticker"), ("❤️", "emoji")])
def test_a_sticker_needs_no_answer(text, why):
    assert verdict(text, attachment="sticker") == "cheer"
    assert why in because(text, attachment="sticker")


def test_a_question_with_a_sticker_needs_one():
    assert verdict("När öppnar det", attachment="sticker") == "needs-answer"


def test_every_emoji_there_is_is_judged_by_its_parts():
    for one in WORDS.emoji.known:
        is_key = one[0] in "0123456789#*"
        kind = WORDS.emoji.never.isdisjoint(one) and not is_key
        assert (verdict(one) == "cheer") is kind, one


def test_no_happy_phrase_holds_a_word_that_raises_doubt():
    doubts = WORDS.doubts
    never = doubts.questions | doubts.negations | doubts.complaints | doubts.numbers
    for phrase in PHRASES:
        for part in phrase:
            assert not part.words & never - EXCLAMATIONS, phrase


def test_a_question_word_in_a_shout_is_followed_by_a_happy_word():
    for phrase in PHRASES:
        for place, part in enumerate(phrase):
            if part.words & EXCLAMATIONS:
                rest = [after for after in phrase[place + 1 :] if not after.optional]
                assert "fint" in rest[0].words, phrase


def test_a_phrase_that_may_begin_with_nothing_is_refused():
    with pytest.raises(ValueError, match="begin"):
        by_first_word([(Part(words=frozenset({"så"}), optional=True),)])


def test_a_phrase_that_is_cut_short_is_none():
    assert not happy(["tack", "så"], WORDS.cheers)
    assert not happy(["ser", "fram"], WORDS.cheers)
    assert not happy([], WORDS.cheers)


def test_a_few_phrases_are_short_and_many_are_not():
    assert happy(["bra"] * MOST_WORDS, WORDS.cheers)
    assert not happy(["bra"] * (MOST_WORDS + 1), WORDS.cheers)
