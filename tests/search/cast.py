"""A small knowledge base in three languages, made up for these tests."""

from app.search.documents import Document, Section

SHARED, FJORDBY, BAKKEBY = 1, 2, 3
"""The owners of this cast: the collaboration, and two municipalities that see each other's texts nowhere."""


def document(slug: str, language: str, title: str, body: str = "", **other: object) -> Document:
    """A shared article unless the test says something else; `body` becomes its one section, "about"."""
    fields: dict[str, object] = {
        "id": f"{slug}-{language}",
        "group": slug,
        "kind": "article",
        "language": language,
        "owner": SHARED,
        "edition": 1,
        "slug": slug,
        "topic": slug,
        "title": title,
        "sections": (Section("about", "", body),) if body else (),
    }
    return Document(**{**fields, **other})


def shared_articles() -> list[Document]:
    return [
        document(
            "driving",
            "da",
            "Udenlandsk kørekort",
            phrasings=("bytte mit kørekort", "køre bil på mit gamle kort", "hvor længe må jeg køre bil"),
            summary="Har du kørekort fra et andet land, skal du måske ombytte det til et dansk.",
            sections=(
                Section("rules", "Regler", "Reglerne afhænger af landet. Du har 180 dage til at ombytte dit kørekort."),
                Section("papers", "Papirer", "Tag pas og lægeattest med. Et nyt foto koster lidt på borgerservice."),
            ),
        ),
        document(
            "driving",
            "en",
            "Foreign driving licence",
            phrasings=("swap my licence", "can I drive on my licence from home", "how long may I drive"),
            summary="A driving licence (kørekort) from another country must sometimes be exchanged for a Danish one.",
            sections=(
                Section(
                    "rules", "Rules", "The rules depend on the country. You have 180 days to exchange the licence."
                ),
                Section(
                    "papers", "Papers", "Bring your passport and a medical certificate. A new photo costs a little."
                ),
            ),
        ),
        document(
            "driving",
            "de",
            "Ausländischer Führerschein",
            phrasings=("Führerschein umtauschen", "Lappen umschreiben lassen", "wie lange darf ich fahren"),
            summary="Einen Führerschein aus einem anderen Land muss man manchmal umtauschen.",
            sections=(
                Section("rules", "Regeln", "Die Regeln hängen vom Land ab. Sie haben 180 Tage für den Umtausch."),
                Section("papers", "Papiere", "Bringen Sie Pass und Attest mit. Ein neues Foto kostet etwas."),
            ),
        ),
        document(
            "tax",
            "da",
            "Skattekort og årsopgørelse",
            "Du får et skattekort fra Skattestyrelsen, når du har et CPR-nummer. Årsopgørelsen kommer i marts.",
            phrasings=("hvornår kommer årsopgørelsen", "skat af min løn", "forskudsopgørelse"),
        ),
        document(
            "tax",
            "en",
            "Tax card and tax assessment",
            "You get a tax card from the Danish Tax Agency. The annual assessment (årsopgørelse) comes in March.",
            phrasings=("when do I get my tax back", "tax on my salary", "form PD 3"),
        ),
        document(
            "tax",
            "de",
            "Steuerkarte und Steuerbescheid",
            "Sie bekommen eine Steuerkarte vom Steueramt. Der Steuerbescheid (årsopgørelse) kommt im März.",
            phrasings=("wann bekomme ich Steuern zurück", "Lohnsteuer", "Steuererklärung abgeben"),
        ),
        document(
            "doctor",
            "da",
            "Vælg læge",
            "Du vælger din læge, når du får dit sundhedskort. Børn følger deres forældre.",
            phrasings=("skift læge", "gult kort", "hvem er min læge"),
        ),
        document(
            "doctor",
            "en",
            "Choosing a doctor",
            "You choose a doctor (læge) when you get your health card. Children follow their parents.",
            phrasings=("change my doctor", "yellow card", "general practitioner", "who is my GP"),
        ),
        document(
            "doctor",
            "de",
            "Hausarzt wählen",
            "Sie wählen einen Hausarzt, wenn Sie die Gesundheitskarte bekommen. Kinder folgen ihren Eltern.",
            phrasings=("Hausarzt wechseln", "gelbe Karte", "Krankenkasse"),
        ),
        document(
            "childcare",
            "da",
            "Vuggestue, dagpleje og børnehave",
            "Du skriver dit barn op hos pladsanvisningen.",
            phrasings=("plads i vuggestue", "venteliste til børnehave"),
        ),
        document(
            "childcare",
            "en",
            "Nursery and kindergarten",
            "You sign your child up at the municipality's placement office (pladsanvisningen).",
            phrasings=("waiting list for nursery", "day care for my baby"),
        ),
        document(
            "childcare",
            "de",
            "Krippe und Kindergarten",
            "Sie melden Ihr Kind bei der Platzvergabe (pladsanvisningen) an.",
            phrasings=("Kita Platz", "Warteliste für die Krippe"),
        ),
        document(
            "unemployment", "da", "A-kasse", "En a-kasse forsikrer dig mod arbejdsløshed.", phrasings=("dagpenge",)
        ),
    ]
