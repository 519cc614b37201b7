"""What a reading may be asked with. Source: Marketing API v26.0, checked 2026-11-22."""

from __future__ import annotations

from connectors.sandbox.meta.asking import Asking, Params
from connectors.sandbox.meta.errors import GraphError, invalid

_NAMES = """
action_attribution_windows action_breakdowns action_report_time add_children after ap_state before
breakdowns business business_id category data_source date_preset default_summary effective_status
exclude_dynamic_ads extra_conditions fields filter filtering folder include_headers
include_inline_create input_token is_completed level limit live_filter locale metadata oid order
page_id permission platform product_id_limit since sort summary summary_action_breakdowns tags
time_increment time_range time_ranges uid until updated_after_ms updated_before_ms updated_since
use_account_attribution_setting use_unified_attribution_setting user_id with
"""
_KNOWN = frozenset(_NAMES.split())
_REMOVED = frozenset(("pretty", "debug", "__debug__", "date_format"))
"""Gone with v26.0, from every version since 2026-10-27."""


def check(asking: Asking, params: Params) -> None:
    """Refuse what no reading takes: a name that is misspelt would else be a wrong answer.

    Raises:
        GraphError: a parameter that was removed, or that does not exist.
    """
    if asking.toggled("any_params"):
        return
    if removed := sorted(_REMOVED & set(params)):
        raise GraphError(100, f"The {removed[0]} query parameter is deprecated in v26.0+")
    if unknown := sorted(set(params) - _KNOWN):
        raise invalid(f"Unexpected parameter: {unknown[0]}")
