import pytest
from sqlmodel import Session, select

from app.core.errors import Conflict, Invalid, NotFound
from app.enquiries import actions, queries
from app.enquiries.drafts import ClosingDraft, EnquiryDraft
from app.enquiries.models import Enquiry, Message, Outcome
from app.mail.models import Letter
from tests.cast import NOW, Cast, a_question


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
    both = [
        actions.ask(session, draft, municipality=cast.fjordby, language="en", topics={}, now=NOW, once="k")
        for _ in range(2)
    ]
    assert both[0].enquiry.id == both[1].enquiry.id
    assert len(session.exec(select(Enquiry)).all()) == 1


def test_the_same_key_with_other_words_is_refused(session: Session, cast: Cast) -> None:
    actions.ask(
        session,
        EnquiryDraft(text="May I drive?"),
        municipality=cast.fjordby,
        language="en",
        topics={},
        now=NOW,
        once="k",
    )
    with pytest.raises(Invalid):
        actions.ask(
            session,
            EnquiryDraft(text="May I fly?"),
            municipality=cast.fjordby,
            language="en",
            topics={},
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
    actions.answer(session, thread, "Yes, for 180 days.", by=cast.staff_of(cast.jens), now=NOW)
    thread = queries.for_asker(session, thread.enquiry.key)
    assert thread.state == "answered"
    assert session.exec(select(Letter.kind).order_by(Letter.id)).all()[-1] == "answered"
    actions.write_back(session, thread, "And my motorcycle?", now=NOW)
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


def test_withdrawing_removes_name_contact_and_text_at_once(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    assert actions.withdraw(session, thread, now=NOW) is False
    gone = queries.for_asker(session, thread.enquiry.key)
    assert (gone.enquiry.name, gone.enquiry.email, gone.messages, gone.state) == ("", "", (), "closed")
    assert session.exec(select(Letter)).all() == []


def test_withdrawing_after_a_reply_keeps_the_text_and_takes_the_identity(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    actions.answer(session, thread, "Yes.", by=cast.staff_of(cast.jens), now=NOW)
    thread = queries.for_asker(session, thread.enquiry.key)
    assert actions.withdraw(session, thread, now=NOW) is True
    kept = queries.for_asker(session, thread.enquiry.key)
    assert (kept.enquiry.name, kept.enquiry.email, len(kept.messages)) == ("", "", 2)


def test_a_case_needs_its_reference() -> None:
    with pytest.raises(ValueError, match="reference"):
        ClosingDraft(outcome=Outcome.CASE)
    assert ClosingDraft(outcome=Outcome.CASE, case_reference="26/1234").case_reference == "26/1234"


def test_an_answer_becomes_a_draft_without_personal_data(session: Session, cast: Cast) -> None:
    thread = a_question(
        session, cast, "I am Ola Nordmann, call me on 20 30 40 50. May I drive with a licence from Japan?"
    )
    actions.answer(session, thread, "Dear Ola, yes, for 180 days.", by=cast.staff_of(cast.jens), now=NOW)
    thread = queries.for_asker(session, thread.enquiry.key)
    article = actions.capture(session, thread, by=cast.staff_of(cast.mette), now=NOW)
    from app.articles.queries import revisions

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
