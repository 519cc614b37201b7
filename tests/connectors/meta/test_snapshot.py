"""The ad side of an account, read through the sandbox: what comes, at what price, and what not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from connectors.errors import ConnectorError, NotFound, TokenRejected
from connectors.sandbox.city_meta_crowd import crowd
from policies.model import Money, SenderKind, Unread
from tests.connectors.meta.city_ads import INSTAGRAM, LEGACY, LOST, OTHER, PARTNER, STAND_IN


def whats(snapshot):
    return [one.what for one in snapshot.unread]


def usernames(snapshot):
    return {one.id: one.username for one in snapshot.identities}


def test_a_good_account_is_read_whole(ads):
    campaign = ads.campaign()
    snapshot = ads.snapshot()
    assert snapshot.unread == ()
    assert (snapshot.account.id, snapshot.account.name) == ("act_1", "Konto")
    assert (snapshot.account.currency, snapshot.account.time_zone) == ("SEK", "Europe/Stockholm")
    assert (snapshot.account.status, snapshot.account.rights) == (
        "1",
        ("DRAFT", "ANALYZE", "ADVERTISE", "MANAGE"),
    )
    (one,) = snapshot.campaigns
    assert (one.id, one.intent, one.delivery) == (campaign, "ACTIVE", ("ACTIVE",))
    assert one.start < snapshot.read_at < one.end
    assert one.link == (
        f"https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=1"
        f"&selected_campaign_ids={campaign}"
    )
    (ad_set,), (ad,) = snapshot.ad_sets, snapshot.ads
    assert (ad_set.campaign_id, ad.ad_set_id, ad.campaign_id) == (campaign, ad_set.id, campaign)
    assert ad_set.placement.platforms == ("facebook", "instagram", "messenger")
    assert {one.kind for one in ad.creative.senders} == {SenderKind.PAGE, SenderKind.INSTAGRAM}
    assert {(one.kind, one.owner_id) for one in ad.creative.posts} == {
        ("facebook", "1001"),
        ("instagram", INSTAGRAM),
    }


def test_budgets_are_in_kronor(ads):
    campaign = ads.campaign()
    node = ads.world.meta[campaign]
    node.fields["daily_budget"] = "12345"
    (one,) = ads.snapshot().campaigns
    assert one.daily_budget == Money(amount=Decimal("123.45"), currency="SEK")


def test_an_account_without_ads_is_empty_and_nothing_is_unread(ads):
    ads.account()
    snapshot = ads.snapshot()
    assert (snapshot.campaigns, snapshot.ad_sets, snapshot.ads) == ((), (), ())
    assert snapshot.unread == ()


def test_archived_and_deleted_campaigns_are_left_out(ads):
    ads.campaign(state="archived")
    ads.campaign(state="deleted")
    kept = ads.campaign(state="paused")
    assert [one.id for one in ads.snapshot().campaigns] == [kept]


def test_a_large_account_takes_three_requests_where_pages_of_500_are_given(ads):
    crowd(ads.world, campaigns=50, ad_sets=10)
    reader = ads.reader()
    snapshot = reader.snapshot("act_100")
    assert (len(snapshot.campaigns), len(snapshot.ad_sets), len(snapshot.ads)) == (50, 500, 500)
    assert snapshot.unread == ()
    assert (reader.meter.http, reader.meter.counted) == (3, 5)


def test_a_large_account_stays_within_its_price_where_no_more_than_100_rows_are_given(ads):
    crowd(ads.world, campaigns=50, ad_sets=10)
    ads.toggle(max_rows=100)
    cold, warm = ads.reader(), ads.reader()
    snapshot = cold.snapshot("act_100")
    assert (len(snapshot.ad_sets), len(snapshot.ads), snapshot.unread) == (500, 500, ())
    assert cold.meter.http <= 8
    assert cold.meter.counted <= 16
    assert len(warm.snapshot("act_100").ads) == 500
    of_the_ad_side = warm.meter.counted - 1  # One more looks the city's account up.
    assert of_the_ad_side <= 12


def test_history_costs_nothing_but_the_names_of_its_campaigns(ads):
    crowd(ads.world, campaigns=50, old_campaigns=400, ad_sets=10)
    reader = ads.reader()
    snapshot = reader.snapshot("act_100")
    assert (len(snapshot.campaigns), len(snapshot.ad_sets), len(snapshot.ads)) == (450, 500, 500)
    assert {one.campaign_id for one in snapshot.ad_sets} == {
        one.id for one in snapshot.campaigns if one.end > snapshot.read_at
    }
    assert snapshot.unread == ()
    assert (reader.meter.http, reader.meter.counted) == (3, 5)


def test_what_was_paused_or_ended_lately_is_read_in_full_and_what_ended_before_is_not(ads):
    kept = [ads.campaign(state=state) for state in ("paused", "ended", "scheduled", "in_process")]
    over = ads.campaign(state="long_ended")
    snapshot = ads.snapshot()
    assert {one.id for one in snapshot.campaigns} == {*kept, over}
    assert {one.campaign_id for one in snapshot.ads} == {*kept}
    assert {one.campaign_id for one in ads.snapshot(watch_after_days=200).ads} == {*kept, over}


def test_an_account_is_looked_up_once_for_all_ad_accounts(ads):
    ads.campaign(account="act_1")
    ads.campaign(account="act_2")
    reader = ads.reader()
    reader.snapshot("act_1")
    before = reader.meter.http
    assert usernames(reader.snapshot("act_2")) == {INSTAGRAM: "stockholms.stad"}
    assert reader.meter.http - before == 2


def test_what_the_controls_exclude_is_read_with_their_state(ads):
    ads.account(guard="ACTIVE")
    controls = ads.snapshot().account.controls
    assert len(controls.placement_exclusions) == 3
    assert controls.status == "ACTIVE"


def test_an_account_without_controls_excludes_nothing(ads):
    ads.account()
    controls = ads.snapshot().account.controls
    assert (controls.placement_exclusions, controls.status) == ((), "")


def test_controls_that_meta_no_longer_gives_are_unread_and_nothing_else_is(ads):
    ads.account(guard="ACTIVE")
    ads.campaign()
    ads.toggle(removed_fields=["placement_controls"])
    snapshot = ads.snapshot()
    assert snapshot.ads
    assert whats(snapshot) == ["controls", "account.placement_controls"]
    assert isinstance(snapshot.account.controls, Unread)


def test_where_really_shown_is_not_told_to_every_app(ads):
    ads.campaign()
    ads.toggle(no_effective=True)
    (ad_set,) = ads.snapshot().ad_sets
    assert ad_set.placement.effective_platforms is None


def test_automatic_placements_have_no_platforms_and_are_not_unread(ads):
    ads.campaign(placement="automatic")
    snapshot = ads.snapshot()
    assert snapshot.ad_sets[0].placement.platforms is None
    assert snapshot.unread == ()


def test_a_soft_exclusion_is_read(ads):
    ads.campaign(placement="soft_opt_out")
    soft = ads.snapshot().ad_sets[0].placement.soft_opt_out
    assert soft["audience_network_positions"] == ("classic", "rewarded_video")


def test_targeting_left_out_in_silence_is_unread_with_the_ad_sets_id(ads):
    ads.campaign()
    ads.toggle(omit_fields=["targeting"])
    snapshot = ads.snapshot()
    (ad_set,) = snapshot.ad_sets
    assert isinstance(ad_set.placement, Unread)
    assert whats(snapshot) == [f"ad_sets.targeting:{ad_set.id}"]


def test_refused_targeting_is_unread_and_never_automatic(ads):
    ads.campaign(placement="network")
    ads.toggle(removed_fields=["targeting"])
    snapshot = ads.snapshot()
    assert isinstance(snapshot.ad_sets[0].placement, Unread)
    assert "ad_sets.targeting" in whats(snapshot)


def test_a_refused_soft_exclusion_is_unread_and_the_placement_is_not(ads):
    ads.campaign()
    ads.toggle(removed_fields=["placement_soft_opt_out"])
    placement = ads.snapshot().ad_sets[0].placement
    assert placement.platforms
    assert isinstance(placement.soft_opt_out, Unread)


def test_a_refused_field_of_senders_makes_them_unread(ads):
    ads.campaign()
    ads.toggle(removed_fields=["branded_content_sponsor_page_id"])
    snapshot = ads.snapshot()
    assert [one.what for one in snapshot.ads[0].creative.unread] == ["senders"]
    assert whats(snapshot) == ["ads.branded_content_sponsor_page_id"]


def test_an_ad_without_a_creative_is_an_ad_whose_creative_is_unread(ads):
    ads.campaign()
    ads.toggle(omit_fields=["creative"])
    snapshot = ads.snapshot()
    (ad,) = snapshot.ads
    assert isinstance(ad.creative, Unread)
    assert whats(snapshot) == [f"ads.creative:{ad.id}"]


def test_rights_that_are_not_told_are_unread(ads):
    ads.account()
    ads.toggle(omit_fields=["user_tasks"])
    snapshot = ads.snapshot()
    assert isinstance(snapshot.account.rights, Unread)
    assert whats(snapshot) == ["account.rights"]


def test_a_legacy_id_leads_to_the_account_that_has_it_now(ads):
    ads.campaign(sender="legacy")
    snapshot = ads.snapshot()
    (account,) = snapshot.identities
    assert (account.id, account.legacy_id) == (INSTAGRAM, LEGACY)
    assert [one.owner_id for one in snapshot.ads[0].creative.posts] == ["1001", INSTAGRAM]
    assert snapshot.unread == ()


def test_another_account_is_looked_up_and_none_of_the_citys(ads):
    ads.campaign(sender="other_instagram")
    snapshot = ads.snapshot()
    assert usernames(snapshot)[OTHER] == "kulturnatten.sthlm"
    assert snapshot.unread == ()


def test_a_stand_in_made_from_a_page_is_known_as_such(ads):
    ads.campaign(sender="page_backed")
    ads.campaign(sender="other_instagram")
    backed = {one.id: one.page_backed for one in ads.snapshot().identities}
    assert backed == {STAND_IN: True, OTHER: False}


def test_an_account_that_nobody_shows_is_unread_by_its_id(ads):
    ads.campaign(sender="unresolved")
    snapshot = ads.snapshot()
    assert whats(snapshot) == [f"identities:{LOST}"]
    assert "Business settings" in snapshot.unread[0].because.english()


def test_the_account_that_an_ad_set_names_is_looked_up(ads):
    ads.campaign(sender="ad_set_instagram")
    snapshot = ads.snapshot()
    assert [one.id for one in snapshot.ad_sets[0].senders] == [OTHER]
    assert OTHER in usernames(snapshot)


def test_partners_are_senders_of_their_own_kind(ads):
    ads.campaign(sender="partner")
    snapshot = ads.snapshot()
    partners = [one for one in snapshot.ads[0].creative.senders if one.kind is SenderKind.PARTNER]
    assert {one.id for one in partners} == {"1009", PARTNER}
    assert usernames(snapshot)[PARTNER] == "museivannerna.sthlm"


def test_a_partner_that_nobody_shows_is_not_unread(ads):
    ads.campaign(sender="partner")
    del ads.world.meta[PARTNER]
    assert ads.snapshot().unread == ()


def test_a_page_in_the_accounts_place_is_told(ads):
    ads.campaign(sender="override")
    assert ads.snapshot().ads[0].creative.page_actor_override


def test_a_boosted_post_is_sent_by_its_owner(ads):
    ads.campaign(sender="boosted")
    creative = ads.snapshot().ads[0].creative
    owners = {one.where: one.id for one in creative.senders if one.kind is SenderKind.INSTAGRAM}
    assert owners["creative.instagram_media.owner"] == INSTAGRAM
    assert {one.owner_id for one in creative.posts} == {"1001", INSTAGRAM}
    assert len(creative.posts) == 3


def test_a_boosted_post_whose_owner_nobody_shows_has_unread_senders(ads):
    ads.campaign(sender="boosted")
    creative = ads.snapshot().ads[0].creative
    source = next(one for one in creative.posts if one.id.startswith("180"))
    del ads.world.meta[source.id]
    creative = ads.snapshot().ads[0].creative
    assert [one.what for one in creative.unread] == ["content", "senders"]


def test_dynamic_ads_have_no_post_of_their_own_and_that_is_not_unread(ads):
    ads.campaign(sender="dynamic")
    creative = ads.snapshot().ads[0].creative
    assert (creative.posts, creative.unread) == ((), ())
    assert "Kampanj nu\nKampanj snart\nKampanj i vinter" in creative.text


def test_an_account_that_refuses_everything_raises(ads):
    ads.campaign()
    ads.toggle(no_permission=["act_1"])
    with pytest.raises(ConnectorError):
        ads.snapshot()


def test_an_account_that_is_not_there_raises(ads):
    with pytest.raises(NotFound):
        ads.snapshot("act_9")


def test_an_expired_token_raises_and_names_its_place(ads):
    ads.campaign()
    ads.toggle(token_expired=True)
    with pytest.raises(TokenRejected, match=r"\[meta\] access_token: it has expired"):
        ads.snapshot()


def test_a_wrong_app_secret_raises_and_names_its_place(ads):
    ads.campaign()
    with pytest.raises(TokenRejected, match=r"\[meta\] app_secret"):
        ads.snapshot(app_secret="another")


@pytest.mark.parametrize(
    "toggle", ["html_page", "error_in_200", "next_without_cursors", "empty_middle_page"]
)
def test_a_meta_that_misbehaves_is_read_whole_or_what_is_missing_is_named(ads, toggle):
    crowd(ads.world, campaigns=60)
    ads.toggle(**{toggle: True}, max_rows=50)
    try:
        snapshot = ads.snapshot("act_100")
    except ConnectorError:
        return
    assert snapshot.unread or len(snapshot.ads) == 60
    assert toggle != "next_without_cursors" or "ads" in whats(snapshot)
    assert toggle != "empty_middle_page" or snapshot.unread == ()
