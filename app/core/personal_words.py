"""Words in Danish, English and German that say what a number beside them is.

Fragments of patterns; case is ignored, `\\w*` means the rest of the word (see `personal_data._any_of`).
"""

CPR = (
    r"c\.? ?p\.? ?r\.?(?:[ -]?(?:nummer|number|numre|nr|no))?|cpr\w*|person(?:al)?[ -]?(?:nummer|number|nr|no)",
    r"personen(?:kenn)?-?(?:nummer|zahl|nr|ziffer)|personal (?:identity|identification|id|code)",
    r"(?:danish|dansk|danske|dänische?n?) (?:id|number|nummer|social|person\w+)|id",
    r"identi\w+[ -](?:number|nummer|nr|no)|identifikationsnummer|identifikations-?nr|identitätsnummer|ssn",
    r"social security|socialsikring\w*|sozialversicherung\w*|national (?:id\w*|insurance)",
    r"(?:civil|central|person) regist\w+|civil person regist\w+|fødselsnummer|borgernummer|bürgernummer",
    r"(?:yellow|health|insurance|gule?|gelbe\w*) (?:\w+ )?(?:card|kort|karte|\w+kort|\w+karte)|sundhedskort\w*",
    r"sygesikring\w*|versicher\w+|insurance number|skattenummer|skatte-?id|tax (?:number|id|no)",
    r"steuer-?(?:id|nummer|nr)",
)
PASSPORT = (
    r"pas(?:set|sets|nummer|numre|nr)|pas(?! på\b)|passport\w*|reisep[aä]ss\w*|pass(?:es|nummer|nr)?",
    r"(?:personal)?ausweis\w*|(?:national |identity |id |id-)(?:card|kort|karte)\w*|idkort\w*|legitimation\w*",
    r"travel document\w*|rejsedokument\w*|opholds(?:kort|tilladelse|bevis)\w*",
    r"residence (?:card|permit|document)\w*|aufenthalts\w+|visum\w*|visa",
)
BANK = (
    r"(?:bank|løn|loen|nem|giro|spar|gehalts|privat)?konto(?:en|et|s|nr|nummer|numre)?|kto|account|acct|bank\w*",
    r"reg(?:istrerings)?\.?[ -]?(?:nr|nummer|no|number)|reg|blz|sort[ -]?code|swift|bic|iban",
)
PHONE = (
    r"tlf\w*|tele(?:f|ph)on\w*|tel|phone\w*|mobile?|mobil\w*|mob|cell\w*|handy\w*|ringe?s?|call\w*|kalde?",
    r"opkald|anruf\w*|rufen|ruft?|rückruf\w*|erreich\w*|reach|sms|whatsapp|viber|telegram|fax",
    r"(?:my|our|mit|mein\w*|vores|unser\w*) (?:number|nummer|nr|no)",
)
OTHER = (  # what is nobody's secret
    r"track(?:ing)?(?: (?:and|&) trace)?|sporing\w*|sendungs?\w*|paket\w*|pakke\w*|parcel\w*|package",
    r"forsendelse\w*|shipment|delivery|order|ordre\w*|bestell\w*|bestilling\w*|booking\w*|buchung\w*|reserv\w+",
    r"invoice|faktura\w*|rechnung\w*|receipt|kvittering\w*|beleg\w*|case|sag(?:en|s|snr|snummer)?|journal\w*",
    r"akten\w*|geschäfts\w*|vorgangs\w*|file|dossier|referenc\w+|referenz\w*|ref|isbn(?:-?1[03])?|issn|ean\w*",
    r"gtin|cvr\w*|se-n\w+|p-n\w+|produktionsenhed\w*|kunde\w*|customer|client|medlem\w*|mitglied\w*|member\w*",
    r"student\w*|studie\w*|matrikel\w*|employee|medarbejder\w*|ticket|billet\w*|version|build|serial|serie\w*",
    r"imei|form|formular\w*|blanket\w*|antrags\w*|application (?:number|no|id)|ansøgnings\w*|policy|police\w*",
    r"transaction|transaktion\w*|payment|betalings\w*|giro|fik|contract|kontrakt\w*|vertrags\w*|meter|måler\w*",
    r"zähler\w*|room|lokale|raum|building|flight|flug|train|barcode|stregkode\w*|ip",
)
# May stand between such a word and the number: "my passport number is: …", "ring til mig på …".
BETWEEN = (
    r"is|er|ist|was|var|war|lautet|lyder|hedder|number|numbers|nummer|nr|no|num|id|code|kode|my|mit|min|meine?[nrs]?|the|das|die|der|af|of|your|"
    r"me|mig|mich|mir|us|os|uns|på|at|on|under|auf|unter|til|to|here|her|am|an|bitte|please|venligst|gerne|via|for|für"
)
# Follows a number that is an amount, a time or a measure.
UNIT = r"kr\b|kroner|dkk|eur\b|euro|€|\$|usd\b|sek\b|nok\b|gbp|£|uhr\b|o'?clock|hrs\b|%|km\b|kg\b|m2\b|stk\b|,-"
# A "number" of these is no other number than somebody's telephone.
OWN_NUMBER = (
    r"my|mit|min|meine?[nrs]?|our|vores|unsere?[nrs]?|the|this|det|dette|new|nyt|neue|her|his|hans|hendes|seine?|ihre?|same|direct"
    r"|danish|dansk|dänische?|og|und|and|private?|work|arbejds|notfall|emergency"
)
# Months, by how they begin; and the end of a number told by itself.
MONTH = r"jan|feb|m[aäå]r|apr|ma[ijy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]"
LAST_FOUR = r"(?:last|sidste|letzten?) (?:four|fire|vier|4)"
# Words inside an e-mail address that somebody spells out.
AT = r"at|ät|ät|a|snabel-?a"
DOT = r"dot|punkt|punktum|prik"
# Parts of a name that are no name.
NAME_PARTICLES = frozenset(
    ("von", "van", "der", "den", "del", "des", "dos", "das", "les", "los", "the", "bin", "ibn", "und", "and")
)
