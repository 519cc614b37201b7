"""How people call what programs go by: what was not read, what a mail is about."""

from __future__ import annotations

import re

from policies.model import Words
from worker.language import Language

_PARTS = {
    "accounts": Words("the list of accounts"),
    "account": Words("the account"),
    "controls": Words("the account's controls"),
    "campaigns": Words("campaigns"),
    "ad_sets": Words("ad sets"),
    "ads": Words("ads"),
    "delivered": Words("figures of delivery"),
    "posts": Words("posts"),
    "own_posts": Words("posts of our own"),
    "comments": Words("comments"),
    "messages": Words("messages"),
    "identities": Words("Pages and accounts that answer"),
    "senders": Words("senders"),
    "rehearsal": Words("the rehearsal"),
    "allowance": Words("the allowance for writing"),
    "pictures": Words("pictures"),
    "films": Words("films"),
    "spent": Words("costs"),
}
"""What was not read, by the beginning of its name (`policies.model.Unread.what`)."""
_MAILS = {
    "report": Words("the weekly report"),
    "digest": Words("a digest"),
    "flood": Words("a flood of comments"),
    "alarm": Words("an alarm"),
    "token": Words("the end of a token"),
    "backup-failed": Words("a backup that failed"),
    "drill-reminder": Words("a drill that is due"),
    "test": Words("a mail to try the way"),
    "stop": Words("a stop"),
    "stop-continued": Words("a stop that went on"),
    "stop-held": Words("a stop that was held"),
    "stop-resumed": Words("a stop that was undone"),
    "stop-ended": Words("a stop that was ended"),
}
"""What mails are about, by their kind (`worker.posting.letter.Letter.kind`)."""
_FOR_OWNERS = "-owner"


def unread_name(what: str, said: Language) -> str:
    """What was not read; a field or an object behind its name stays as the platform writes it."""
    head, _, rest = re.sub(r"[.:]", "\n", what, count=1).partition("\n")
    name = said.say(_PARTS[head]) if head in _PARTS else head
    return f"{name} ({rest})" if rest else name


def mail_name(kind: str, said: Language) -> str:
    """What a mail is about."""
    words = _MAILS.get(kind) or _MAILS.get(kind.removesuffix(_FOR_OWNERS))
    return said.say(words) if words else kind
