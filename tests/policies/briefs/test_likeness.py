"""How alike a name is to a brief's texts; a suggestion has to be worth one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.likeness import Likenesses

BRIEFS = [
    ("sim", "Simskola våren 2027"),
    ("sim", "simskola*"),
    ("cykel", "Cykelkampanj Hornsgatan"),
    ("tom", ""),
    ("stjärna", "*"),
]


def likeliest(name, texts=BRIEFS):
    return Likenesses(texts).likeliest(name)


def test_the_brief_with_the_text_most_alike_is_told():
    assert likeliest("SIMSKOLAN vår-27") == "sim"
    assert likeliest("Cykel på Hornsgatan") == "cykel"


def test_what_is_hardly_alike_is_no_suggestion():
    assert likeliest("Återvinning") is None
    assert likeliest("") is None
    assert likeliest("a") is None
    assert likeliest("Simskola", []) is None


@given(st.text(max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_makes_no_difference(name, random):
    texts = [*BRIEFS, *BRIEFS[:1], ("twin", "simskola")]
    before = likeliest(name, texts)
    random.shuffle(texts)
    assert likeliest(name, texts) == before


@given(
    st.text(min_size=2, max_size=20).filter(
        lambda text: len(" ".join(text.replace("*", " ").split())) > 1
    )
)
def test_a_text_is_always_likely_for_itself(text):
    assert likeliest(text, [("one", text)]) == "one"
