"""Which fields each type of object has.

Source: Marketing API v26.0 as its published client names them, checked 2026-11-22.
"""

from __future__ import annotations

_AD_ACCOUNT = """
account_id account_status ad_account_promotable_objects age agency_client_declaration
all_capabilities amount_spent attribution_spec balance brand_safety_content_filter_levels business
business_city business_country_code business_name business_state business_street business_street2
business_zip can_create_brand_lift_study capabilities created_time currency custom_audience_info
default_dsa_beneficiary default_dsa_payor disable_reason end_advertiser end_advertiser_name
existing_customers extended_credit_invoice_group failed_delivery_checks fb_entity funding_source
funding_source_details has_migrated_permissions has_page_authorized_adaccount id io_number
is_attribution_spec_system_default is_direct_deals_enabled is_in_3ds_authorization_enabled_market
is_notifications_enabled is_personal is_prepay_account is_tax_id_required liable_address
line_numbers media_agency min_campaign_group_spend_cap min_daily_budget name
offsite_pixels_tos_accepted opportunity_score owner owner_business partner rf_spec
send_bill_to_address show_checkout_experience sold_to_address spend_cap tax_id tax_id_status
tax_id_type timezone_id timezone_name timezone_offset_hours_utc tos_accepted user_access_expire_time
user_tasks user_tos_accepted viewable_business
"""
_CAMPAIGN = """
account_id adlabels advantage_state_info bid_constraints bid_strategy boosted_object_id
brand_lift_studies budget_rebalance_flag budget_remaining budget_schedule_specs buying_type
campaign_group_active_time can_create_brand_lift_study can_use_spend_cap configured_status
created_time daily_budget effective_status frequency_control_specs
has_secondary_skadnetwork_reporting id is_adset_budget_sharing_enabled is_budget_schedule_enabled
is_direct_send_campaign is_message_campaign is_skadnetwork_attribution issues_info
last_budget_toggling_time lifetime_budget name objective pacing_type primary_attribution
promoted_object recommendations smart_promotion_type source_campaign source_campaign_id
source_recommendation_type special_ad_categories special_ad_category special_ad_category_country
spend_cap start_time status stop_time topline_id updated_time
"""
_AD_SET = """
account_id adlabels adset_schedule asset_feed_id attribution_spec automatic_manual_state
bid_adjustments bid_amount bid_constraints bid_info bid_strategy billing_event brand_safety_config
budget_remaining campaign campaign_active_time campaign_attribution campaign_id configured_status
created_time creative_sequence daily_budget daily_min_spend_target daily_spend_cap destination_type
dsa_beneficiary dsa_payor effective_status end_time existing_customer_budget_percentage
frequency_control_specs full_funnel_exploration_mode id instagram_user_id is_budget_schedule_enabled
is_dynamic_creative is_incremental_attribution_enabled issues_info learning_stage_info
lifetime_budget lifetime_imps lifetime_min_spend_target lifetime_spend_cap
max_budget_spend_percentage min_budget_spend_percentage multi_optimization_goal_weight name
optimization_goal optimization_sub_event pacing_type placement_soft_opt_out promoted_object
recommendations recurring_budget_semantics regional_regulated_categories
regional_regulation_identities review_feedback rf_prediction_id source_adset source_adset_id
special_ad_categories start_time status targeting targeting_optimization_types
time_based_ad_rotation_id_blocks time_based_ad_rotation_intervals updated_time use_new_app_click
value_rule_set_id value_rules_applied
"""
_AD = """
account_id ad_active_time ad_review_feedback ad_schedule_end_time ad_schedule_start_time adlabels
adset adset_id bid_amount bid_info bid_type campaign campaign_id configured_status conversion_domain
conversion_specs created_time creative demolink_hash display_sequence effective_status
engagement_audience failed_delivery_checks id issues_info last_updated_by_app_id name placement
preview_shareable_link recommendations source_ad source_ad_id special_ad_categories status targeting
tracking_and_conversion_with_defaults tracking_specs updated_time
"""
_AD_CREATIVE = """
account_id actor_id ad_disclaimer_spec adlabels applink_treatment asset_feed_spec
authorization_category body branded_content branded_content_sponsor_page_id bundle_folder_id
call_to_action call_to_action_type collaborative_ads_lsb_image_bank_id contextual_multi_ads
creative_sourcing_spec degrees_of_freedom_spec destination_set_id destination_spec dynamic_ad_voice
effective_authorization_category effective_instagram_media_id effective_object_story_id
enable_direct_install enable_launch_instant_app existing_post_title facebook_branded_content
format_transformation_spec generative_asset_spec id image_crops image_hash image_url
instagram_branded_content instagram_permalink_url instagram_user_id interactive_components_spec
link_deep_link_url link_destination_display_url link_og_id link_url media_optimization_spec
media_sourcing_spec messenger_sponsored_message name object_id object_store_url object_story_id
object_story_spec object_type object_url omnichannel_link_spec page_welcome_message
photo_album_source_object_story_id place_page_set_id platform_customizations playable_asset_id
portrait_customizations product_data product_set_id product_suggestion_settings recommender_settings
regional_regulation_disclaimer_spec source_facebook_post_id source_instagram_media_id status
template_url template_url_spec threads_media_id threads_user_id thumbnail_id thumbnail_url title
url_tags use_page_actor_override video_id
"""
_PAGE = """
about access_token app_id bio birthday business can_post category category_list checkins
connected_instagram_account connected_page_backed_instagram_account cover description emails
engagement fan_count followers_count founded general_info has_transitioned_to_new_page_experience
hours id impressum instagram_business_account is_eligible_for_branded_content is_published
is_verified link location name new_like_count overall_star_rating owner_business
page_backed_threads_account_id page_token parent_page phone rating_count single_line_address
store_number tasks unread_message_count unread_notif_count unseen_message_count
user_access_expire_time username verification_status website were_here_count
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
account_currency account_id account_name action_values actions ad_click_actions ad_id ad_name
adset_id adset_name attribution_setting buying_type campaign_id campaign_name
canvas_avg_view_percent canvas_avg_view_time clicks conversion_rate_ranking conversion_values
conversions cost_per_action_type cost_per_conversion cost_per_estimated_ad_recallers
cost_per_inline_link_click cost_per_inline_post_engagement cost_per_outbound_click cost_per_thruplay
cost_per_unique_action_type cost_per_unique_click cost_per_unique_inline_link_click
cost_per_unique_outbound_click cpc cpm cpp created_time ctr date_start date_stop dda_results
engagement_rate_ranking estimated_ad_recall_rate estimated_ad_recallers frequency
full_view_impressions full_view_reach impressions inline_link_click_ctr inline_link_clicks
inline_post_engagement instant_experience_clicks_to_open instant_experience_clicks_to_start
instant_experience_outbound_clicks objective optimization_goal outbound_clicks outbound_clicks_ctr
purchase_roas quality_ranking reach social_spend spend unique_actions unique_clicks unique_ctr
unique_inline_link_click_ctr unique_inline_link_clicks unique_link_clicks_ctr unique_outbound_clicks
unique_outbound_clicks_ctr updated_time video_30_sec_watched_actions video_avg_time_watched_actions
video_p100_watched_actions video_p25_watched_actions video_p50_watched_actions
video_p75_watched_actions video_p95_watched_actions video_play_actions video_play_curve_actions
video_thruplay_watched_actions website_ctr website_purchase_roas
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
        "AssignedAdAccount": f"{_AD_ACCOUNT} tasks permitted_tasks",
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
        ("AssignedAdAccount", "business"),
    }
)
"""Fields that hold `{"id": …}` of another object, whose fields may be asked for in braces."""
