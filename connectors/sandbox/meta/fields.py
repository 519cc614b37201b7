"""Which fields each type of object has.

Source: Marketing API v26.0 as its published client names them, checked 2026-11-22.
"""

from __future__ import annotations

_AD_ACCOUNT = """
account_id account_status age amount_spent attribution_spec balance
brand_safety_content_filter_levels business business_name can_create_brand_lift_study capabilities
created_time currency default_dsa_beneficiary default_dsa_payor disable_reason end_advertiser
end_advertiser_name failed_delivery_checks fb_entity funding_source funding_source_details id
is_notifications_enabled is_personal is_prepay_account is_tax_id_required
min_campaign_group_spend_cap min_daily_budget name opportunity_score owner owner_business partner
spend_cap timezone_id timezone_name timezone_offset_hours_utc tos_accepted user_access_expire_time
user_tasks
"""
_CAMPAIGN = """
account_id adlabels advantage_state_info bid_strategy boosted_object_id budget_rebalance_flag
budget_remaining budget_schedule_specs buying_type campaign_group_active_time can_use_spend_cap
configured_status created_time daily_budget effective_status frequency_control_specs id
is_adset_budget_sharing_enabled is_budget_schedule_enabled is_skadnetwork_attribution issues_info
last_budget_toggling_time lifetime_budget name objective pacing_type primary_attribution
promoted_object recommendations smart_promotion_type source_campaign source_campaign_id
special_ad_categories special_ad_category special_ad_category_country spend_cap start_time status
stop_time topline_id updated_time
"""
_AD_SET = """
account_id adlabels adset_schedule asset_feed_id attribution_spec bid_adjustments bid_amount
bid_constraints bid_info bid_strategy billing_event brand_safety_config budget_remaining campaign
campaign_active_time campaign_id configured_status created_time creative_sequence daily_budget
daily_min_spend_target daily_spend_cap destination_type dsa_beneficiary dsa_payor effective_status
end_time frequency_control_specs id instagram_user_id is_budget_schedule_enabled
is_dynamic_creative issues_info learning_stage_info lifetime_budget lifetime_imps
lifetime_min_spend_target lifetime_spend_cap name optimization_goal optimization_sub_event
pacing_type placement_soft_opt_out promoted_object recommendations regional_regulated_categories
regional_regulation_identities review_feedback rf_prediction_id source_adset source_adset_id
special_ad_categories start_time status targeting targeting_optimization_types updated_time
"""
_AD = """
account_id ad_active_time ad_review_feedback ad_schedule_end_time ad_schedule_start_time adlabels
adset adset_id bid_amount campaign campaign_id configured_status conversion_domain created_time
creative demolink_hash display_sequence effective_status failed_delivery_checks id issues_info
last_updated_by_app_id name placement preview_shareable_link recommendations source_ad
source_ad_id special_ad_categories status targeting tracking_specs updated_time
"""
_AD_CREATIVE = """
account_id actor_id ad_disclaimer_spec adlabels applink_treatment asset_feed_spec
authorization_category body branded_content branded_content_sponsor_page_id bundle_folder_id
call_to_action call_to_action_type contextual_multi_ads creative_sourcing_spec
degrees_of_freedom_spec destination_set_id effective_authorization_category
effective_instagram_media_id effective_object_story_id existing_post_title
facebook_branded_content id image_crops image_hash image_url instagram_branded_content
instagram_permalink_url instagram_user_id interactive_components_spec link_og_id link_url
media_sourcing_spec messenger_sponsored_message name object_id object_store_url object_story_id
object_story_spec object_type object_url place_page_set_id platform_customizations
portrait_customizations product_set_id source_facebook_post_id source_instagram_media_id status
template_url template_url_spec threads_media_id threads_user_id thumbnail_id thumbnail_url title
url_tags use_page_actor_override video_id
"""
_PAGE = """
about access_token app_id business can_post category category_list
connected_instagram_account connected_page_backed_instagram_account description emails fan_count
followers_count general_info has_transitioned_to_new_page_experience id impressum
instagram_business_account is_eligible_for_branded_content is_published is_verified link name
new_like_count owner_business page_backed_threads_account_id page_token phone tasks
unread_message_count unread_notif_count unseen_message_count user_access_expire_time username
verification_status website
"""
_PAGE_POST = """
actions admin_creator allowed_advertising_objectives application backdated_time call_to_action
can_reply_privately child_attachments created_time feed_targeting from full_picture icon id
instagram_eligibility is_eligible_for_promotion is_expired is_hidden is_inline_created
is_instagram_eligible is_popular is_published is_spherical message message_tags parent_id
permalink_url picture place privacy promotable_id promotion_status properties
scheduled_publish_time shares status_type story story_tags subscribed target targeting
timeline_visibility updated_time video_buying_eligibility
"""
_COMMENT = """
admin_creator application attachment can_comment can_hide can_like can_remove can_reply_privately
comment_count created_time from id is_hidden is_private like_count live_broadcast_timestamp message
message_tags object parent permalink_url private_reply_conversation user_likes
"""
_IG_USER = """
biography followers_count follows_count has_profile_pic id ig_id is_published
legacy_instagram_user_id media_count name owner_business profile_picture_url username website
"""
_IG_MEDIA = """
alt_text boost_eligibility_info caption comments_count id ig_id is_comment_enabled
is_shared_to_feed legacy_instagram_media_id like_count media_product_type media_type media_url
owner permalink shortcode thumbnail_url timestamp username video_title view_count
"""
_IG_COMMENT = """
from hidden id legacy_instagram_comment_id like_count media parent_id text timestamp user username
"""
_ACTIVITY = """
actor_id actor_name application_id application_name date_time_in_timezone event_time event_type
extra_data object_id object_name object_type tool translated_event_type
"""
_INSIGHTS = """
account_currency account_id account_name actions ad_id ad_name adset_id adset_name buying_type
campaign_id campaign_name clicks cost_per_unique_click cpc cpm cpp ctr date_start date_stop
frequency impressions inline_link_clicks objective reach spend
"""
_TARGETING = """
age_max age_min age_range audience_network_positions behaviors brand_safety_content_filter_levels
countries custom_audiences device_platforms effective_audience_network_positions
effective_device_platforms effective_facebook_positions effective_instagram_positions
effective_messenger_positions effective_publisher_platforms effective_threads_positions
effective_whatsapp_positions excluded_custom_audiences excluded_geo_locations
excluded_publisher_categories excluded_publisher_list_ids exclusions facebook_positions
flexible_spec genders geo_locations instagram_positions interests life_events locales
messenger_positions publisher_platforms regions targeting_automation targeting_optimization
targeting_relaxation_types threads_positions user_age_unknown user_device user_os
whatsapp_positions
"""

FIELDS: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "AdAccount": _AD_ACCOUNT,
        "Campaign": _CAMPAIGN,
        "AdSet": _AD_SET,
        "Ad": _AD,
        "AdCreative": _AD_CREATIVE,
        "Page": _PAGE,
        "PagePost": _PAGE_POST,
        "Comment": _COMMENT,
        "IGUser": _IG_USER,
        "IGMedia": _IG_MEDIA,
        "IGComment": _IG_COMMENT,
        "AdActivity": _ACTIVITY,
        "AdsInsights": _INSIGHTS,
        "Targeting": _TARGETING,
        "AdAccountBusinessConstraints": "audience_controls placement_controls "
        "placement_controls_per_objective status campaigns_with_error is_age_restriction_enabled "
        "is_gender_exclusion_enabled",
        "AssignedUser": "id name tasks business email",
        "Permission": "permission status",
        "UnifiedThread": "can_reply folder id is_subscribed link message_count name participants "
        "scoped_thread_key senders snippet unread_count updated_time",
        "Message": "attachments created_time from id is_unsupported message reply_to shares "
        "sticker story tags to",
        "Attachment": "description media media_type subattachments target title type "
        "unshimmed_url url",
        "Photo": "album alt_text alt_text_custom created_time from height icon id images link name "
        "page_story_id picture target updated_time width",
        "AdVideo": "created_time description from id length permalink_url picture published source "
        "status title updated_time",
        "Caption": "is_auto_generated is_default locale locale_name uri",
        "User": "business email first_name id last_name name short_name",
        "Business": "id name link primary_page verification_status created_time",
    }.items()
}
"""Names by type, as error texts write the type."""

STRUCTS = {("AdSet", "targeting"): "Targeting", ("Ad", "targeting"): "Targeting"}
"""Fields that hold a described object without an id of its own."""

REFERENCES = frozenset(
    {
        ("Ad", "adset"),
        ("Ad", "campaign"),
        ("Ad", "creative"),
        ("AdSet", "campaign"),
        ("Page", "connected_instagram_account"),
        ("Page", "connected_page_backed_instagram_account"),
        ("Page", "instagram_business_account"),
        ("Comment", "object"),
        ("Comment", "parent"),
        ("IGComment", "media"),
        ("IGComment", "user"),
        ("IGMedia", "owner"),
        ("AdAccount", "business"),
    }
)
"""Fields that hold `{"id": …}` of another object, whose fields may be asked for in braces."""
