"""Invented people and what they write under the city's ads: the texts that both platforms share.

No name here belongs to a real person. The personal identity number is one of those that
Skatteverket publishes for tests.
"""

from __future__ import annotations

FIRST_NAMES = (
    "Alva", "Bosse", "Cilla", "Dragan", "Ebba", "Farida", "Gunnel", "Hamid", "Ines", "Jonte",
    "Kerstin", "Leila", "Mats", "Nadja", "Olle", "Pernilla", "Qasim", "Rut", "Samir", "Tuva",
    "Ulla", "Valter", "Yara", "Zoran", "Åke", "Ängla", "Östen",
)  # fmt: skip
LAST_NAMES = (
    "Almgårdh", "Björkvass", "Cederhjälm", "Dalstrand", "Ekekvist", "Fjällrot", "Granhage",
    "Hassellöv", "Isfjäder", "Järnsjö", "Kvarnbäck", "Lindrönn", "Myrmalm", "Norrvind",
)  # fmt: skip
EDITORS = ("Anna", "Karim", "Lotta", "Petra", "Jens")
"""First names of the city's own editors, who sign what they answer."""

QUESTIONS = (
    "Hej! När öppnar anmälan till simskolan?",
    "Gäller det här även för oss som bor i Farsta?",
    "Hur bokar man en tid?",
    "Kostar det något?",
    "Var hittar jag mer information på lätt svenska?",
    "Är det tillgängligt med rullstol?",
    "Finns informationen på engelska också? My neighbour asks.",
    "Vilka åldrar är det för?",
    "Kan man ta med hund?",
    "Hej, länken fungerar inte på min telefon. Kan ni laga den?",
    "När blir cykelbanan på Götgatan klar",
    "Toppen, men när öppnar det?",
    "Måste man ha BankID för att söka plats?",
    "Hur många platser finns det kvar?",
)
FOLLOW_UPS = (
    "Tack! Men gäller det även på söndagar?",
    "Okej, och hur gör jag om jag inte har mobil?",
    "Jag har ringt tre gånger utan svar. Vad gör jag nu?",
    "Det stämmer inte, på sidan står det 18.00. Vad är det som gäller?",
)
COMPLAINTS = (
    "Snöröjningen på vår gata är under all kritik.",
    "Det här har ni lovat i tre år nu. Inget händer.",
    "Sluta lägga skattepengar på reklam 👎",
    "Papperskorgarna i parken har inte tömts på två veckor 😡",
    "Bussen går aldrig i tid och ingen svarar hos er.",
    "Bilden ni använder är inte ens från Stockholm.",
)
CHEERS = (
    "Så bra!",
    "Toppen 👏",
    "Love it",
    "Tack!",
    "Vad fint!",
    "❤️❤️",
    "👏👏👏",
    "Heja Stockholm!",
)
THANKS = ("Tack för svaret!", "Tack!", "Perfekt, tack 🙏", "Toppen 👍")
TAGGED_WORDS = ("", " kolla här", " 😍", " ska vi?", " ❤️")
"""What follows the tag of a friend; with a question it needs an answer."""
ANSWERS = (
    "Hej! Anmälan öppnar på måndag klockan 9 på start.stockholm.",
    "Hej! Ja, det gäller i hela staden.",
    "Hej! Du bokar på start.stockholm eller hos Kontaktcenter.",
    "Hej och tack för att du hör av dig! Vi har skickat det vidare till driften.",
    "Hej! Ja, lokalen är tillgänglig och det finns hörslinga.",
)
"""Answers without their signature; see `signed`."""
PRIVATE_ANSWERS = (
    "Jag jobbar på kontoret, det öppnar nästa vecka.",
    "Hej, svarar privat här: ja det gör det!",
)
PERSONAL_ID = "Kan ni kolla min plats i kön? Mitt personnummer är 19121212-1212."
SPAM = (
    "Tjäna 5000 kr om dagen hemifrån!!! http://pengar-nu.example/klick",
    "Vinn en telefon → https://gratis-vinst.example/?id=1",
)
HOSTILE = (
    "<script>alert('hej')</script><b>När öppnar ni?</b>",
    "\x1b[31mRÖTT\x1b[0m \x1b]0;titel\x07 hur gör man?",
    "Vad kostar \u202e!tsokrev\u202c det?",
    '=HYPERLINK("http://ond.example","Klicka") vad är detta?',
    "Hej\r\nBcc: nagon@example.org\r\n\r\nNär får jag svar?",
    "När\u0000 öppnar det? 👨‍👩‍👧‍👦 \ufeff",
)
DIRECT_MESSAGES = (
    "Hej, jag hittade er annons. Kan jag få hjälp att ansöka?",
    "Vart vänder jag mig om bygglov?",
    "Jag vill lämna en synpunkt om lekplatsen vid Vitabergsparken.",
    "Hej! Jag fick fel summa på fakturan, vem pratar jag med?",
)


def handle(first_name: str) -> str:
    """A first name as it may stand in a user name: small letters from a to z."""
    return first_name.lower().translate(str.maketrans("åäö", "aao"))


def signed(answer: str, editor: str) -> str:
    """An answer with the editor's first name at its end, as the routine asks."""
    return f"{answer} /{editor}"
