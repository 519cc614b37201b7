"""A digest's mail: who gets it, what stands in it, and what never does, as a mail program reads."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import pytest

from policies.model import Platform, Words
from policies.model.briefs import Brief
from policies.rounds.digest import LISTED
from policies.threads import Decision, ThreadState
from tests.worker.digests.desk import (
    AT,
    DEPARTMENTS,
    HOUR,
    STARTS,
    configured,
    in_mail,
    many_wait,
    read,
    speaking,
    waits,
)
from tests.worker.made import (
    NOON,
    a_campaign,
    a_comment,
    a_post,
    a_snapshot,
    an_account,
    not_read,
)
from tests.worker.postbox import Postbox, served
from worker.digests.letters import digest_letters
from worker.mail import build
from worker.posting.outbox import post_to
from worker.store import briefs, comments, owning, posts, snapshots, threads
from worker.store.posts import Shown

SHARE = a_post(7, Platform.LINKEDIN)


def letters(store, settings, *, code="sv", banner=None, at=AT):
    return digest_letters(store, settings, speaking(code), at=at, banner=banner)


def letter(store, settings, address, **said):
    (found,) = [one.mail for one in letters(store, settings, **said) if one.mail.to == (address,)]
    return found


def text(store, settings, address="trafik@example.org", **said):
    return letter(store, settings, address, **said).text


def test_nothing_that_waits_is_no_mail(lite, tmp_path):
    waits(lite, state="answered", due=None)
    assert letters(lite, configured(tmp_path)) == ()


def test_each_owner_gets_their_own_threads_and_no_others(lite, tmp_path):
    mine, theirs = waits(lite, "1"), waits(lite, "2", owner="kultur")
    slks = waits(lite, "3", owner="slk")
    found = {one.mail.to[0]: one.mail.text for one in letters(lite, configured(tmp_path))}
    assert set(found) == {"trafik@example.org", "kultur@example.org", "slk@example.org"}
    told = {to: {one for one in (mine, theirs, slks) if one in said} for to, said in found.items()}
    assert told == {
        "trafik@example.org": {mine},
        "kultur@example.org": {theirs},
        "slk@example.org": {slks},
    }


def test_the_subject_counts_and_the_parts_come_in_order(lite, tmp_path):
    later = waits(lite, "1", due=AT + 30 * HOUR)
    soon = waits(lite, "2", due=AT + HOUR)
    late = waits(lite, "3", due=AT - HOUR)
    away = waits(lite, "4", due=AT + HOUR, state="referred")
    mail = letter(lite, configured(tmp_path), "trafik@example.org")
    assert mail.subject == ("Trafikkontoret: 4 väntar på svar (försenade: 1, före nästa runda: 1)")
    order = ["Försenade: 1", late, "före nästa runda: 1\n", soon, "senare: 1", later,
             "Hänvisade, ännu inte besvarade: 1", away]  # fmt: skip
    places = [mail.text.index(one) for one in order]
    assert places == sorted(places)
    assert "tis 24 nov. 2026 07:35" in mail.text


def test_it_speaks_english_where_that_is_configured(lite, tmp_path):
    waits(lite)
    mail = letter(lite, configured(tmp_path), "trafik@example.org", code="en")
    assert mail.subject == ("Trafikkontoret: 1 waiting (overdue: 0, due before the next round: 1)")
    assert "Due before the next round: 1" in mail.text
    assert mail.language == "en"


def test_who_wrote_a_comment_is_not_told_and_what_stands_in_it_is(lite, tmp_path):
    waits(lite, text="När öppnar badet?")
    told = text(lite, configured(tmp_path))
    assert "När öppnar badet?" in told
    assert "Tuva Myrmalm" not in told
    assert "<https://example.org/comment/1>" in told


def test_of_linkedin_no_text_stands_in_it_however_new(lite, tmp_path):
    one = waits(lite, post=SHARE, text="en hemlighet")
    told = text(lite, configured(tmp_path), at=AT - 5 * HOUR)  # our clock is behind another's
    assert one in told
    assert "https://example.org/comment/1" in told
    assert "hemlighet" not in told
    assert "Besvaras senast: tis 24 nov. 2026 09:35" in told
    assert "https://example.org/linkedin" in told


def test_a_personal_identity_number_does_not_go_by_mail(lite, tmp_path):
    one = waits(lite, text="Mitt nummer är 811228-9874")
    state = ThreadState(
        state="open", reason=Words("It waits for an answer."), moderate=("personal-id",),
        comment_id="1", due_at=AT + HOUR,
    )  # fmt: skip
    with lite.writing() as connection:
        threads.settle(connection, [(threads.rows_of(connection, [one])[0], state)], AT)
    told = text(lite, configured(tmp_path))
    assert "9874" not in told
    assert "kan innehålla ett personnummer" in told


def test_a_message_is_slk_s_and_stands_without_a_channel_of_a_post(lite, tmp_path):
    waits(lite, "m", owner="slk", kind="message", link=None)
    told = text(lite, configured(tmp_path), "slk@example.org")
    assert "Kanal: meddelande, Meta" in told
    assert "Sidans regler" not in told


def test_without_rounds_and_contacts_it_tells_what_waits_all_the_same(lite, tmp_path):
    one = waits(lite)
    told = text(lite, configured(tmp_path, sla={"rounds": ()}, contacts={}))
    assert one in told
    assert "Läget tis 24 nov. 2026 08:35." in told
    assert "Nästa runda" not in told
    assert "Osäker?" not in told


def test_what_a_text_is_suspected_of_is_told_of_meta_and_not_of_linkedin(lite, tmp_path):
    ids = [waits(lite, "1"), waits(lite, "2", post=SHARE)]
    reason = Words("It waits for an answer and may break the house rules: {kinds}.",
                   {"kinds": "threat"})  # fmt: skip
    with lite.writing() as connection:
        for number, row in enumerate(threads.rows_of(connection, ids), 1):
            state = ThreadState(state="open", reason=reason, moderate=("threat",),
                                comment_id=str(number), due_at=AT + HOUR)  # fmt: skip
            threads.settle(connection, [(row, state)], AT)
    assert text(lite, configured(tmp_path)).count("kan bryta mot sidans regler: hot") == 1


def test_who_has_taken_a_thread_on_and_whom_it_was_referred_to_are_told(lite, tmp_path):
    taken = waits(lite)
    with lite.writing() as connection:
        row = threads.one(connection, taken)
        threads.decide(connection, row, Decision(action="claim", by="Elsa", at=AT))
    away = waits(lite, "2", state="referred")
    state = ThreadState(
        state="referred", reason=Words("{by} referred it to {to}.", {"by": "Bo", "to": "Regionen"}),
        moderate=(), comment_id="2", due_at=AT + HOUR,
    )  # fmt: skip
    with lite.writing() as connection:
        threads.settle(connection, [(threads.rows_of(connection, [away])[0], state)], AT)
    told = text(lite, configured(tmp_path))
    assert "Elsa har tagit sig an den." in told
    assert "Bo hänvisade den till Regionen." in told


def test_the_brief_s_topic_is_told_else_the_campaign_s_name(lite, tmp_path):
    waits(lite, "1")
    waits(lite, "2", post=a_post(2))
    with lite.writing() as connection:
        account = an_account()
        snapshots.keep(connection, a_snapshot(account, campaigns=(a_campaign(name="Bad"),)))
        brief = Brief(topic="Simskola våren 2027")
        briefs.save(connection, "b1", brief, source="test", by=None, at=NOON)
        shown = [
            Shown(post=a_post(number), campaign_id=f"c{number}", account_id="act_1", ran_until=NOON)
            for number in (1, 2)
        ]
        posts.link(connection, shown, NOON)
        owning.note_briefs(connection, Platform.META, "act_1", {"c2": "b1"})
    told = text(lite, configured(tmp_path))
    assert "Kampanj: Bad" in told
    assert "Kampanj: Simskola våren 2027" in told


def test_house_rules_are_linked_of_the_channels_concerned_alone(lite, tmp_path):
    waits(lite)
    told = text(lite, configured(tmp_path))
    assert "https://example.org/om" in told
    assert "https://example.org/linkedin" not in told
    assert "Sidans regler" not in text(lite, configured(tmp_path, house_rules={}))


def test_the_banner_of_a_stop_stands_above_everything(lite, tmp_path):
    waits(lite)
    banner = Words("Crisis stop {stop_id} is in force.", {"stop_id": "S1"})
    assert "!! Crisis stop S1 is in force." in text(lite, configured(tmp_path), banner=banner)


def test_threads_of_a_department_that_is_gone_are_slk_s_and_it_is_said(lite, tmp_path):
    stray = waits(lite, owner="idrott")
    told = text(lite, configured(tmp_path), "slk@example.org")
    assert stray in told
    assert "idrott: den förvaltningen finns inte längre i konfigurationen" in told


def test_beyond_a_hundred_the_rest_are_counted(lite, tmp_path):
    many_wait(lite, LISTED + 3)
    told = text(lite, configured(tmp_path))
    assert told.count("Tråd: ") == LISTED
    assert "3 av dem får inte plats här: `annonsvakt queue --owner trafik`" in told


@pytest.mark.parametrize(
    ("contacts", "to"),
    [
        ({"slk": "slk@example.org", "editorial": "red@example.org"}, {"slk@example.org"}),
        ({"editorial": "red@example.org"}, {"red@example.org"}),
        ({}, {"report@example.org"}),
    ],
)
def test_slk_has_its_own_address_else_the_editors_else_the_report_s(lite, tmp_path, contacts, to):
    waits(lite, owner="slk")
    found = letters(lite, configured(tmp_path, contacts=contacts))
    assert {one.mail.to[0] for one in found} == to


def test_comments_read_since_the_window_began_leave_nothing_to_be_said(lite, tmp_path):
    waits(lite)
    read(lite)
    assert "kan vänta" not in text(lite, configured(tmp_path))


def test_comments_that_were_not_read_since_then_are_said_to_be_missing(lite, tmp_path):
    waits(lite)
    assert "aldrig lästs i sin helhet" in text(lite, configured(tmp_path))
    read(lite, at=STARTS - timedelta(minutes=1))
    told = text(lite, configured(tmp_path))
    assert "lästes senast tis 24 nov. 2026 08:29" in told
    off = configured(tmp_path, meta=None, linkedin=None)
    assert "Ingen plattform är påslagen" in text(lite, off)


def test_what_could_not_be_read_is_counted_of_messages_for_slk_alone(lite, tmp_path):
    waits(lite)
    waits(lite, "2", owner="slk")
    read(lite, unread=[not_read("comments:1001_1"), not_read("identities"), not_read("posts:a1")])
    read(lite, unread=[not_read("messages")], topics=("messages",))
    settings = configured(tmp_path)
    assert "På 1 ställen" in text(lite, settings)
    assert "På 2 ställen" in text(lite, settings, "slk@example.org")


@pytest.mark.parametrize("what", ["own_posts", "comments.instagram"])
def test_comments_that_are_not_covered_in_one_place_alone_are_counted(lite, tmp_path, what):
    waits(lite)
    read(lite, unread=[not_read(what)])
    assert "På 1 ställen" in text(lite, configured(tmp_path))


class Page(HTMLParser):
    """The tags of a page, the links in it, and what its reader sees."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.links, self.seen = set(), [], ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.seen += data


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</td></table><h1>Ni har vunnit</h1>",
    "hej\r\nBcc: alla@example.org\r\n\r\nNy text",
    "\x1b[2J\x1b]0;ägd\x07 svart \x9b31m",
    "\u202eetxet dnäv\u2066 \u200bgömt\ufeff",
    "H" + "\u0489\u0300\u0301" * 3000,
    '=HYPERLINK("https://evil.example";"klicka")',
    "https://evil.example/?q=" + "a" * 5000,
    "å" * 3_000_000,
    "{{ page.title }} {owner} %s {0}",
    "\ud800 halv \x00 noll",
    "--=_gräns\r\n.\r\nQUIT\r\n",
)


def test_hostile_texts_arrive_as_harmless_lines_of_a_real_mail(lite, tmp_path):
    ids = [waits(lite, str(number), text=said) for number, said in enumerate(HOSTILE)]
    with lite.writing() as connection:
        row = threads.one(connection, ids[0])
        evil = Decision(action="claim", by="Eva<b>\r\nBcc: x@example.org", at=AT)
        threads.decide(connection, row, evil)
    read(lite)
    box, clock = Postbox(), lambda: AT
    with served(box) as address:
        settings = in_mail(configured(tmp_path), address)
        post_to(lite, settings, clock)(letters(lite, settings))
    (mail,) = box.mails
    assert mail.defects == []
    assert mail["bcc"] is None
    assert mail.get_all("to") == ["trafik@example.org"]
    assert mail["subject"].startswith("Trafikkontoret: 12 väntar på svar")
    plain, page = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
    for one in ids:
        assert plain.splitlines().count(f"* Tråd: {one}") == 1
    assert len(plain) < 12 * 1000
    assert max(map(len, plain.splitlines())) < 400
    for said in (plain, page):
        assert not {"\x1b", "\u202e", "\u2066", "\x9b", "\x00", "\u200b"} & set(said)
        assert "evil.example" not in said
    read_page = Page(page)
    assert not {"script", "img", "b"} & read_page.tags
    assert page.count("<h1>") == 1
    assert all(one.startswith("https://example.org/") for one in read_page.links)
    assert "<script>alert(1)</script>" in read_page.seen
    assert "{{ page.title }} {owner} %s {0}" in read_page.seen
    assert len(box.envelopes[0].content) < 100_000


def test_the_same_digest_is_the_same_to_the_last_byte(lite, tmp_path):
    waits(lite)
    settings = configured(tmp_path)
    once, again = (letter(lite, settings, "trafik@example.org") for _ in range(2))
    assert build(once).as_bytes() == build(again).as_bytes()


def test_a_deleted_comment_s_text_is_not_told(lite, tmp_path):
    one = waits(lite, text="ångrar mig")
    with lite.writing() as connection:
        comments.mark_gone(connection, Platform.META, ["1"], AT)
    told = text(lite, configured(tmp_path))
    assert one in told
    assert "ångrar" not in told
    assert a_comment().text not in told


def test_a_department_is_written_to_in_its_own_language(lite, tmp_path):
    trafik, kultur = DEPARTMENTS
    settings = configured(tmp_path, departments=(trafik | {"language": "en"}, kultur))
    waits(lite)
    waits(lite, "2", owner="kultur")
    english = letter(lite, settings, "trafik@example.org")
    swedish = letter(lite, settings, "kultur@example.org")
    assert '<html lang="en"' in english.html
    assert '<html lang="sv"' in swedish.html
    assert english.subject != swedish.subject
