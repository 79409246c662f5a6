"""The desk's page of a question that a pair answers, that has several parts, or that two colleagues have open."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.core.edition import renew
from app.core.i18n import Speaker
from app.enquiries import actions, answering, queries
from app.enquiries.dividing import Piece
from app.enquiries.drafts import EnquiryDraft, LoggedDraft
from app.enquiries.models import Assignment, Channel, Message, MessageState
from app.enquiries.subjects import Subject
from app.mail.models import Letter
from app.people.models import Command, PersonLanguage
from tests.cast import an_article, keep_promises
from tests.visitors import Page
from tests.web.conftest import OpenHouse

DESK = "/desk/fjordby/"
LIST = "/desk/fjordby/enquiries"
PIECES = [
    Piece("May I drive here?", Subject({"driving": 0.9})),
    Piece("And how do I register?", Subject({"registration": 0.9})),
]


def ask(house: OpenHouse, text: str, language: str, pieces: list[Piece] | None = None) -> tuple[int, str]:
    """The number and the key of a question to Fjordby, about driving where it has no pieces."""
    draft = EnquiryDraft(text=text, topic="" if pieces else "driving", email="ola@example.org")
    with house.write() as session:
        town = house.cast.fjordby
        asked = actions.ask(session, draft, municipality=town, language=language, pieces=pieces or (), now=house.now)
        return asked.enquiry.id or 0, asked.enquiry.key


@pytest.fixture
def german(house: OpenHouse) -> tuple[int, str]:
    return ask(house, "Darf ich hier fahren?", "de")


@pytest.fixture
def two_parts(house: OpenHouse) -> tuple[int, str]:
    return ask(house, "May I drive here? And how do I register?", "en", PIECES)


def what_ola_reads(house: OpenHouse, key: str, language: str = "en") -> str:
    return house.browser().get(f"/fjordby/{language}/enquiries/{key}").text


def message_number(house: OpenHouse, text: str) -> int:
    with house.read() as session:
        return session.exec(select(Message.id).where(Message.text == text)).one() or 0


def test_the_expert_is_told_who_carries_the_language_and_the_interpreter_sends_it(
    house: OpenHouse, german: tuple[int, str]
) -> None:
    number, key = german
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    assert "Write in Danish. Mette Eksempelgaard puts it into German" in jens.get(f"{LIST}/{number}").text
    sent = jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Ja, i 180 dage.")
    assert "waits for Mette Eksempelgaard" in jens.get(sent.headers["location"]).text
    assert "Ja, i 180 dage." not in what_ola_reads(house, key, "de")
    assert f'{LIST}/{number}"' in mette.get(f"{LIST}?whose=all&state=open&only=interpreter").text

    waiting = f"{LIST}/{number}/messages/{message_number(house, 'Ja, i 180 dage.')}"
    empty = mette.fill(waiting, page=DESK, text=" ", interpreting=waiting.rpartition("/")[2])
    assert empty.status_code == 422
    assert f'href="#interpreted-{waiting.rpartition("/")[2]}"' in empty.text
    done = mette.fill(waiting, page=DESK, text="Ja, 180 Tage lang.")
    assert done.status_code == 303
    page = mette.get(f"{LIST}/{number}").text
    assert page.index("Ja, 180 Tage lang.") < page.index("What the expert wrote") < page.index("Ja, i 180 dage.")
    told = what_ola_reads(house, key, "de")
    assert "Ja, 180 Tage lang." in told
    assert "Jens mit Mette" in told  # both names, as they agreed to be shown
    second = mette.fill(waiting, page=DESK, text="Ja, ein halbes Jahr.", interpreting=waiting.rpartition("/")[2])
    assert second.status_code == 409
    assert "Ja, ein halbes Jahr.</textarea>" in second.text


def test_what_she_has_written_in_the_askers_language_herself_waits_for_nobody(
    house: OpenHouse, german: tuple[int, str]
) -> None:
    number, key = german
    house.signed_in("jens").fill(f"{LIST}/{number}/messages", page=DESK, text="Ja!", in_askers_language="yes")
    assert "Ja!" in what_ola_reads(house, key, "de")


def test_danish_words_are_not_sent_to_a_german_by_one_press(house: OpenHouse, german: tuple[int, str]) -> None:
    number, _ = german
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    for text, offered in (
        ("Det skal du ikke, men husk at have det med dig.", False),
        ("Das müssen Sie nicht, aber nehmen Sie ihn mit.", True),
    ):
        jens.fill(f"{LIST}/{number}/messages", page=DESK, text=text)
        assert (f"{text}</textarea>" in mette.get(f"{LIST}/{number}").text) is offered


def test_the_articles_of_an_answer_go_on_with_the_interpreters_words(house: OpenHouse, german: tuple[int, str]) -> None:
    number, key = german
    with house.write() as session:
        an_article(session, house.cast, "foreign-driving-licence", texts={"de": "Ausländischer Führerschein"})
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    told = "Det skal du ikke, men husk at have det med dig."
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text=told, link="foreign-driving-licence")
    page = mette.get(f"{LIST}/{number}").text
    [field] = re.findall(r'<textarea[^>]* id="interpreted-(\d+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    waiting, article = f"{LIST}/{number}/messages/{field[0]}", field[1]
    assert article.startswith("\n\n"), "room for her words"
    assert article.endswith("/fjordby/de/articles/foreign-driving-licence")
    assert told not in article
    unchanged = mette.fill(waiting, page=DESK, text=article, interpreting=field[0])
    assert (unchanged.status_code, "so far only the articles are there" in unchanged.text) == (422, True)
    assert mette.fill(waiting, page=DESK, text="Nein, das müssen Sie nicht." + article).status_code == 303
    assert "/fjordby/de/articles/foreign-driving-licence" in what_ola_reads(house, key, "de")


def test_each_of_several_who_answered_is_named_once(house: OpenHouse, german: tuple[int, str]) -> None:
    number, key = german
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Ja, i 180 dage.")
    waiting = f"{LIST}/{number}/messages/{message_number(house, 'Ja, i 180 dage.')}"
    mette.fill(waiting, page=DESK, text="Ja, 180 Tage lang.")
    assert "Ihre Frage wurde von Jens mit Mette beantwortet." in what_ola_reads(house, key, "de")
    mette.fill(f"{LIST}/{number}/messages", page=DESK, text="Und vergessen Sie den Ausweis nicht.", seen="99")
    assert "Ihre Frage wurde von Jens und Mette beantwortet." in what_ola_reads(house, key, "de")


def test_whoever_closes_is_told_that_the_asker_has_written_since(house: OpenHouse) -> None:
    number, key = ask(house, "May I drive here?", "en")
    mette, told = house.signed_in("mette"), "The asker has written since the answer."
    mette.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes.")
    assert told not in mette.get(f"{LIST}/{number}").text
    own = f"/fjordby/en/enquiries/{key}"
    house.browser().fill(f"{own}/messages", page=own, text="And my wife?")
    assert told in mette.get(f"{LIST}/{number}").text


def test_an_answer_that_is_not_there_can_not_be_confirmed(house: OpenHouse, german: tuple[int, str]) -> None:
    number, _ = german
    other, _ = ask(house, "Und mit dem Rad?", "de")
    house.signed_in("jens").fill(f"{LIST}/{other}/messages", page=DESK, text="Altid.")
    elsewhere = message_number(house, "Altid.")
    refused = house.signed_in("mette").fill(f"{LIST}/{number}/messages/{elsewhere}", page=DESK, text="Immer.")
    assert refused.status_code == 404
    assert "There is no such answer to this question." in refused.text


def test_each_part_is_looked_at_by_itself_and_the_asker_reads_one_answer(
    house: OpenHouse, two_parts: tuple[int, str]
) -> None:
    number, key = two_parts
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    page = mette.get(f"{LIST}/{number}").text
    assert "This question has 2 parts" in page
    with house.read() as session:
        seen = queries.for_staff(session, house.cast.staff_of(house.cast.mette, session), house.cast.fjordby, number)
        driving, registration = (each.part.id for each in seen.parts)
    assert f"?part={driving}" in page
    told = what_ola_reads(house, key)
    assert "It has several parts." in told
    first = mette.fill(f"{LIST}/{number}/messages?part={registration}", page=DESK, text="At the town hall.")
    assert "Your part is ready." in mette.get(first.headers["location"]).text
    told = what_ola_reads(house, key)
    assert "At the town hall." not in told
    assert "This part is ready." in told
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes, you may.")
    told = what_ola_reads(house, key)
    assert "At the town hall." in told
    assert "Yes, you may." in told


def test_what_is_ready_is_sent_first_when_somebody_says_so(house: OpenHouse, two_parts: tuple[int, str]) -> None:
    number, key = two_parts
    mette = house.signed_in("mette")
    early = mette.fill(f"{LIST}/{number}/send", page=DESK)
    assert (early.status_code, "No part of the answer is ready yet." in early.text) == (409, True)
    with house.read() as session:
        staff = house.cast.staff_of(house.cast.mette, session)
        part = queries.for_staff(session, staff, house.cast.fjordby, number).part.id
    mette.fill(f"{LIST}/{number}/messages?part={part}", page=DESK, text="At the town hall.")
    assert mette.fill(f"{LIST}/{number}/send", page=DESK).status_code == 303
    told = what_ola_reads(house, key)
    for sentence in ("At the town hall.", " has answered this part.", "The rest of the answer follows:"):
        assert sentence in told


def test_a_piece_becomes_a_part_of_its_own_and_nothing_typed_is_lost(house: OpenHouse) -> None:
    number, _ = ask(house, "May I drive here and where do I register?", "en")
    jens = house.signed_in("jens")
    wrong = jens.fill(f"{LIST}/{number}/parts", page=DESK, piece="where do I register?", topic="")
    assert wrong.status_code == 422
    assert "where do I register?</textarea>" in wrong.text
    made = jens.fill(f"{LIST}/{number}/parts", page=DESK, piece="where do I register?", topic="registration")
    assert "The question has one more part. Mette Eksempelgaard has it." in jens.get(made.headers["location"]).text


def test_whoever_closes_a_question_sees_first_which_parts_have_no_answer(
    house: OpenHouse, two_parts: tuple[int, str]
) -> None:
    mette = house.signed_in("mette")
    closing = mette.get(f"{LIST}/{two_parts[0]}").text.partition("Close the question</summary>")[2]
    assert "This closes the whole question. Still without an answer:" in closing
    assert "Driving: Jens Prøvesen" in closing
    alone = mette.get(f"{LIST}/{ask(house, 'May I drive here?', 'en')[0]}").text
    assert "Still without an answer" not in alone


def test_a_note_is_read_by_colleagues_only(house: OpenHouse, two_parts: tuple[int, str]) -> None:
    number, key = two_parts
    jens = house.signed_in("jens")
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="She called twice.", kind="note")
    assert "She called twice." in house.signed_in("mette").get(f"{LIST}/{number}").text
    assert "She called twice." not in what_ola_reads(house, key)


def test_a_question_back_stops_the_clock_and_the_asker_is_asked(house: OpenHouse) -> None:
    number, key = ask(house, "May I drive here?", "en")
    jens = house.signed_in("jens")
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="From which country?", kind="question")
    assert "Waits for the asker" in jens.get(f"{LIST}/{number}").text
    told = what_ola_reads(house, key)
    assert "We have asked you something: please write back below." in told
    assert "From which country?" in told


def test_a_colleague_sees_who_has_it_open_and_writes_over_nobody(house: OpenHouse) -> None:
    number, _ = ask(house, "May I drive here?", "en")
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    jens.get(f"{LIST}/{number}")
    page = mette.get(f"{LIST}/{number}").text
    assert "Opened in the last ten minutes by: Jens Prøvesen." in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes.", seen=seen)
    late = mette.fill(f"{LIST}/{number}/messages", page=DESK, text="No, sorry.", seen=seen)
    assert late.status_code == 409
    assert "Somebody has written meanwhile." in late.text
    assert "No, sorry.</textarea>" in late.text


def test_what_was_sent_a_moment_ago_is_taken_back_with_its_words(house: OpenHouse) -> None:
    house.app.state.house.settings.undo_seconds = 15
    number, key = ask(house, "May I drive here?", "en")
    jens = house.signed_in("jens")
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="No.")
    assert "Take it back" in jens.get(f"{LIST}/{number}").text
    assert "No." not in what_ola_reads(house, key)
    back = jens.fill(f"{LIST}/{number}/take-back", page=DESK)
    assert (back.status_code, "No.</textarea>" in back.text) == (200, True)
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes.")
    house.now += timedelta(seconds=16)
    assert "Yes." in what_ola_reads(house, key)
    late = jens.fill(f"{LIST}/{number}/take-back", page=DESK)
    assert (late.status_code, "It is too late to take it back" in late.text) == (409, True)


def test_taken_back_twice_the_words_are_there_twice(house: OpenHouse) -> None:
    house.app.state.house.settings.undo_seconds = 15
    number, _ = ask(house, "May I drive here?", "en")
    jens = house.signed_in("jens")
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="No & never.")
    assert 'name="text" value="No &amp; never."' in jens.get(f"{LIST}/{number}").text
    for _ in range(2):
        back = jens.fill(f"{LIST}/{number}/take-back", page=DESK, text="No & never.")
        assert (back.status_code, "No &amp; never.</textarea>" in back.text) == (200, True)


def test_what_the_asker_reads_by_now_is_not_said_to_be_taken_back(house: OpenHouse) -> None:
    house.app.state.house.settings.undo_seconds = 15
    number, key = ask(house, "May I drive here?", "en")
    jens = house.signed_in("jens")
    as_browsers_send_it = "No.\r\n\r\nGreetings, Jens"
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text=as_browsers_send_it)
    house.now += timedelta(seconds=16)
    late = jens.fill(f"{LIST}/{number}/take-back", page=DESK, text=as_browsers_send_it)
    assert (late.status_code, "It is too late to take it back" in late.text) == (409, True)
    assert "Greetings, Jens" in what_ola_reads(house, key)


def test_an_interpreter_takes_back_her_words_and_they_wait_for_her_again(
    house: OpenHouse, german: tuple[int, str]
) -> None:
    house.app.state.house.settings.undo_seconds = 15
    number, key = german
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Ja, i 180 dage.")
    message = message_number(house, "Ja, i 180 dage.")
    mette.fill(f"{LIST}/{number}/messages/{message}", page=DESK, text="Ja, 180 Tage.", interpreting=message)
    page = mette.get(f"{LIST}/{number}").text
    assert f'name="interpreting" value="{message}"' in page
    for _ in range(2):  # pressed twice, it is said twice
        sent = {"text": "Ja, 180 Tage.", "interpreting": message}
        back = mette.fill(f"{LIST}/{number}/take-back", page=DESK, **sent)
        assert (back.status_code, "Taken back." in back.text) == (200, True)
        hers, _, reply = back.text.partition('id="to-reply"')
        assert "Ja, 180 Tage.</textarea>" in hers
        assert "Ja, 180 Tage." not in reply
        assert '<p class="message-text">Ja, i 180 dage.</p>' in hers
    house.now += timedelta(seconds=16)
    assert "180 " not in what_ola_reads(house, key, "de")
    mette.fill(f"{LIST}/{number}/messages/{message}", page=DESK, text="Ja, 180 Tage lang.", interpreting=message)
    house.now += timedelta(seconds=16)
    assert "Ja, 180 Tage lang." in what_ola_reads(house, key, "de")
    late = mette.fill(f"{LIST}/{number}/take-back", page=DESK, text="Ja, 180 Tage lang.", interpreting=message)
    assert (late.status_code, "It is too late to take it back" in late.text) == (409, True)


def test_taken_back_a_question_back_stays_a_question_with_its_tick(house: OpenHouse, german: tuple[int, str]) -> None:
    house.app.state.house.settings.undo_seconds = 15
    number, _ = german
    jens = house.signed_in("jens")
    typed = {"text": "Aus welchem Land?", "kind": "question", "in_askers_language": "yes"}
    jens.fill(f"{LIST}/{number}/messages", page=DESK, **typed)
    page = jens.get(f"{LIST}/{number}").text
    assert all(f'type="hidden" name="{name}" value="{value}"' in page for name, value in typed.items())
    for _ in range(2):
        back = jens.fill(f"{LIST}/{number}/take-back", page=DESK, **typed).text
        assert "Aus welchem Land?</textarea>" in back
        assert re.search(r'name="kind" value="question"[^>]* checked', back)
        assert re.search(r'name="in_askers_language" value="yes"[^>]* checked', back)


def test_the_asker_is_told_who_answered_not_who_had_it(house: OpenHouse) -> None:
    number, key = ask(house, "May I drive here?", "en")
    house.signed_in("mette").fill(f"{LIST}/{number}/messages", page=DESK, text="Yes.")
    assert "Your question has been answered by Mette" in what_ola_reads(house, key)


def test_whoever_logs_a_question_can_say_of_each_part_who_has_it(house: OpenHouse, two_parts: tuple[int, str]) -> None:
    said = house.signed_in("mette").get(f"{LIST}/{two_parts[0]}?done=logged").text
    assert "Logged. It has 2 parts, each with its promise:" in said
    assert "<li>Driving: Jens Prøvesen, " in said


def test_nobody_closes_what_the_asker_has_written_in_meanwhile(house: OpenHouse) -> None:
    number, key = ask(house, "May I drive here?", "en")
    mette = house.signed_in("mette")
    mette.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes.")
    closing = mette.get(f"{LIST}/{number}").text.partition(f'action="{LIST}/{number}/close')[2]
    seen = dict(re.findall(r'name="(seen|seen_before)" value="(\d+)"', closing)[:2])
    asker, own = house.browser(), f"/fjordby/en/enquiries/{key}"
    asker.fill(f"{own}/messages", page=own, text="But it expired last year!")
    late = mette.fill(f"{LIST}/{number}/close", page=DESK, outcome="answered", **seen)
    assert (late.status_code, "Somebody has written meanwhile." in late.text) == (409, True)
    assert "But it expired last year!" in late.text


def test_danger_is_said_on_the_page_of_the_asker_and_of_the_desk(house: OpenHouse) -> None:
    number, key = ask(house, "My husband hits me and I am afraid to go home.", "en")
    told = what_ola_reads(house, key)
    assert (
        told.index("Are you in danger?")
        < told.index('href="tel:112">112</a>: Call now')
        < told.index("We have your question")
    )
    mette = house.signed_in("mette")
    assert "Somebody may be in danger" in mette.get(f"{LIST}/{number}").text
    assert "Danger?" in mette.get(f"{LIST}?whose=all&state=open").text


def test_open_questions_that_tell_of_danger_stand_before_all_others(house: OpenHouse) -> None:
    in_danger, _ = ask(house, "My husband hits me and I am afraid to go home.", "en")
    others = [ask(house, f"May I drive here on day {day}?", "en")[0] for day in range(26)]
    mette, all_open = house.signed_in("mette"), f"{LIST}?whose=all&state=open"

    def numbers(address: str) -> list[int]:
        return [int(number) for number in re.findall(rf'href="{LIST}/(\d+)"', mette.get(address).text)]

    assert numbers(all_open) == [in_danger, *reversed(others[1:])]
    older = re.search(r"before=(\d+)", mette.get(all_open).text)
    assert older and numbers(f"{all_open}&before={older[1]}") == others[:1]


def test_a_list_says_that_it_waits_for_the_interpreter_only_when_it_does(
    house: OpenHouse, german: tuple[int, str]
) -> None:
    number, _ = german
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    mine = f"{LIST}?whose=mine&state=open"

    def badge() -> bool:
        return '<span class="badge badge-warning">Waits for an interpreter</span>' in jens.get(mine).text

    assert "with Mette Eksempelgaard as interpreter" in jens.get(mine).text
    assert not badge()
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Ja.")
    assert badge()
    answer = message_number(house, "Ja.")
    mette.fill(f"{LIST}/{number}/messages/{answer}", page=DESK, text="Ja, 180 Tage.")
    assert f'{LIST}/{number}"' not in jens.get(mine).text


def test_who_is_spoken_to_needs_no_interpreter_where_the_expert_speaks_the_language(house: OpenHouse) -> None:
    with house.write() as session:
        session.add(PersonLanguage(person_id=house.cast.jens.id or 0, language="de", level=Command.SPEAKS))
        renew(session)
        for channel, needed in ((Channel.WEB, True), (Channel.EMAIL, True), (Channel.TELEPHONE, False)):
            draft = LoggedDraft(text="Darf ich hier fahren?", topic="driving", channel=channel)
            thread = actions.ask(session, draft, municipality=house.cast.fjordby, language="de", now=house.now)
            jens = house.cast.staff_of(house.cast.jens, session)
            assert (thread.person.slug, thread.assignment.needs_interpreter) == ("jens", needed), channel
            sent = answering.answer(session, thread, "Ja.", by=jens, now=house.now)
            assert sent.state == (MessageState.INTERPRETER if needed else MessageState.SENT), channel


def test_a_broken_promise_stays_in_sight_until_it_is_answered(house: OpenHouse) -> None:
    number, _ = ask(house, "May I drive here?", "en")
    risk = f"{LIST}?whose=all&state=open&only=risk"
    with house.write() as session:
        broken = queries.for_staff(session, house.cast.staff_of(house.cast.mette, session), house.cast.fjordby, number)
        house.now = broken.part.promised_at + timedelta(minutes=1)
        keep_promises(session, house.cast.fjordby, now=house.now)
        new_time = Speaker("en").weekday(broken.part.promised_at)
    mette = house.signed_in("mette")
    page = mette.get(risk).text
    assert f'{LIST}/{number}"' in page and "Promise broken once" in page
    assert f"New time: {new_time}" in page
    assert "Promise broken once" in mette.get(f"{LIST}/{number}").text
    mette.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes.")
    assert f'{LIST}/{number}"' not in mette.get(risk).text


def test_a_coordinator_sees_which_promises_are_at_risk_and_nothing_of_who_asks(house: OpenHouse) -> None:
    early, _ = ask(house, "May I drive here?", "en")
    house.later(days=2)
    late, _ = ask(house, "And my wife?", "en")
    karen = house.signed_in("karen")
    for page in (karen.get(f"{LIST}?only=risk").text, karen.get(DESK).text):
        assert f"No. {early}<" in page and f"No. {late}<" not in page
        assert "Jens Prøvesen" in page
        assert f'{LIST}/{early}"' not in page and "ola@example.org" not in page
    assert "As a coordinator you see" in karen.get(f"{LIST}?only=risk").text
    assert f"No. {early}<" not in karen.get(f"{LIST}?whose=all&state=open").text
    assert karen.get(f"{LIST}/{early}").status_code == 404
    assert f"No. {early}<" not in house.signed_in("hanne").get(f"{LIST}?whose=all&only=risk").text


def test_the_second_click_on_a_hand_over_ends_as_the_first_did(house: OpenHouse) -> None:
    number, _ = ask(house, "May I drive here?", "en")
    jens = house.signed_in("jens")

    def hand_over(why: str) -> tuple[int, str]:
        done = jens.fill(f"{LIST}/{number}/assign", page=DESK, to="mette", why=why)
        return done.status_code, done.headers.get("location", "")

    first = hand_over("She has time.")
    assert first == (303, f"{LIST}/{number}?done=handed-over")
    assert hand_over("She has time.") == first
    assert hand_over("No, really.")[0] == 403
    with house.read() as session:
        assert len(session.exec(select(Assignment)).all()) == 2
        assert len(session.exec(select(Letter).where(Letter.kind == "handed-over")).all()) == 1


def test_a_wrong_topic_is_put_right_and_who_knows_the_right_one_has_it(house: OpenHouse) -> None:
    number, key = ask(house, "How do I register my car?", "en")
    mette = house.signed_in("mette")
    own = f"{LIST}/{number}"
    form = Page(mette.get(own)).form("/topic")  # type: ignore[arg-type]
    assert form.fields["topic"] == "driving"
    wrong = mette.fill(f"{own}/topic", page=DESK, topic="")
    assert (wrong.status_code, 'href="#right_topic"' in wrong.text) == (422, True)
    assert 'id="right_topic-error"' in wrong.text and 'id="topic-error"' not in wrong.text
    assert "Please choose one of the possibilities." in wrong.text
    for _ in range(2):
        done = mette.fill(f"{own}/topic", page=DESK, topic="registration")
        assert (done.status_code, done.headers["location"]) == (303, f"{own}?done=topic")
    assert "Mette Eksempelgaard has the question." in mette.get(f"{own}?done=topic").text
    assert "Mette" in what_ola_reads(house, key) and "Jens" not in what_ola_reads(house, key)
    assert house.signed_in("jens").fill(f"{own}/topic", page=DESK, topic="driving").status_code == 403


def test_below_an_answer_only_articles_of_its_topic_are_offered(house: OpenHouse) -> None:
    with house.write() as session:
        for slug, topic in (("drive", house.cast.driving), ("drive-in", house.cast.help)):
            an_article(session, house.cast, slug, topic=topic, texts={"en": "May I drive here?"})
    house.index()
    number, _ = ask(house, "May I drive here?", "en")
    page = house.signed_in("jens").get(f"{LIST}/{number}").text
    assert 'value="drive"' in page and 'value="drive-in"' not in page


def test_danish_is_not_sent_to_a_german_before_the_interpreter_was_warned(
    house: OpenHouse, german: tuple[int, str]
) -> None:
    number, key = german
    danish = "Ja, du må køre med det i 180 dage, og så skal du bytte det."
    house.signed_in("jens").fill(f"{LIST}/{number}/messages", page=DESK, text=danish)
    mette, answer = house.signed_in("mette"), message_number(house, danish)
    confirm = f"{LIST}/{number}/messages/{answer}"
    warned = mette.fill(confirm, page=DESK, text=danish, interpreting=answer)
    assert warned.status_code == 422
    assert "This seems to be Danish, and the asker reads German." in warned.text and danish in warned.text
    again = Page(warned).form(f"/messages/{answer}").fields  # type: ignore[arg-type]
    assert danish not in what_ola_reads(house, key, "de")
    assert mette.post(confirm, data=again, follow_redirects=False).status_code == 303
    assert danish in what_ola_reads(house, key, "de")
