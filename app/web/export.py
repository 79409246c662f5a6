"""The whole history of a question as a file, for the case system and for requests of access."""

from fastapi import APIRouter, Response

from app.api.export import history_shape
from app.core.errors import N_, Invalid
from app.core.pdf import pdf
from app.enquiries import actions, queries
from app.enquiries.history import History, history
from app.enquiries.history_sentences import TEMPLATE, Names, paper
from app.people.rules import in_language
from app.web.staff_pages import Number, article_names, topic_names
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False)


@router.get("/desk/{municipality}/enquiries/{number}/export")
def export(visit: CurrentVisit, number: Number, format: str = "pdf") -> Response:
    """Everything that happened to a question, as PDF in the colleague's language, or as JSON.

    Getting it is a reading, which is on disk before a word is sent.
    """
    if format not in FILES:
        raise Invalid(N_("A question is exported as PDF or as JSON."), field="format")
    staff = visit.staff_here()
    thread = queries.for_staff(visit.session, staff, visit.municipality, number)
    found = history(visit.session, thread, staff, now=visit.now)
    with visit.house.database.write() as session:
        actions.note_reading(session, thread, staff, now=visit.now)
    make, media_type = FILES[format]
    name = f"{visit.municipality.slug}-{number}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(make(visit, found), media_type=media_type, headers=headers)


def _as_pdf(visit: Visit, found: History) -> bytes:
    names = Names(
        municipality=in_language(visit.municipality.names, visit.language),
        topics=topic_names(visit),
        articles=article_names(visit),
    )
    return pdf(TEMPLATE, paper(found, visit.speaker, names), made_at=found.made_at)


def _as_json(visit: Visit, found: History) -> bytes:
    names = {**article_names(visit), **topic_names(visit)}
    shape = history_shape(found, visit.municipality.slug, visit.speaker, names)
    return shape.model_dump_json(indent=2).encode()


FILES = {"pdf": (_as_pdf, "application/pdf"), "json": (_as_json, "application/json")}
