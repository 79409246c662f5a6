"""Texts for answers, for staff and for whatever program it answers with."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.calls import JsonRoute, StaffCall
from app.api.parameters import Place
from app.api.problems import responses
from app.api.shapes import ReadyTextShape
from app.articles.ready_texts import ready_texts
from app.core.errors import N_, NotFound
from app.topics import queries as topics

router = APIRouter(prefix="/desk/{municipality}/texts", route_class=JsonRoute, tags=["desk"])


@router.get("", responses=responses(401, 404))
def texts(
    call: StaffCall,
    municipality: Place,
    lang: Annotated[
        str, Query(description="the language of the answer (BCP 47); else Accept-Language counts, as for readers")
    ] = "",
    topic: Annotated[
        str, Query(description="the topic that is asked about: contacts in the texts are those for it")
    ] = "",
) -> list[ReadyTextShape]:
    """The texts for answers that are there in this language, shared and the municipality's own, by topic and title."""
    call.staff_here()
    if topic and topics.topic(call.session, topic) is None:
        raise NotFound(N_("There is no topic with this name."), field="topic")
    found = ready_texts(
        call.session,
        call.municipality,
        about=topic,
        written_in=call.language,
        reader=call.language,
        today=call.today,
        home=call.house.settings.public_url,
    )
    return [ReadyTextShape.model_validate(each, from_attributes=True) for each in found]
