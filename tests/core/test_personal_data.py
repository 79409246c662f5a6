"""What people write about themselves. All numbers are invented; nobody living has one of these CPR numbers."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.personal_data import Folded, Kept, anonymise, find, keep
from tests.effort import at_most


def found(text: str) -> list[tuple[str, str]]:
    return [(each.type, text[each.start : each.end]) for each in find(text)]


CPR_AS_PEOPLE_WRITE_IT = [
    ("Mit cpr er 150955-8231.", "150955-8231"),
    ("150955-8231", "150955-8231"),
    ("ID:080147-7171;urgent", "080147-7171"),
    ("CPR080147-7171", "080147-7171"),
    ("cpr-nr.080147-7171og jeg venter", "080147-7171"),
    ("meine Personennummer ist 091143-6604. Danke", "091143-6604"),
    ("my danish id 12.09.44-6011 is it real", "12.09.44-6011"),
    ("Mit cpr-nummer er 0304526718, og", "0304526718"),
    ("my yellow card says 0304526718", "0304526718"),
    ("I ordered a card, 0304526718, nothing came", "0304526718"),
    ("0304526718 is my CPR number", "0304526718"),
    ("0304526718 (cpr)", "0304526718"),
    ("personnummer 030452 6718", "030452 6718"),
    ("Unser Sohn, 030452 6718, braucht einen Arzt", "030452 6718"),
    ("030452 - 6718", "030452 - 6718"),
    ("030452–6718", "030452–6718"),
    ("030452--6718", "030452--6718"),
    ("030452.6718 er mit nummer", "030452.6718"),
    ("030452/6718", "030452/6718"),
    ("born 03/04/52-6718 in Kiel", "03/04/52-6718"),
    ("03 04 52 6718", "03 04 52 6718"),
    ("0304 52-6718 wartet", "0304 52-6718"),
    ("03-04-52-6718", "03-04-52-6718"),
    ("CPR: 03 04 52 67 18", "03 04 52 67 18"),
    ("my social security number is 0 3 0 4 5 2 6 7 1 8 thanks", "0 3 0 4 5 2 6 7 1 8"),
    ("Personalnummer: 03.04.2052-6718", "03.04.2052-6718"),
    ("cpr 03042052-6718", "03042052-6718"),
    ("CPR-Nr. lautet 03/04/52/6718", "03/04/52/6718"),
    ("c.p.r. 0304526718", "0304526718"),
    ("wife's number 0304526718", "0304526718"),
    ("(150955-8231)", "150955-8231"),
    ("150955-8231/Anna", "150955-8231"),
    ("150955-8231-", "150955-8231"),
    ("tracking 150955-8231", "150955-8231"),
    ("case number 150955-8231", "150955-8231"),
    ("administrativt nummer 750955-8231", "750955-8231"),
    ("født 290252-6718", "290252-6718"),
    ("https://example.org/?cpr=0304526718&x=1", "0304526718"),
    ("cpr_0304526718_scan.pdf", "0304526718"),
    ("cpr: 15. september 2055-8231", "15. september 2055-8231"),
    ("Personennummer 15 Sept 55 8231", "15 Sept 55 8231"),
    ("født 15.09.55, de sidste fire cifre er 8231", "15.09.55, de sidste fire cifre er 8231"),
    ("150955 and the last four are 8231", "150955 and the last four are 8231"),
    ("mit svenske personnummer 550915-8231", "550915-8231"),
    ("personnummer 20550915-8231", "20550915-8231"),
    # tricks and accidents
    ("cpr ０３０４５２－６７１８", "０３０４５２－６７１８"),
    ("cpr ٠٣٠٤٥٢-٦٧١٨", "٠٣٠٤٥٢-٦٧١٨"),
    ("𝟎𝟑𝟎𝟒𝟓𝟐-𝟔𝟕𝟏𝟖", "𝟎𝟑𝟎𝟒𝟓𝟐-𝟔𝟕𝟏𝟖"),
    ("⓪③⓪④⑤②-⑥⑦①⑧", "⓪③⓪④⑤②-⑥⑦①⑧"),
    ("030452‑6718", "030452‑6718"),
    ("030452\u00a06718", "030452\u00a06718"),
    ("03\u200b04\u200d52-67\u206018", "03\u200b04\u200d52-67\u206018"),
    ("030452\u00ad6718", "030452\u00ad6718"),
    ("030452-\n6718", "030452-\n6718"),
    ("0304\n526718 er mit cpr-nummer", "0304\n526718"),
    ("cpr: 0304\r\n52-6718", "0304\r\n52-6718"),
    ("03O452-67l8", "03O452-67l8"),
    ("my number is O30452-6718", "O30452-6718"),
    ("O304526718", "O304526718"),
    ("0304l2-l718", "0304l2-l718"),
    ("my cpr number (030452) 6718", "030452) 6718"),
    ("cpr: 030452;6718", "030452;6718"),
    ("cpr 030452+6718", "030452+6718"),
    ("CPR **030452**-6718", "030452**-6718"),
    ("scan_0304526718.pdf", "0304526718"),
    ("0304526718_2.pdf", "0304526718"),
    ("cpr 3.4.52-6718", "3.4.52-6718"),
    ("0\ufe0f\u20e33\ufe0f\u20e30452-6718", "0\ufe0f\u20e33\ufe0f\u20e30452-6718"),
]


@pytest.mark.parametrize(("text", "number"), CPR_AS_PEOPLE_WRITE_IT)
def test_a_cpr_number_is_found_however_it_is_written(text: str, number: str) -> None:
    assert found(text) == [("CPR", number)]
    assert number not in keep(text).text


OTHER_PERSONAL_DATA = [
    ("Reisepass Nr. C0000T0X0, ausgestellt in Kiel", [("PASSPORT", "C0000T0X0")]),
    ("Personalausweis L00X00T00 reicht der?", [("PASSPORT", "L00X00T00")]),
    ("My passport number is 000123456.", [("PASSPORT", "000123456")]),
    ("pas nr. 000123456 udløber", [("PASSPORT", "000123456")]),
    ("passport: AB 1234567", [("PASSPORT", "AB 1234567")]),
    ("mein Pass hat die Nummer X0000001", [("PASSPORT", "X0000001")]),
    ("Z0000123 is my passport number", [("PASSPORT", "Z0000123")]),
    ("my residence card no. 000123456", [("PASSPORT", "000123456")]),
    ("passport no P0000001A expired", [("PASSPORT", "P0000001A")]),
    ("My salary should go to DK5000400440116243.", [("IBAN", "DK5000400440116243")]),
    ("DK50 0040 0440 1162 43 please", [("IBAN", "DK50 0040 0440 1162 43")]),
    ("the refund went to DE00 0000 0000 0000 0123 45 which I closed", [("IBAN", "DE00 0000 0000 0000 0123 45")]),
    ("iban de00-0000-0000-0000-0123-45", [("IBAN", "de00-0000-0000-0000-0123-45")]),
    ("IBAN:GB00WEST00000000001234", [("IBAN", "GB00WEST00000000001234")]),
    ("NL00 ABNA 0000 0001 23", [("IBAN", "NL00 ABNA 0000 0001 23")]),
    (
        "PL00\u00a00000\u00a00000\u00a00000\u00a00000\u00a00000\u00a01234 konto",
        [("IBAN", "PL00\u00a00000\u00a00000\u00a00000\u00a00000\u00a00000\u00a01234")],
    ),
    ("DK50 0040 0440 1162 4 en for lidt", [("IBAN", "DK50 0040 0440 1162 4")]),
    ("Min konto er 0001-1234567890, men", [("BANK_ACCOUNT", "0001-1234567890")]),
    ("0001-1234567890", [("BANK_ACCOUNT", "0001-1234567890")]),
    ("reg. 0001 konto 1234567890", [("BANK_ACCOUNT", "0001 konto 1234567890")]),
    ("Reg.nr. 0001, kontonr. 0001234567", [("BANK_ACCOUNT", "0001, kontonr. 0001234567")]),
    ("my NemKonto: 0001 0001234567", [("BANK_ACCOUNT", "0001 0001234567")]),
    ("bank account 0001 123 4567", [("BANK_ACCOUNT", "0001 123 4567")]),
    ("Kontonummer 0012345678 bei der Sparkasse", [("BANK_ACCOUNT", "0012345678")]),
    ("account number is 00012345", [("BANK_ACCOUNT", "00012345")]),
    ("sort code 00-00-12", [("BANK_ACCOUNT", "00-00-12")]),
    ("Ring på tlf. 11223344, tak", [("PHONE", "11223344")]),
    ("My phone: 0045 10203040 (only mornings)", [("PHONE", "0045 10203040")]),
    ("Handy: 0172/9925904 - bitte", [("PHONE", "0172/9925904")]),
    ("+353 20 910 0123", [("PHONE", "+353 20 910 0123")]),
    ("+45 10 20 30 40", [("PHONE", "+45 10 20 30 40")]),
    ("+4510203040 2 børn", [("PHONE", "+4510203040")]),
    ("+49 (0)172 9925904", [("PHONE", "+49 (0)172 9925904")]),
    ("0049 172 9925904", [("PHONE", "0049 172 9925904")]),
    ("10 20 30 40", [("PHONE", "10 20 30 40")]),
    ("call me on 1020 3040", [("PHONE", "1020 3040")]),
    ("my number is 10203040", [("PHONE", "10203040")]),
    ("Mvh Anna, 10203040", [("PHONE", "10203040")]),
    ("telefonnummer: 10-20-30-40", [("PHONE", "10-20-30-40")]),
    ("whatsapp 01729925904", [("PHONE", "01729925904")]),
    ("Tel. (0461) 123456", [("PHONE", "(0461) 123456")]),
    ("phone 07700 900123", [("PHONE", "07700 900123")]),
    ("06 12 34 56 78", [("PHONE", "06 12 34 56 78")]),
    ("ring 0612345678", [("PHONE", "0612345678")]),
    ("(555) 010-1234", [("PHONE", "(555) 010-1234")]),
    ("Reach me at maria.example@example.com about it", [("EMAIL", "maria.example@example.com")]),
    ("write to anna (at) example (dot) com please", [("EMAIL", "anna (at) example (dot) com")]),
    ("anna[at]example[dot]org", [("EMAIL", "anna[at]example[dot]org")]),
    ("anna at example dot org", [("EMAIL", "anna at example dot org")]),
    ("anna snabel-a example punktum dk", [("EMAIL", "anna snabel-a example punktum dk")]),
    ("anna (ät) mail.example (punkt) de", [("EMAIL", "anna (ät) mail.example (punkt) de")]),
    ("anna @ example.org", [("EMAIL", "anna @ example.org")]),
    ("<mailto:anna+kita@sub.example.org>.", [("EMAIL", "anna+kita@sub.example.org")]),
    ("o'neil@example.ie or +353 20 910 0123", [("EMAIL", "o'neil@example.ie"), ("PHONE", "+353 20 910 0123")]),
    ("jürgen@bücher.example.", [("EMAIL", "jürgen@bücher.example")]),
    (
        "CPR 150955-8231, tlf 10203040, a@example.org, konto 0001-1234567890",
        [
            ("CPR", "150955-8231"),
            ("PHONE", "10203040"),
            ("EMAIL", "a@example.org"),
            ("BANK_ACCOUNT", "0001-1234567890"),
        ],
    ),
    ("150955-8231 og 010252-6718", [("CPR", "150955-8231"), ("CPR", "010252-6718")]),
]


@pytest.mark.parametrize(("text", "expected"), OTHER_PERSONAL_DATA)
def test_personal_data_of_other_kinds_is_found_where_it_stands(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "My case number is 2025-123456, when will I hear?",
        "Sagsnr. 25/004711",
        "Journalnummer 2025-0012345",
        "Aktenzeichen 12 K 3456/25",
        "tracking 0101202512 says delivered",
        "Tracking number: 0101202512",
        "order no. 0101202512",
        "Bestellnummer ist 0101202512",
        "Sendungsnummer 00340434161094021501",
        "RR123456785DK",
        "faktura 10203040",
        "invoice 10203040",
        "CVR 10203040",
        "CVR-nr. 10203040",
        "kundenummer 10203040",
        "student number 10203040",
        "ISBN 978-3-16-148410-0",
        "ISBN 9783161484100",
        "EAN 5798000420526",
        "Form 21.059 or 07.058 EN?",
        "version 2.14.3.10 of the app",
        "version 10.11.12.1314",
        "Room 4.12, building 1543-327",
        "Fristen var den 31-12-2025, er jeg for sent?",
        "from 01.01.2025 to 31.12.2025",
        "01.01.2025-31.12.2025",
        "deadline 20251231",
        "am 31122025",
        "born 12.03.2019, 04.05.2021",
        "Do I call 112, 114 or 1813?",
        "am 15. September 2025 1430 Uhr",
        "the last four years, since 15.09.2025, 1234 people",
        "10203040 is my invoice number",
        "ring 112",
        "Flug SK 1234 um 17:05, danach Zug 5 nach Ribe",
        "I earn 42000 dkk per month, 10 000 000 kr in total",
        "12345678 kr.",
        "Mo-Fr 09.00-15.00, Th 10.00-17.00",
        "reference code A1B2-C3D4-E5F6, please explain the letter",
        "Klasse 7b, 24 Kinder, Note 12, Skala von -3 bis 12",
        "6700 Esbjerg, Torvegade 74, 2. tv",
        "2025 2026",
        "school year 2025-2026",
        "passport photo 35x45mm",
        "my passport expires 31.12.2027",
        "Mein Pass ist bis 31122027 gültig",
        "directive 2004/38/EC and 2006/126",
        "§ 56 a, stk. 2, nr. 3",
        "the rent is 8.500,00 and the deposit 25.500,00",
        "look at example.org and tell me",
        "@kommunen på Instagram",
        "cpr",
        "what is a CPR number (ddmmyy-xxxx)?",
        "cpr 000000-0000",
        "320155-8231",
        "151355-8231",
        "290255-8231",
        "IP 10.11.12.13",
        "room O10190",
        "IMG_20231005_123456.jpg",
        "deadline 1.1.2026, 1430 kr.",
        "55.4760, 8.4594",
        "I have waited 3 months and 180 days since 1 May 2026",
        "",
    ],
)
def test_what_is_nobodys_secret_stays(text: str) -> None:
    assert found(text) == []
    assert keep(text) == Kept(text, frozenset())
    assert anonymise(text) == text


# What is kept


def test_never_kept_numbers_become_markers_and_the_writer_can_be_told() -> None:
    text = "CPR 150955-8231, IBAN DK50 0040 0440 1162 43, passport X0000001, konto 0001-1234567890, tlf 10203040"
    kept = keep(text)
    assert (
        kept.text == "CPR [CPR •••], IBAN [IBAN •••], passport [PASSPORT •••], konto [BANK ACCOUNT •••], tlf 10203040"
    )
    assert kept.removed == {"CPR", "IBAN", "PASSPORT", "BANK_ACCOUNT"}


def test_telephone_and_email_stay_in_the_thread_but_never_in_drafts() -> None:
    text = "Ring 10203040 eller skriv til anna@example.org"
    assert keep(text).text == text
    assert anonymise(text) == "Ring [PHONE •••] eller skriv til [EMAIL •••]"


def test_given_names_are_taken_out_of_drafts() -> None:
    text = "I am Anna Maria von Holm. Annas son and ANNA MARIA's car; Susanna and the vondel park stay."
    assert anonymise(text, names=["Anna Maria von Holm", "", " "]) == (
        "I am [NAME •••]. [NAME •••] son and [NAME •••] [NAME •••] car; Susanna and the vondel park stay."
    )


# Promises for any text

digits = st.text("0123456789", min_size=4, max_size=4)
cpr_numbers = st.builds(lambda day, serial: f"{day:%d%m%y}-{serial}", st.dates(), digits)
bits = st.sampled_from(
    [
        *("CPR", "cpr-nummer", "id", "pas", "konto", "IBAN", "DK50", "tlf.", "order", "number", "is", "[CPR •••]"),
        *("150955-8231", "0304526718", "12.09.44-6011", "0001-1234567890", "10203040", "X0000001", "a@example.org"),
        *("0040", "0440", "1162", "43", "150955", "8231", "03", "04", "1", "12", "1234", "①", "５"),
        *("-", ".", "+", "/", "(", ")", "\u200b", "\n", ""),
    ]
)
busy_texts = st.lists(bits, max_size=25).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda glue: glue.join(parts))
)
any_texts = st.text() | busy_texts


@settings(max_examples=400)
@given(before=any_texts, number=cpr_numbers, after=any_texts)
def test_every_cpr_number_is_found_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    before, after = before.rstrip("0123456789"), after.lstrip("0123456789")  # a longer number is another number
    text = before + number + after
    assert any(
        each.type == "CPR" and each.start <= len(before) and each.end >= len(before) + len(number)
        for each in find(text)
    )
    assert number not in keep(text).text


@settings(max_examples=400)
@given(any_texts)
def test_found_pieces_are_in_order_and_do_not_overlap(text: str) -> None:
    position = 0
    for each in find(text):
        assert position <= each.start < each.end <= len(text)
        position = each.end


@settings(max_examples=400)
@given(any_texts)
def test_keeping_what_was_kept_takes_nothing_more_out(text: str) -> None:
    kept = keep(text).text
    assert keep(kept) == Kept(kept, frozenset())
    assert not [each for each in find(kept) if each.type not in ("PHONE", "EMAIL")]
    assert find(anonymise(text)) == []


def test_a_text_without_digits_hides_none() -> None:
    """So that it need not be searched for numbers."""
    others = "".join(sign for sign in map(chr, range(0x30000)) if not sign.isdigit())
    assert not re.search(r"\d", Folded(others).text)


HOSTILE_PIECES = [
    *(
        "1",
        "1 ",
        "1111111111 ",
        "1111111111-",
        "150955-8231 ",
        "id 11 11 11 1111 ",
        "+1",
        "(1",
        "0o",
        "①５⑨-",
        "\u200b1",
    ),
    *("cpr ", "identi_", "konto mein ", "mein_", "nr no ", "AB1234567 pas ", "DE00 0000 ", "[CPR •••]", "\n"),
    *("@", "a@", "a at ", "a.", "a@b dot ", "150955 last four ", "15 sep 55 ", "cpr 15 sep 55 8231 "),
]


@pytest.mark.parametrize("piece", HOSTILE_PIECES)
def test_a_hostile_text_of_100000_characters_is_read_with_little_work(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    with at_most(seconds=10):  # about half a second; twice the length must not mean four times the time
        keep(text)
