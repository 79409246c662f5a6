from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from app.articles import actions as articles
from app.articles.drafts import TranslationDraft
from app.articles.models import Article
from app.articles.queries import revisions
from app.core.database import Database, open_database
from app.core.edition import renew
from app.core.errors import Conflict, Invalid, NotFound
from app.enquiries import actions, answering, queries, searchable
from app.enquiries.dividing import Piece
from app.enquiries.drafts import ClosingDraft, EnquiryDraft
from app.enquiries.models import Assignment, Enquiry, Message, Outcome
from app.enquiries.subjects import Subject
from app.mail.models import Letter
from app.migrations import upgrade
from app.search.sources import IndexName
from tests.cast import NOW, Cast, a_question, gather, keep_promises


def test_a_question_reaches_the_named_person_who_knows_and_is_here(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    assert thread.person.slug == "jens"
    assert thread.assignment.candidates[0]["reasons"][0] == ["topic", "driving"]
    assert [letter.to for letter in session.exec(select(Letter).order_by(Letter.id))] == [
        "jens@fjordby.example.org",
        "ola@example.org",
    ]


def test_the_same_key_and_words_make_one_enquiry(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="May I drive?", topic="driving")
    both = [actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW, once="k") for _ in range(2)]
    assert both[0].enquiry.id == both[1].enquiry.id
    assert len(session.exec(select(Enquiry)).all()) == 1


def test_the_same_key_with_other_words_is_refused(session: Session, cast: Cast) -> None:
    actions.ask(
        session,
        EnquiryDraft(text="May I drive?"),
        municipality=cast.fjordby,
        language="en",
        now=NOW,
        once="k",
    )
    with pytest.raises(Invalid):
        actions.ask(
            session,
            EnquiryDraft(text="May I fly?"),
            municipality=cast.fjordby,
            language="en",
            now=NOW,
            once="k",
        )


def test_a_stranger_finds_no_question_and_the_owner_does(session: Session, cast: Cast) -> None:
    number = a_question(session, cast).enquiry.id or 0
    for who in (cast.jens, cast.mette, cast.anders):
        assert queries.for_staff(session, cast.staff_of(who), cast.fjordby, number).enquiry.id == number
    for who, where in (
        (cast.hanne, cast.fjordby),
        (cast.karen, cast.fjordby),
        (cast.birgit, cast.fjordby),
        (cast.birgit, cast.bakkeby),
    ):
        with pytest.raises(NotFound):
            queries.for_staff(session, cast.staff_of(who), where, number)


def test_a_reply_is_told_by_letter_and_writing_back_opens_the_question_again(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    answering.answer(session, thread, "Yes, for 180 days.", by=cast.staff_of(cast.jens), now=NOW)
    thread = queries.for_asker(session, thread.enquiry.key)
    assert thread.state == "answered"
    assert session.exec(select(Letter.kind).order_by(Letter.id)).all()[-1] == "answered"
    answering.write_back(session, thread, "And my motorcycle?", now=NOW)
    assert queries.for_asker(session, thread.enquiry.key).state == "open"


def test_handing_over_keeps_the_promise_and_tells_the_colleague(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    promised = thread.part.promised_at
    actions.hand_over(
        session, thread, to=cast.mettes_person, why="She knows Japan", by=cast.staff_of(cast.jens), now=NOW
    )
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.person.slug, after.part.promised_at) == ("mette", promised)
    with pytest.raises(Conflict):
        actions.hand_over(session, after, to=cast.mettes_person, why="", by=cast.staff_of(cast.jens), now=NOW)


def test_what_is_about_another_topic_goes_to_who_knows_that_and_the_promise_stays(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    promised = thread.part.promised_at
    actions.change_topic(session, thread, "registration", by=cast.staff_of(cast.jens), now=NOW)
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.person.slug, after.topic_slug, after.part.promised_at) == ("mette", "registration", promised)
    assert after.part.topics == {"registration": 1.0}
    assert (after.assignment.given_by, after.assignment.candidates[0]["reasons"][0]) == (
        cast.staff_of(cast.jens).account_id,
        ["topic", "registration"],
    )
    assert session.exec(select(Letter.to).where(Letter.kind == "handed-over")).all() == ["mette@fjordby.example.org"]


def test_whoever_knows_the_right_topic_too_or_has_answered_keeps_it(session: Session, cast: Cast) -> None:
    thread, desk = a_question(session, cast, topic="registration"), cast.staff_of(cast.mette)
    actions.change_topic(session, thread, "help", by=desk, now=NOW)
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.topic_slug, after.assignment.id) == ("help", thread.assignment.id)
    answering.answer(session, after, "Yes.", by=desk, now=NOW)
    actions.change_topic(session, queries.for_asker(session, thread.enquiry.key), "driving", by=desk, now=NOW)
    answered = queries.for_asker(session, thread.enquiry.key)
    assert (answered.topic_slug, answered.person.slug) == ("driving", "mette")


def test_a_topic_that_there_is_not_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid, match="topic"):
        actions.change_topic(session, a_question(session, cast), "flying", by=cast.staff_of(cast.jens), now=NOW)


def test_withdrawing_removes_name_contact_and_text_at_once(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    assert actions.withdraw(session, thread, now=NOW) is False
    gone = queries.for_asker(session, thread.enquiry.key)
    assert (gone.enquiry.name, gone.enquiry.email, gone.messages, gone.state) == ("", "", (), "closed")
    assert session.exec(select(Letter)).all() == []


def test_withdrawing_after_a_reply_keeps_the_text_and_takes_the_identity(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    answering.answer(session, thread, "Yes.", by=cast.staff_of(cast.jens), now=NOW)
    thread = queries.for_asker(session, thread.enquiry.key)
    assert actions.withdraw(session, thread, now=NOW) is True
    kept = queries.for_asker(session, thread.enquiry.key)
    assert (kept.enquiry.name, kept.enquiry.email, len(kept.messages)) == ("", "", 2)


def test_a_text_that_is_kept_after_withdrawing_tells_nobody_how_to_reach_her(session: Session, cast: Cast) -> None:
    thread = a_question(
        session, cast, text="May I drive? Ola, call 21 43 65 87 or ola@example.org.", name="Ola Nordmann"
    )
    desk = cast.staff_of(cast.mette)
    actions.divide(session, thread, "Ola asks: call 21 43 65 87", topic="registration", by=desk, now=NOW)
    for part in queries.for_asker(session, thread.enquiry.key).parts:
        seen = queries.for_staff(session, desk, cast.fjordby, thread.enquiry.id or 0, part=part.part.id)
        answering.answer(session, seen, "Yes. Our number is 00 10 20 30.", by=desk, now=NOW)
    assert actions.withdraw(session, queries.for_asker(session, thread.enquiry.key), now=NOW)
    kept = queries.for_asker(session, thread.enquiry.key)
    question, *answers = [message.text for message in kept.messages]
    assert question == "May I drive? [NAME •••], call [PHONE •••] or [EMAIL •••]."
    assert [each.part.text for each in kept.parts if each.part.text] == ["[NAME •••] asks: call [PHONE •••]"]
    assert {*answers} == {"Yes. Our number is 00 10 20 30."}


def test_a_case_needs_its_reference() -> None:
    with pytest.raises(ValueError, match="reference"):
        ClosingDraft(outcome=Outcome.CASE)
    assert ClosingDraft(outcome=Outcome.CASE, case_reference="26/1234").case_reference == "26/1234"


def test_an_answer_becomes_a_draft_without_personal_data(session: Session, cast: Cast) -> None:
    thread = a_question(
        session, cast, "I am Ola Nordmann, call me on 20 30 40 50. May I drive with a licence from Japan?"
    )
    answering.answer(session, thread, "Dear Ola, yes, for 180 days.", by=cast.staff_of(cast.jens), now=NOW)
    thread = queries.for_asker(session, thread.enquiry.key)
    article = actions.capture(session, thread, by=cast.staff_of(cast.mette), now=NOW)
    text = revisions(session, article, "en")[0]
    assert "180 days" in text.body
    assert all(
        word not in f"{text.title} {text.summary} {text.body} {text.phrasings}"
        for word in ("Ola", "Nordmann", "20 30 40 50")
    )
    assert actions.capture(session, thread, by=cast.staff_of(cast.mette), now=NOW).id == article.id


def test_a_cpr_number_never_reaches_the_database(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast, "My CPR number is 150955-8231, may I drive?", name="Ola 150955-8231")
    stored = session.exec(select(Message.text)).one() + thread.enquiry.name
    assert "8231" not in stored
    assert thread.messages[0].removed == ["CPR"]


@pytest.mark.parametrize("filling", [" " * 9000, "\x00" * 9000])
def test_no_filling_hides_a_cpr_number(filling: str) -> None:
    draft = EnquiryDraft(text="May I drive?", name=f"Ola{filling} 150955-8231", phone=f"150955-8231{filling}")
    assert "8231" not in draft.model_dump_json()
    assert draft.removed == ["CPR"]


def test_an_answered_question_that_nobody_closed_is_forgotten_too(session: Session, cast: Cast) -> None:
    answered, waiting, fresh = (a_question(session, cast) for _ in range(3))
    by, later = cast.staff_of(cast.jens), NOW + timedelta(days=181)
    answering.answer(session, answered, "Yes.", by=by, now=NOW)
    answering.answer(session, fresh, "Yes.", by=by, now=later)
    assert actions.forget_what_is_over(session, cast.fjordby, now=later) == 1
    assert (answered.enquiry.name, answered.enquiry.outcome) == ("", Outcome.ANSWERED)
    assert waiting.enquiry.name and fresh.enquiry.name


def test_what_a_colleague_wrote_at_a_hand_over_goes_with_the_question(session: Session, cast: Cast) -> None:
    thread, by = a_question(session, cast), cast.staff_of(cast.jens)
    actions.hand_over(session, thread, to=cast.mettes_person, why="Ola is your neighbour", by=by, now=NOW)
    actions.withdraw(session, queries.for_asker(session, thread.enquiry.key), now=NOW)
    assert set(session.exec(select(Assignment.why))) == {""}


def test_of_an_answer_and_a_withdrawal_at_once_the_second_sees_the_first(database: Database, cast: Cast) -> None:
    key = a_question(cast.session, cast).enquiry.key
    jens = cast.staff_of(cast.jens)
    cast.session.commit()

    def withdraw() -> bool:
        with database.write() as session:
            return actions.withdraw(session, queries.for_asker(session, key), now=NOW)

    with ThreadPoolExecutor() as threads, database.session(writes=True) as session:
        thread = queries.for_asker(session, key)
        kept = threads.submit(withdraw)
        sleep(0.3)
        answering.answer(session, thread, "Yes.", by=jens, now=NOW)
        session.commit()
        assert kept.result() is True
    with database.read() as session:
        assert session.exec(select(Letter)).all() == []
        assert len(queries.for_asker(session, key).messages) == 2


def test_a_double_click_makes_one_reply_and_one_letter(session: Session, cast: Cast) -> None:
    key, by = a_question(session, cast).enquiry.key, cast.staff_of(cast.jens)
    for text in ("Yes.", "Yes.", "No, wait.", "Yes."):
        answering.answer(session, queries.for_asker(session, key), text, by=by, now=NOW)
    for text in ("Thanks!", "Thanks!"):
        answering.write_back(session, queries.for_asker(session, key), text, now=NOW)
    said = [message.text for message in queries.for_asker(session, key).messages]
    assert said[1:] == ["Yes.", "No, wait.", "Yes.", "Thanks!"]
    assert session.exec(select(Letter.kind)).all().count("answered") == 3


def test_a_withdrawn_question_does_not_stay_in_the_free_pages_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "indgang.sqlite"
    engine = open_database(f"sqlite:///{file}")
    upgrade(engine)
    database = Database(engine)
    with database.write() as session:
        key = a_question(session, gather(session), "May my tortoise travel?").enquiry.key
    assert b"tortoise" in on_disk(engine, file)
    with database.write() as session:
        actions.withdraw(session, queries.for_asker(session, key), now=NOW)
    assert b"tortoise" not in on_disk(engine, file)


def on_disk(engine: Engine, file: Path) -> bytes:
    connection = engine.raw_connection()
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file.read_bytes()


def test_what_somebody_had_who_left_goes_to_a_colleague_who_is_told(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    assert keep_promises(session, cast.fjordby, now=NOW) == 0
    cast.jens.active = False
    session.add(cast.jens)
    renew(session)
    assert keep_promises(session, cast.fjordby, now=NOW) == 1
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.person.slug, after.part.promised_at) == ("mette", thread.part.promised_at)
    assert session.exec(select(Letter.to).order_by(Letter.id)).all()[-1] == cast.mettes_person.email


def test_a_question_taken_back_at_the_desk_is_gone_like_any_other(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    actions.close(session, thread, ClosingDraft(outcome=Outcome.WITHDRAWN), now=NOW)
    gone = queries.for_asker(session, thread.enquiry.key)
    assert (gone.enquiry.name, gone.messages, gone.enquiry.outcome) == ("", (), "withdrawn")


@pytest.mark.parametrize("published", [True, False])
def test_a_draft_goes_with_its_question_and_a_published_article_stays(
    session: Session, cast: Cast, published: bool
) -> None:
    thread = a_question(session, cast)
    answering.answer(session, thread, "Yes, for 180 days.", by=cast.staff_of(cast.jens), now=NOW)
    answered = queries.for_asker(session, thread.enquiry.key)
    article = actions.capture(session, answered, by=cast.staff_of(cast.mette), now=NOW)
    if published:
        latest = revisions(session, article, "en")[0]
        text = TranslationDraft(title=latest.title, summary=latest.summary, body=latest.body, made_from=latest.number)
        articles.publish(session, article, "en", text, by=cast.mette.id, now=NOW)
    number = article.id
    actions.forget(session, thread.enquiry, now=NOW)
    session.expire_all()
    assert (session.get(Article, number) is not None) is published


def test_a_question_back_makes_no_article_nor_what_can_still_be_taken_back(session: Session, cast: Cast) -> None:
    asked, jens = a_question(session, cast), cast.staff_of(cast.jens)

    def seen() -> queries.Thread:
        return queries.for_staff(session, jens, cast.fjordby, asked.enquiry.id or 0)

    answering.answer(session, asked, "Which country issued it?", by=jens, now=NOW, asks_back=True)
    with pytest.raises(Conflict, match="Nobody has replied yet"):
        actions.capture(session, seen(), by=jens, now=NOW)
    answering.answer(session, seen(), "Wrong: pay 999 kroner.", by=jens, now=NOW, undo=timedelta(seconds=15))
    with pytest.raises(Conflict, match="can still be taken back"):
        actions.capture(session, seen(), by=jens, now=NOW)
    answering.take_back(session, seen(), by=jens, now=NOW)
    answering.answer(session, seen(), "It is free.", by=jens, now=NOW)
    article = actions.capture(session, seen(), by=jens, now=NOW)
    (text,) = revisions(session, article, "en")
    assert "It is free." in text.body and "999" not in text.body and "Which country" not in text.body


def test_what_could_become_an_article_is_named_once_and_not_when_it_was_withdrawn(session: Session, cast: Cast) -> None:
    pieces = [Piece(f"May I {each}?", Subject({each: 0.9})) for each in ("driving", "registration")]
    draft = EnquiryDraft(text="May I driving? May I registration?")
    asked = actions.ask(session, draft, municipality=cast.fjordby, language="en", pieces=pieces, now=NOW)
    desk, number = cast.staff_of(cast.mette), asked.enquiry.id or 0
    for each in asked.parts:
        part = queries.for_staff(session, desk, cast.fjordby, number, part=each.part.id)
        answering.answer(session, part, f"Yes, {each.part.id}.", by=desk, now=NOW)
    assert [each.number for each in queries.not_yet_articles(session, desk, cast.fjordby)] == [number]
    closing = ClosingDraft(outcome=Outcome.ANSWERED)
    actions.close(session, queries.for_staff(session, desk, cast.fjordby, number), closing, by=desk, now=NOW)
    actions.withdraw(session, queries.for_asker(session, asked.enquiry.key), now=NOW)
    assert queries.not_yet_articles(session, desk, cast.fjordby) == []


def test_the_desks_index_follows_the_parts(session: Session, cast: Cast) -> None:
    asked, desk = a_question(session, cast, "May I drive? And where do I register?"), cast.staff_of(cast.mette)

    def known() -> tuple[dict[str, int], list[tuple[str, str, int]]]:
        editions = dict(searchable.editions(session, IndexName.DESK))
        found = searchable.documents(session, IndexName.DESK, editions)
        return editions, [(each.id, each.topic, each.edition) for each in found]

    before = known()
    actions.divide(session, asked, "And where do I register?", topic="registration", by=desk, now=NOW)
    divided = known()
    first = queries.for_staff(session, desk, cast.fjordby, asked.enquiry.id or 0, part=asked.part.id)
    answering.answer(session, first, "Yes.", by=desk, now=NOW)
    answered = known()
    second = queries.for_asker(session, asked.enquiry.key).open_parts[0].part.id
    other = queries.for_staff(session, desk, cast.fjordby, asked.enquiry.id or 0, part=second)
    actions.change_topic(session, other, "help", by=desk, now=NOW)
    seen = [before, divided, answered, known()]
    assert [[topic for _, topic, _ in documents] for _, documents in seen] == [
        ["driving"],
        ["driving"],
        ["registration"],
        ["help"],
    ]
    assert len({editions["enquiry-1"] for editions, _ in seen}) == 4
    assert all(editions == {name: edition for name, _, edition in documents} for editions, documents in seen)
