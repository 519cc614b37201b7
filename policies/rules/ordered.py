"""C1, C8: every campaign runs under a brief, and the brief tells all that it has to.

What is found here is to be put right, not stopped: a brief may come late, or fit a campaign that is
called by another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policies.briefs.answers import Part
from policies.briefs.matching import Registered
from policies.model import Platform, Words
from policies.model.briefs import Brief, Editor
from policies.orders import Order, said_by_brief, said_of_each
from policies.rule import Breach, Facts, Pass, Rule, Said, Severity, Unknown
from policies.told import NOTHING, Told

BOTH = (Platform.META, Platform.LINKEDIN)


def every_campaign_has_a_brief(facts: Facts) -> Iterator[Said]:
    """Every campaign that can deliver, or is scheduled to, runs under a registered brief.

    It is the brief that names the campaign's id, or else one with a name that is the campaign's.
    Likeness is no match, and only told as a suggestion. Where several briefs fit equally, nobody
    can tell which one it is. A closed brief still counts: what began under it may go on.
    """
    yield from said_of_each(facts, _of_its_brief, suggest=True)


def _of_its_brief(order: Order) -> Said:
    campaign, likeliest = order.campaign, order.match.likeliest
    if order.match.found is not None:
        return Pass(subject=order.subject, evidence={"brief": order.match.found.id})
    if order.doubt is not None:
        return Unknown(
            subject=order.subject,
            because=order.doubt,
            evidence={"several": list(order.match.several)},
            link=campaign.link,
        )
    message = Words("No registered brief fits this campaign.")
    if likeliest is not None:
        message = Words(
            "No registered brief fits this campaign. The one most alike is {brief}.",
            {"brief": likeliest},
        )
    return Breach(
        subject=order.subject,
        message=message,
        evidence={"likeliest": likeliest},
        link=campaign.link,
    )


def every_brief_is_complete(facts: Facts) -> Iterator[Said]:
    """The brief of a campaign tells all five parts that the routine asks for.

    They are what the ads are about, the first and the last day, the budget, the audience, and who
    needs editor rights, each of them with first name and mail address.
    """
    yield from said_by_brief(facts, _of_its_parts)


def _of_its_parts(order: Order, found: Registered) -> Said:
    brief = found.brief
    lacks = [part for part, there in _parts(brief).items() if not there]
    if not lacks:
        return Pass(subject=order.subject, evidence={"brief": found.id}, told=_editors(found))
    kinds = ", ".join(_NAMES[part].template for part in lacks)
    return Breach(
        subject=order.subject,
        message=Words("The brief {brief} lacks: {kinds}.", {"brief": found.id, "kinds": kinds}),
        evidence={"brief": found.id, "lacks": [str(part) for part in lacks]},
        link=order.campaign.link,
        told=_editors(found) if Part.EDITORS in lacks else NOTHING,
    )


def _parts(brief: Brief) -> Mapping[Part, bool]:
    """The parts of the routine, and whether the brief tells each of them in full."""
    return {
        Part.TOPIC: bool(brief.topic and brief.topic.strip()),
        Part.DATES: brief.starts is not None and brief.ends is not None,
        Part.BUDGET: brief.budget is not None,
        Part.AUDIENCE: brief.audience is not None,
        Part.EDITORS: bool(brief.editors) and all(map(_is_whole, brief.editors)),
    }


def _is_whole(editor: Editor) -> bool:
    """Whether one can write to the editor, and tell by whom an answer is signed."""
    return bool(editor.first_name.strip() and editor.mail and editor.mail.strip())


def _editors(found: Registered) -> Told:
    """How many editors a brief names: one who is left out has not got a mail address by that."""
    number = len(found.brief.editors)
    return Told((found.carrier,), ((found.carrier, f"{number} editors"),) if number else ())


_NAMES: Mapping[Part, Words] = {
    Part.TOPIC: Words("what the ads are about"),
    Part.DATES: Words("the first and the last day"),
    Part.BUDGET: Words("the budget"),
    Part.AUDIENCE: Words("the audience"),
    Part.EDITORS: Words("editors with first name and mail address"),
}


def accessibility_is_ordered(facts: Facts) -> Iterator[Said]:
    """The brief of a campaign says that accessibility is part of the order.

    It is required by law (lag 2018:1937) and by the city's policy. A brief that says nothing of it
    fails as one that says no.
    """
    yield from said_by_brief(facts, _of_accessibility)


def _of_accessibility(order: Order, found: Registered) -> Said:
    said = found.brief.accessible
    evidence = {"brief": found.id, "accessible": said}
    if said:
        return Pass(subject=order.subject, evidence=evidence)
    told = {"brief": found.id}
    message = Words("The brief {brief} does not say that accessibility is part of the order.", told)
    if said is False:
        message = Words("The brief {brief} says that accessibility is not part of the order.", told)
    return Breach(
        subject=order.subject, message=message, evidence=evidence, link=order.campaign.link
    )


MISSING = Rule(
    id="brief.missing",
    clause="C1",
    severity=Severity.WARN,
    about="campaign",
    platforms=BOTH,
    check=every_campaign_has_a_brief,
    by_register=True,
    remedy=Words(
        "Ask the department for its brief, and register it with annonsvakt brief import FILE. If "
        "there is one, add the campaign's id to it and take it in again."
    ),
)
INCOMPLETE = Rule(
    id="brief.incomplete",
    clause="C1",
    severity=Severity.WARN,
    about="campaign",
    platforms=BOTH,
    check=every_brief_is_complete,
    by_register=True,
    remedy=Words(
        "Ask the department for what is missing, and take the brief in again with annonsvakt brief "
        "import FILE --id ID."
    ),
)
ACCESSIBILITY = Rule(
    id="brief.accessibility",
    clause="C8",
    severity=Severity.WARN,
    about="campaign",
    platforms=BOTH,
    check=accessibility_is_ordered,
    by_register=True,
    remedy=Words(
        "Have accessibility made part of the order to the supplier, and take the brief in again "
        "with annonsvakt brief import FILE --id ID."
    ),
)
