"""Texts for answers, for staff and for whatever program it answers with."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.calls import JsonRoute, StaffCall
from app.api.parameters import Place
from app.api.problems import responses
from app.api.shapes import ReadyTextShape
from app.articles.ready_texts import ready_texts

router = APIRouter(prefix="/desk/{municipality}/texts", route_class=JsonRoute, tags=["desk"])


@router.get("", responses=responses(401))
def texts(
    call: StaffCall,
    municipality: Place,
    lang: Annotated[
        str, Query(description="the language of the answer (BCP 47); else Accept-Language counts, as for readers")
    ] = "",
) -> list[ReadyTextShape]:
    """The texts for answers that are there in this language, shared and the municipality's own, by topic and title."""
    call.staff_here()
    found = ready_texts(
        call.session,
        call.municipality,
        written_in=call.language,
        reader=call.language,
        today=call.today,
        home=call.house.settings.public_url,
    )
    return [ReadyTextShape.model_validate(each, from_attributes=True) for each in found]
