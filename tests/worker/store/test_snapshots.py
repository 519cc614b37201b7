"""Snapshots kept and read back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from policies.model import (
    AccountControls,
    Ad,
    AdAccount,
    AdSet,
    Campaign,
    Creative,
    Film,
    Identity,
    Money,
    Picture,
    Placement,
    Platform,
    Post,
    Sender,
    SenderKind,
    Snapshot,
    Tag,
    Unread,
    Words,
)
from tests.worker.made import NOON, a_snapshot, an_account, an_ad_set, not_read
from worker.store.nouns import (
    body_to_snapshot,
    snapshot_bytes,
    snapshot_digest,
    tags_to_value,
    unread_to_value,
    value_to_tags,
    value_to_unread,
    value_to_words,
    words_to_value,
)
from worker.store.snapshots import account_ids, keep, latest
from worker.store.tables import snapshots

text = st.text(alphabet="aåé👏 {}\"'\\", max_size=4)
maybe = st.none() | text
few = st.lists(text, max_size=2).map(tuple)
table = st.dictionaries(text, few, max_size=2)
instant = st.integers(0, 10**9).map(lambda second: NOON + timedelta(seconds=second))
money = st.none() | st.builds(
    Money, amount=st.decimals(min_value=0, max_value=10**9, places=2), currency=text
)
words = st.builds(Words, text, st.dictionaries(text, text, max_size=2))
platform = st.sampled_from(Platform)
unread = st.builds(Unread, what=text, because=words, platform=platform, account_id=maybe)
unreads = st.lists(unread, max_size=2).map(tuple)
thing = {"platform": platform, "id": text, "name": text, "link": maybe}
senders = st.lists(
    st.builds(Sender, kind=st.sampled_from(SenderKind), id=text, where=text), max_size=2
).map(tuple)
flight = {
    **thing,
    "account_id": text,
    "intent": maybe,
    "delivery": few,
    "start": st.none() | instant,
    "end": st.none() | instant,
    "daily_budget": money,
    "total_budget": money,
    "updated": maybe,
}
controls = st.builds(
    AccountControls, placement_exclusions=few, status=text, campaigns_with_error=few
)
placement = st.builds(
    Placement,
    platforms=st.none() | few,
    positions=table,
    effective_platforms=st.none() | few,
    soft_opt_out=table | unread,
    offsite=st.none() | st.booleans(),
)
post = st.builds(Post, platform=platform, id=text, kind=text, owner_id=maybe, link=maybe)
picture = st.builds(Picture, media=text, alt_text=maybe | unread, post=maybe)
film = st.builds(Film, media=text, captions=st.none() | st.booleans() | unread)
creative = st.builds(
    Creative,
    id=text,
    title=maybe,
    text=maybe,
    landing=maybe,
    media=few,
    senders=senders,
    page_actor_override=st.booleans(),
    posts=st.lists(post, max_size=2).map(tuple),
    unread=unreads,
    pictures=st.none() | unread | st.lists(picture, max_size=2).map(tuple),
    films=st.none() | unread | st.lists(film, max_size=2).map(tuple),
)
snapshot = st.builds(
    Snapshot,
    account=st.builds(
        AdAccount,
        **thing,
        currency=maybe,
        time_zone=maybe,
        status=maybe,
        rights=few | unread,
        controls=st.none() | controls | unread,
    ),
    read_at=instant,
    campaigns=st.lists(st.builds(Campaign, **flight), max_size=1).map(tuple),
    ad_sets=st.lists(
        st.builds(AdSet, **flight, campaign_id=text, placement=placement | unread, senders=senders),
        max_size=1,
    ).map(tuple),
    ads=st.lists(
        st.builds(
            Ad,
            **thing,
            ad_set_id=text,
            campaign_id=text,
            account_id=text,
            intent=maybe,
            delivery=few,
            creative=creative | unread,
        ),
        max_size=1,
    ).map(tuple),
    identities=st.lists(
        st.builds(Identity, id=text, username=maybe, legacy_id=maybe, page_backed=st.booleans()),
        max_size=1,
    ).map(tuple),
    unread=unreads,
)


@settings(max_examples=60)
@given(snapshot)
def test_every_noun_of_a_snapshot_survives_the_database(given_snapshot):
    text = snapshot_bytes(given_snapshot).decode()
    again = body_to_snapshot(text, given_snapshot.read_at)
    assert again == given_snapshot
    assert snapshot_bytes(again).decode() == text
    assert snapshot_digest(again) == hashlib.sha256(text.encode()).hexdigest()


@given(st.lists(st.builds(Tag, name=text), max_size=3).map(tuple))
def test_tags_survive(tags):
    assert value_to_tags(tags_to_value(tags)) == tags


@given(words, unreads)
def test_sentences_and_what_is_unread_survive(sentence, missing):
    assert value_to_words(words_to_value(sentence)) == sentence
    assert value_to_unread(unread_to_value(missing)) == missing


@pytest.mark.parametrize("part", ["rights", "controls"])
def test_unread_stays_unread_and_never_becomes_empty(part):
    account = replace(an_account(), **{part: not_read("account.rights")})
    text = snapshot_bytes(a_snapshot(account)).decode()
    assert getattr(body_to_snapshot(text, NOON).account, part) == not_read("account.rights")


def test_a_placement_that_was_not_read_stays_so():
    ad_set = an_ad_set(placement=not_read("ad_sets.targeting"))
    text = snapshot_bytes(a_snapshot(ad_sets=(ad_set,))).decode()
    assert body_to_snapshot(text, NOON).ad_sets == (ad_set,)


def test_a_snapshot_from_before_there_were_pictures_reads_as_never_asked_for_them():
    whole = a_snapshot()
    stored = json.loads(snapshot_bytes(whole).decode())
    for name in ("pictures", "films"):
        del stored["ads"][0]["creative"][name]
    again = body_to_snapshot(json.dumps(stored), whole.read_at)
    creative = again.ads[0].creative
    assert (creative.pictures, creative.films) == (None, None)
    told = replace(creative, pictures=(), films=())
    assert replace(again, ads=(replace(again.ads[0], creative=told), *again.ads[1:])) == whole


def test_half_a_surrogate_pair_does_not_stop_the_sweep(store):
    hostile = a_snapshot(an_account(name="a\ud83d\0b"))
    with store.writing() as connection:
        keep(connection, hostile)
    with store.reading() as connection:
        found = latest(connection, Platform.META, hostile.account.id)
    assert found.account.name == "a\ufffd\0b"


def test_the_last_snapshot_is_found_again(store):
    first, second = a_snapshot(), a_snapshot(at=NOON + timedelta(hours=1), ads=())
    with store.writing() as connection:
        keep(connection, first)
        keep(connection, second)
        keep(connection, a_snapshot(an_account("act_2")))
    with store.reading() as connection:
        assert latest(connection, Platform.META, "act_1") == second
        assert latest(connection, Platform.META, "act_1", until=NOON) == first
        early = NOON - timedelta(seconds=1)
        assert latest(connection, Platform.META, "act_1", until=early) is None
        assert latest(connection, Platform.META, "act_3") is None
        assert account_ids(connection) == ((Platform.META, "act_1"), (Platform.META, "act_2"))


def test_an_unchanged_account_takes_no_new_row(store):
    with store.writing() as connection:
        for hour in range(3):
            keep(connection, a_snapshot(at=NOON + timedelta(hours=hour)))
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(snapshots)).scalar() == 1
        found = latest(connection, Platform.META, "act_1")
        assert found == a_snapshot(at=NOON + timedelta(hours=2))
        past = latest(connection, Platform.META, "act_1", until=NOON + timedelta(minutes=30))
        assert past.read_at == NOON + timedelta(minutes=30)
