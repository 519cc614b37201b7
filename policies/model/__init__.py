"""The nouns that the three rooms share: what platforms and people tell us, as plain values.

Every value is frozen. Instants are aware and refused otherwise. Text for people is a `Words`, which
the worker puts into a language. What could not be read is an `Unread`, never a hole.
"""

from policies.model.ads import (
    AccountControls,
    Ad,
    AdAccount,
    AdSet,
    Campaign,
    Creative,
    Film,
    Identity,
    Picture,
    Placement,
    Post,
    Sender,
    SenderKind,
    Snapshot,
)
from policies.model.comments import Comment, Discussion, Tag
from policies.model.common import (
    AccountId,
    AdId,
    AdSetId,
    CampaignId,
    Money,
    Platform,
    PostId,
    Unread,
    Words,
    aware,
)
from policies.model.controls import Controls, ControlsReceipt
from policies.model.delivered import Delivered, Showing, Total
from policies.model.promoted import Promoted, Promotions, Wall
from policies.model.reach import Area, Reach
from policies.model.rights import MAY_TURN, TURNING, UNTOLD, Permitted, may_turn
from policies.model.shown import Piece, PieceKind, Shown
from policies.model.switches import (
    Allowance,
    Answer,
    Beneath,
    Group,
    Level,
    Lingering,
    Panel,
    Receipt,
    Switch,
)

__all__ = [
    "MAY_TURN",
    "TURNING",
    "UNTOLD",
    "AccountControls",
    "AccountId",
    "Ad",
    "AdAccount",
    "AdId",
    "AdSet",
    "AdSetId",
    "Allowance",
    "Answer",
    "Area",
    "Beneath",
    "Campaign",
    "CampaignId",
    "Comment",
    "Controls",
    "ControlsReceipt",
    "Creative",
    "Delivered",
    "Discussion",
    "Film",
    "Group",
    "Identity",
    "Level",
    "Lingering",
    "Money",
    "Panel",
    "Permitted",
    "Picture",
    "Piece",
    "PieceKind",
    "Placement",
    "Platform",
    "Post",
    "PostId",
    "Promoted",
    "Promotions",
    "Reach",
    "Receipt",
    "Sender",
    "SenderKind",
    "Showing",
    "Shown",
    "Snapshot",
    "Switch",
    "Tag",
    "Total",
    "Unread",
    "Wall",
    "Words",
    "aware",
    "may_turn",
]
