"""A small knowledge folder for tests, in canonical form: two topics, an article, and Fjordby with all it keeps."""

from pathlib import Path

LANGUAGES = ("da", "en", "de")
ARTICLE = "articles/driving/foreign-driving-licence"
FJORDBY = "municipalities/fjordby"
LOCAL = f"{FJORDBY}/articles/driving/harbour-parking"

TOPICS = """\
- slug: registration
  title:
    da: Registrering
    en: Registration
    de: Anmeldung
  summary:
    da: CPR-nummer og adresse.
    en: CPR number and address.
    de: CPR-Nummer und Adresse.
- slug: driving
  title:
    da: Kørekort
    en: Driving
    de: Führerschein
  summary:
    da: Kørekort og biler.
    en: Licences and cars.
    de: Führerschein und Auto.
"""

TERMS = """\
driving-licence:
  da:
    words: [kørekort, førerbevis]
    meaning: Beviset på, at du må køre bil.
  en:
    words: [driving licence]
    meaning: The card that shows you may drive.
  de:
    words: [Führerschein]
    meaning: Der Ausweis, mit dem Sie fahren dürfen.
"""

EVERYDAY = """\
boss:
  da: [chef, arbejdsgiver]
  en: [boss, employer]
  de: [Chef, Arbeitgeber]
work-abroad:
  da: [udearbejde]
  en: [posting, "off"]
  de: [Montage, Chef]
"""

GAPS = """\
dogs:
  topic: registration
  phrasings:
    da: [hundeskat, skal min hund registreres]
    en: [dog tax, "do I have to register my dog?"]
    de: [Hundesteuer, Hund anmelden]
flying:
  topic: driving
  phrasings:
    da: [flycertifikat]
    en: [pilot licence]
    de: [Flugschein]
"""

FIGURES = """\
licence-exchange-fee:
  unit: DKK
  values:
    - value: 280
      valid_from: 2025-01-01
      valid_to: 2025-12-31
      source:
        name: Price list
        address: https://authority.example.org/prices
        checked_on: 2025-11-01
    - value: 360.5
      valid_from: 2026-01-01
      source:
        name: Price list
        address: https://authority.example.org/prices
        checked_on: 2026-11-21
"""

ABOUT = """\
code: d1fl
visibility: public
audiences: [nordic, eu, third, commuter]
situations: [worker, family]
sources:
  - name: Danish Road Traffic Authority
    address: https://authority.example.org/licences
    checked_on: 2026-11-21
responsible: coordinator
review_months: 6
to_verify:
  - "Whether the test is free: ask."
slots:
  - name: photo-fee
    type: fee
    required: false
    section: what-to-do
  - name: citizen-service
    type: contact
    required: true
    section: where-to-go
"""


def a_text(language: str, *, title: str = "Foreign driving licence", more: str = "") -> str:
    """A text with everything in it that texts can have."""
    phrasings = "".join(f"  - {language} way {number} to ask about {title.lower()}\n" for number in range(12))
    return f"""\
---
title: {title} ({language})
summary: "In short: you may drive."
phrasings:
{phrasings}---
## What to do {{#what-to-do}}

Exchange your [kørekort](term:driving-licence). It costs {{{{ figure.licence-exchange-fee }}}}.{more}

::: audience eu
You need not.
:::

{{{{ slot.photo-fee }}}}

## Where to go {{#where-to-go}}

Read [what to do](article:foreign-driving-licence#what-to-do) or [the rules](https://authority.example.org/).

{{{{ slot.citizen-service }}}}
"""


MUNICIPALITY = """\
names:
  da: Fjordby Kommune
  en: Fjordby Municipality
  de: Kommune Fjordby
short_name: Fjordby
position: 1
demo: true
authority_code: "998"
languages: [da, en, de]
colours:
  primary: "#0b5463"
  tint: "#e8f3f4"
postcodes:
  - code: "6998"
    town: Fjordby
contacts:
  citizen-service:
    name:
      da: Borgerservice
      en: Citizen Service
      de: Bürgerservice
    telephone: 00 10 20 30
    email: borgerservice@fjordby.example.org
    address: Rådhustorvet 1, 6998 Fjordby
    hours: Mo-We 09:00-15:00; Th 09:00-17:00
    web: https://fjordby.example.org/borgerservice
  driving-licences:
    name:
      da: Kørekort
      en: Driving licences
      de: Führerscheinstelle
    topics: [driving]
letter:
  da: |-
    Kære nye nabo

    Velkommen.
  en: |-
    Dear new neighbour

    Welcome.
  de: |-
    Liebe Nachbarn

    Willkommen.
privacy:
  contact:
    name: Fjordby Kommune
    email: privat@fjordby.example.org
  dpo:
    name: Vibeke Vogternavn
    email: dpo@fjordby.example.org
  keep_days: 180
accessibility_contact: tilgaengelighed@fjordby.example.org
secure_contact:
  address: https://fjordby.example.org/sikker-post
  text:
    da: Skriv sikkert.
    en: Write safely.
    de: Schreiben Sie sicher.
promise_working_days: 3
offers:
  - slug: two-free-swims
    title:
      da: To gange gratis svømning
      en: Two free swims
      de: Zweimal gratis schwimmen
    text:
      da: Vis dette kort i svømmehallen.
      en: Show this card at the swimming pool.
      de: Zeigen Sie diese Karte im Schwimmbad.
    by:
      da: Svømmehallen
      en: The swimming pool
      de: Das Schwimmbad
    place: Badevej 3, 6998 Fjordby
    audiences: [nordic, eu, third]
    situations: [worker, family]
    valid_to: 2027-12-31
"""

EVENTS = """\
- slug: tax-day
  kind: visiting-day
  title:
    da: Skatten på besøg
    en: The Tax Agency visits
    de: Sprechtag der Steuerbehörde
  summary:
    da: Tag din lønseddel med.
    en: Bring your payslip.
    de: Bringen Sie Ihre Lohnabrechnung mit.
  day: 2027-03-04
  starts: "14:00"
  ends: "18:00"
  place:
    da: Rådhuset
    en: Town hall
    de: Rathaus
  address: Rådhustorvet 1, 6998 Fjordby
  host:
    da: Skattestyrelsen
    en: The Tax Agency
    de: Die Steuerbehörde
  languages: [da, en]
  audiences: [commuter]
  situations: [worker]
  sign_up: skat@fjordby.example.org
  sign_up_by: 2027-03-01
  seats: 40
"""

COUNTRIES = """\
origins:
  nordic: [DK, "NO", SE]
  eu: [CH, DE, PL]
  third: [BR, GB, IN, UA]
areas:
  GB-NIR:
    part_of: GB
    names:
      da: Nordirland
      en: Northern Ireland
      de: Nordirland
"""

GUIDE = """\
topic: driving
article: foreign-driving-licence
questions:
  - id: issued-in
    type: country
    text:
      da: Hvor er det udstedt?
      en: Where was it issued?
      de: Wo wurde er ausgestellt?
    areas: true
  - id: category
    type: choice
    text:
      da: Hvilken kategori?
      en: Which category?
      de: Welche Klasse?
    options:
      - id: car
        text:
          da: Bil
          en: Car
          de: Auto
      - id: lorry
        text:
          da: Lastbil
          en: Lorry
          de: Lkw
  - id: issued
    type: date
    text:
      da: Hvornår?
      en: When?
      de: Wann?
    latest_days_ahead: 0
  - id: settled
    type: date
    text:
      da: Hvornår flyttede du ind?
      en: When did you move in?
      de: Wann sind Sie eingezogen?
    optional: true
sets:
  listed: [BR, UA]
conditions:
  not-disqualified:
    da: Du har ikke mistet kørekortet.
    en: You were not disqualified.
    de: Ihnen wurde der Führerschein nicht entzogen.
sources:
  order:
    name: The order
    address: https://authority.example.org/order
    checked_on: 2026-11-21
rows:
  - when:
      issued-in: [eu, nordic]
    outcome: free
    sources: [order]
    valid_from: 2020-01-01
  - when:
      issued-in: [listed]
      category: [car]
    outcome: exchange
    conditions: [not-disqualified]
    papers: [driving-licence]
    deadline:
      days: 180
      after: settled
    sources: [order]
    valid_from: 2020-01-01
  - when:
      issued-in: [listed]
      category: [lorry]
    outcome: test
    sources: [order]
    valid_from: 2020-01-01
  - when:
      issued-in: [GB, GB-NIR]
      issued:
        before: 2021-01-01
    outcome: exchange
    sources: [order]
    valid_from: 2020-01-01
  - when:
      issued-in: [GB, GB-NIR]
      issued:
        since: 2021-01-01
    outcome: test
    sources: [order]
    check: true
    valid_from: 2020-01-01
  - when:
      issued-in:
        other_than: [GB, GB-NIR, eu, listed, nordic]
    outcome: test
    sources: [order]
    valid_from: 2020-01-01
"""

CHECKLIST = """\
topic: registration
article: foreign-driving-licence
day: arrival
audiences: [eu, third]
household: true
situations: [worker, student]
steps:
  - id: register
    deadline:
      days: 5
      after: arrival
    article: foreign-driving-licence
    section: what-to-do
    authority: driving-licence
    papers: [driving-licence]
  - id: permit
    when:
      audience: [third]
      household: [partner, children]
      situation: [worker]
    deadline:
      working_days: 2
      before: work-start
      advised: true
    check: true
"""

SLOTS = """\
photo-fee:
  value: 150
  unit: DKK
"""

PEOPLE = """\
- slug: jens
  name: Jens Prøvesen
  title:
    da: Kørekortmedarbejder
    en: Driving licence officer
    de: Sachbearbeiter
  email: jens@fjordby.example.org
  telephone: 00 10 20 41
  topics:
    driving: responsible
  subjects:
    foreign-driving-licence: responsible
  languages:
    da: writes
    en: understands
  hours: Mo-Th 09:00-15:00
  shown_as: full-name
  public: true
  confirmed_on: 2026-10-01
  absences:
    - first_day: 2026-12-21
      last_day: 2027-01-01
- slug: mette
  name: Mette Eksempelgaard
  title:
    da: Leder
    en: Head of Citizen Service
    de: Leiterin
  email: mette@fjordby.example.org
  topics:
    driving: knows
    registration: responsible
  languages:
    da: writes
    en: speaks
    de: understands
  shown_as: team
  team:
    da: Borgerservice
    en: Citizen Service
    de: Bürgerservice
  public: false
"""


def a_guidance_text(language: str, *sections: str) -> str:
    """A guide's or checklist's text with these sections."""
    parts = [f"## Do this ({name}) {{#{name}}}\nIt costs {{{{ figure.licence-exchange-fee }}}}." for name in sections]
    return f"---\ntitle: What to do ({language})\nsummary: It depends.\n---\n" + "\n\n".join(parts) + "\n"


def files() -> dict[str, str]:
    """The folder's files by path."""
    found = {
        "topics.yaml": TOPICS,
        "countries.yaml": COUNTRIES,
        "guides/exchange/guide.yaml": GUIDE,
        "checklists/first-days/checklist.yaml": CHECKLIST,
        "terms.yaml": TERMS,
        "everyday.yaml": EVERYDAY,
        "gaps.yaml": GAPS,
        "figures.yaml": FIGURES,
        f"{ARTICLE}/article.yaml": ABOUT,
        f"{FJORDBY}/municipality.yaml": MUNICIPALITY,
        f"{FJORDBY}/slots.yaml": SLOTS,
        f"{FJORDBY}/people.yaml": PEOPLE,
        f"{FJORDBY}/events.yaml": EVENTS,
        f"{LOCAL}/article.yaml": ABOUT.replace("d1fl", "f1hp").replace("coordinator", "editor"),
    }
    for language in LANGUAGES:
        found[f"guides/exchange/{language}.md"] = a_guidance_text(language, "free", "exchange", "test")
        found[f"checklists/first-days/{language}.md"] = a_guidance_text(language, "register", "permit")
        found[f"{ARTICLE}/{language}.md"] = a_text(language)
        found[f"{LOCAL}/{language}.md"] = a_text(language, title="Harbour parking")
        found[f"{FJORDBY}/supplements/foreign-driving-licence/{language}.md"] = (
            f"::: after what-to-do\nIn Fjordby ({language}).\n:::\n\n::: after where-to-go\n- Desk 5\n:::\n"
        )
        found[f"{FJORDBY}/notes/foreign-driving-licence/{language}.md"] = f"Ask for the licence ({language}).\n"
    return found


def a_folder(folder: Path) -> Path:
    """Writes the small folder and gives it back."""
    for path, text in files().items():
        write(folder, path, text)
    return folder


def write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def mend(folder: Path, path: str, old: str, new: str) -> None:
    """Replaces what stands in a file; it must be there."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    write(folder, path, text.replace(old, new))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file's bytes by path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
