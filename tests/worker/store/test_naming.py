"""Where others name a person: whole names, however they are written, and nothing else."""

from __future__ import annotations

import pytest

from policies.model import Platform, Tag
from tests.worker.made import DAY, NOON, PAGE, a_comment, a_post
from tests.worker.store.test_findings import fail, prepare, sweep, take, the_id
from tests.worker.sweeping.settled import read
from worker.store.judged import Turn, mute
from worker.store.naming import ROWS, Named, named
from worker.store.tables import decisions

OURS = {"meta": frozenset({PAGE}), "linkedin": frozenset({"urn:li:organization:77"})}
ME = "Åsa Ek"


def search(store, *names, aside=()):
    with store.reading() as connection:
        return named(connection, names, OURS, aside)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hej Åsa Ek! På måndag.", True),
        ("ÅSA\u00a0EK har rätt", True),
        ("fråga åsa  ek.", True),
        ("A\u030asa Ek", True),
        ("@Åsa Ek", True),
        ("Åsa Ekman undrar", False),
        ("Låsa ek", False),
        ("Åsa och Ek", False),
        ("", False),
    ],
)
def test_a_name_is_found_as_whole_words_however_it_is_written(store, text, names):
    read(store, a_comment("1", by="902", text=text))
    assert bool(search(store, ME).comments) is names


def test_a_tag_and_the_city_s_own_answer_are_found_on_both_platforms(store):
    post = a_post(1, Platform.LINKEDIN)
    there = a_comment("7", by="urn:li:person:x", post=post, text="Se Åsa Ek", author_name=None)
    read(store, there, post=post)
    tagged = a_comment("2", "1", by="902", text="se här", tags=(Tag(name=ME, offset=0, length=6),))
    answer = a_comment("3", "1", by=PAGE, text="Hej Åsa Ek!")
    read(store, a_comment("1", by="901", author_name=ME), tagged, answer)
    assert search(store, ME) == Named(comments=("7", "2"), ours=("3",))
    assert search(store, ME, aside={("meta", "comment", "2")}).comments == ("7",)


def test_no_name_finds_nothing(store):
    read(store, a_comment("1", by="902", text="."))
    assert search(store) == search(store, "", " ") == Named()


def test_a_name_with_signs_of_its_own_is_only_itself(store):
    read(store, a_comment("1", by="902", text="tuva.ek"), a_comment("2", by="902", text="tuvaxek"))
    assert search(store, "tuva.ek").comments == ("1",)


def test_more_than_are_read_at_once_are_all_found(store):
    many = [a_comment(f"{n:04}", by="902", text=f"{ME}, {n}") for n in range(ROWS + 1)]
    read(store, *many)
    assert search(store, ME).comments == tuple(one.id for one in many)


def test_what_staff_typed_is_found(store):
    (thread,) = read(store, a_comment("1", by="902", text="Hej"))
    prepare(store)
    sweep(store, fail())
    finding = the_id(store)
    with store.writing() as connection:
        for by, reason in ((ME, None), ("Bo", "ringde ÅSA EK"), ("Bo", "klart")):
            made = decisions.insert().values(thread=thread, action="close", by=by, at=NOON)
            connection.execute(made.values(reason=reason))
    assert search(store, ME) == Named(threads=(thread,))
    take(store, mute, finding, Turn(by="Bo", at=NOON, reason=f"{ME} ville"), until=NOON + DAY)
    assert search(store, ME) == Named(threads=(thread,), findings=(finding,))
