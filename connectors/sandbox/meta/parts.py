"""What may be asked of fields that hold plain objects, without an id of their own or with one.

Source: the types of Marketing API v26.0 as its published client names them, checked 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.sandbox.meta.errors import no_field
from connectors.sandbox.meta.grammar import Wanted

_ATTACHMENT = (
    "StoryAttachment",
    "description description_tags media media_type subattachments target title type "
    "unshimmed_url url",
)
_PERSON = ("User", "email first_name id last_name name picture username self_ig_scoped_id")
_PARTS: Mapping[str, tuple[str, frozenset[str]]] = {
    name: (kind, frozenset(names.split()))
    for name, (kind, names) in {
        "from": _PERSON,
        "to": _PERSON,
        "participants": _PERSON,
        "senders": _PERSON,
        "issues_info": (
            "AdCampaignIssuesInfo",
            "error_code error_message error_summary error_type level mid",
        ),
        "advantage_state_info": (
            "AdCampaignGroupAdvantageState",
            "advantage_audience_state advantage_budget_state advantage_placement_state "
            "advantage_state",
        ),
        "facebook_branded_content": (
            "AdCreativeFacebookBrandedContent",
            "shared_to_sponsor_status sponsor_page_id sponsor_relationship",
        ),
        "placement_controls": (
            "AdAccountPlacementControls",
            "placement_exclusion placement_exclusions",
        ),
        "message_tags": ("EntityAtTextRange", "id length name object offset type"),
        "attachment": _ATTACHMENT,
        "subattachments": _ATTACHMENT,
        "target": ("StoryAttachmentTarget", "id unshimmed_url url"),
    }.items()
}
"""By field: the type of what it holds, and its names."""


def check(name: str, wanted: Sequence[Wanted]) -> None:
    """Refuse a name that what the field holds does not have.

    Raises:
        GraphError: such a name.
    """
    kind, known = _PARTS.get(name, ("", frozenset()))
    for one in wanted:
        if kind and one.name not in known:
            raise no_field(one.name, kind)
