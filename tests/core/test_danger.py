"""What people in danger write, and what others write in much the same words. All of it is invented."""

import json
import time
from pathlib import Path

import pytest

from app.core.danger import EXPRESSIONS, tells_of_danger

GOLDEN = Path(__file__).parents[1] / "search" / "golden"

IN_DANGER = {
    "da": """
        han slår mig
        Min mand slår mig og børnene, når han har drukket.
        min kæreste slog mig i aftes, hvad gør jeg
        Hendes far har slået hende med et bælte
        min mand tager kvælertag på mig
        jeg bliver slået derhjemme
        Jeg er bange for min eksmand, han står uden for døren
        jeg tør ikke gå hjem i aften
        Jeg er flygtet fra min mand med to små børn og har ingen steder at sove
        han må ikke vide at jeg skriver til jer
        Hvor finder jeg et krisecenter med plads til tre?
        naboen banker sine børn, vi kan høre det gennem væggen
        min eks truer med at slå mig ihjel
        han siger han vil dræbe os hvis jeg rejser
        Min bror vil tvinge min søster til at gifte sig i sommerferien
        hun er blevet voldtaget og taler ikke dansk
        chefen rører ved mig, når vi er alene i køkkenet
        jeg vil ikke leve mere
        Jeg gider ikke leve længere, alt er ligegyldigt
        jeg vil bare gerne dø
        jeg vil gerne doe
        Min søn på 16 taler om selvmord
        min datter skærer i sig selv
        De ville have det bedre uden mig
        jeg kan ikke mere.
        jeg har taget alle mine piller
        min ven vil tage livet af sig, han svarer ikke på telefonen
        Naboens små børn er alene hjemme hele natten
        Min kollega er faldet ned fra stilladset og bevæger sig ikke
        der er sket en ulykke på gården, han bløder meget
        min kone trækker ikke vejret
        Min far har fået smerter i brystet
        han er bevidstløs og jeg ved ikke hvad jeg skal sige
        barnet har drukket afløbsrens
        det brænder hos naboen
        Chefen har taget vores pas, og vi må ikke forlade gården
        de holder os som slaver på gartneriet
        Han låser mig inde, når han går på arbejde
        jeg er laast inde i et vaerelse
        MIN MAND SLAAR MIG
    """,
    "en": """
        he hits me
        my husband hits the children
        My boyfriend came home drunk again and hit me in the face
        He pushed me down the stairs yesterday
        she beats her son every night, we hear it
        I am beaten by my husband and have no family here
        my husbend beating me and i dont know where go
        I'm scared of my husband
        I am afraid to go home tonight
        my father in law raised his hand against me
        he must not find out that I am writing this
        Is there a women's shelter that takes me with three kids?
        I ran away from my husband and sleep in the car
        My ex is threatening to kill me
        he said he will kill us if I take the kids
        A man follows me everywhere and waits outside my work
        my family wants to force me to marry my cousin, forced marriage
        I was raped at a party on Saturday
        my boss touches me when we are alone
        He forces me to have sex with him
        I don't want to live any more
        i dont want to be here anymore
        I want to die
        sometimes i think everybody is better off without me
        I can't go on like this anymore
        my son says he wants to kill himself
        There is no reason to live any more
        She took all her sleeping pills
        my daughter cuts herself
        The children next door are left alone for days
        I hear a child screaming every night in the flat above
        My colleague fell from the roof and does not move
        there has been an accident, a man is bleeding
        My wife cannot breathe
        my father has chest pain and is grey in the face
        he is unconscious, what is the number
        our baby swallowed a button battery
        He took my passport and I am not allowed to leave
        the agency keeps our passports and we work without pay
        The boss does not let us leave the farm
        they treat us like slaves
        He locks me in when he goes to work
        I am locked in a room and have only this phone
    """,
    "de": """
        er schlägt mich
        Mein Mann schlägt die Kinder
        mein Mann hat mich gestern wieder geschlagen
        Er hat mich gewürgt, ich habe Flecken am Hals
        Ich werde von meinem Freund geschlagen
        mein freund schlaegt mich wenn er trinkt
        Der Stiefvater prügelt den Jungen
        Ich habe Angst vor meinem Mann
        ich traue mich nicht nach Hause
        Er darf nicht erfahren, dass ich Ihnen schreibe
        Wo ist hier ein Frauenhaus?
        Ich bin vor meinem Mann geflohen, mit zwei Kindern
        mein Ex droht, mich umzubringen
        Er sagt, er bringt uns alle um
        mein Nachbar hat mich mit einem Messer bedroht
        Meine Schwester soll zwangsverheiratet werden
        meine Tochter wurde vergewaltigt
        Der Vorarbeiter fasst mich an
        Ich kann nicht mehr, ich will nicht mehr leben
        ich will einfach nur noch sterben
        Ich möchte nicht mehr aufwachen
        am liebsten wäre ich tot
        Mein Bruder will sich umbringen
        meine Tochter ritzt sich
        Sie hat alle Tabletten genommen
        Ohne mich wären alle besser dran, ich mache Schluss mit dem Leben
        ich sehe keinen Ausweg mehr
        Die Kinder nebenan sind nachts allein, die Kleine weint die ganze Nacht
        Ein Kollege ist vom Gerüst gestürzt und steht nicht auf
        hier ist gerade ein unfall passiert, jemand blutet
        Meine Frau bekommt keine Luft
        mein Vater hat Schmerzen in der Brust
        Er ist bewusstlos
        unser kleiner Sohn hat Spülmittel getrunken
        in der Küche brennt es, das Haus brennt
        Der Chef hat uns die Pässe weggenommen
        Mein Arbeitgeber hat meinen Pass und gibt ihn nicht zurück
        Wir arbeiten wie Sklaven und dürfen den Hof nicht verlassen
        Er sperrt mich im Zimmer ein
        ich bin eingesperrt, bitte helfen sie mir
        Er lässt mich nicht aus dem Haus
    """,
}

ORDINARY = {
    "da": """
        Hvilken ulykkesforsikring skal jeg have?
        Jeg kørte galt i Sverige, bilen er bulet: hvilke papirer skal jeg bruge?
        Vi havde en ulykke i 2021, hvem betaler erstatningen?
        min mand slår græs for naboen, skal han betale skat af det
        Stillingen bliver slået op på fredag
        Kæresten og jeg har slået op, hvem beholder lejligheden
        vi vil gerne slå os ned i Tønder
        Kommunerne blev slået sammen, hvor hører vi til
        Hvordan bliver vi skilt?
        Jeg er bange for at miste min opholdstilladelse
        Udlejer truer med at opsige os
        kommunen truer med bøder
        voldsomt høj varmeregning
        Er der aldersgrænse på voldelige film?
        selvstændig erhvervsdrivende med CVR
        Jeg dør af grin over jeres formular
        Min mor er død i Polen, hvad skal jeg gøre?
        Hvor lang tid må man være i Danmark uden pas?
        Banken har taget kopi af mit pas
        Min chef skal bruge mit pas til ambassaden
        Jeg er låst ude af MitID
        MitID er spærret
        banken har låst mit kort
        Jeg kan ikke mere få tilskud, siger de
        hvad er nummeret til brandvæsenet, chefen vil holde brandøvelse
        Hvornår ringer man 112, og hvornår 114?
        Kan man få børnepenge, når barnet er alene med sin far?
        Jeg vil gerne dele lejligheden med en ven
        Min mand arbejder hver søndag, skal han have tillæg?
        vil livet i Danmark være dyrt for os
        Har vi ret til at tage barnets første sygedag?
        Jeg er gift med en dansker og vil leve her
        Skadestuen ligger hvor?
        Trækker skat mine renter fra automatisk?
        Hvor får jeg stjålet cykel anmeldt?
        det haster, jeg skal tage toget i morgen
        ingen er kommet til skade, men bilen er ødelagt
    """,
    "en": """
        Do I need accident insurance?
        car accident in Sweden: which papers
        We had a small accident with the rental car, who pays?
        I was injured at work in March 2024, can I still claim compensation?
        how do we get divorced
        Is there an age limit for a violent film?
        I am self-employed
        What is the fire department phone number for my boss's fire drill?
        I'm dying to know when the card comes
        killing time before my appointment, is there a café
        tooth is killing me and its sunday
        My deadline is killing me
        The landlord hit us with a bill of 4,000 kroner
        we were hit by the new tax
        It beats me why this takes so long
        Can I beat the queue by booking online?
        I am afraid I will lose my permit
        we are afraid his years start again from zero
        The landlord threatens to evict us
        My passport was at the embassy, they took a copy
        My boss took a copy of my passport
        Do I have to hand in my passport at the town hall?
        Am I allowed to leave Denmark while my case is pending?
        I want to leave my job early
        They let me go last week, can I get unemployment money?
        I am locked out of MitID
        my card is locked
        My mother died in Poland, what do I do with her pension?
        I do not want to live in Copenhagen
        I don't want to live with my parents any longer, can I get a student flat?
        Where can we live with two children?
        Is my child allowed to walk home alone from school?
        no reason was given for the refusal
        how do I end the lease and take my deposit
        The website never responds
        The system collapsed when I paid
        burnt out and on sick leave, do I get paid
        Can my wife work without a permit?
        crash on the motorway, nobody hurt, only the bumper
        How do I shoot film on the beach, do I need a permit?
        Where do I get a hunting licence, he has a gun licence from Norway
        my child has high fees at kindergarten
    """,
    "de": """
        Brauche ich eine Unfallversicherung?
        Autounfall in Schweden: welche Papiere?
        Letztes Jahr hatte ich einen Unfall, wer zahlt?
        der Schlag
        Der Makler schlägt uns eine andere Wohnung vor
        Er schlägt sie als Leiterin vor
        Was schlagen Sie vor?
        Wie lassen wir uns scheiden?
        Gibt es eine Altersgrenze für Gewaltfilme?
        Ich bin selbstständig
        selbst anmelden oder über den Arbeitgeber?
        Telefonnummer der Feuerwehr für die Brandschutzübung
        Ich sterbe vor Neugier, wann kommt die Karte?
        Meine Mutter ist in Polen gestorben, was wird aus der Rente?
        Ich will nicht mehr in Kiel leben
        Wir wollen nicht mehr in Deutschland leben und nach Tønder ziehen
        Ich kann nicht mehr einloggen
        Ich kann nicht mehr als 500 Kronen zahlen
        MitID gesperrt
        Die Bank hat mein Konto gesperrt
        Der Vermieter droht mit Kündigung
        Ich habe Angst, dass ich etwas vergesse
        Habe ich vor der Prüfung Angst haben müssen?
        Mein Chef braucht eine Kopie vom Pass
        Die Botschaft hat meinen Pass eingezogen, weil er abgelaufen ist
        Darf ich Dänemark verlassen, solange der Antrag läuft?
        Muss ich am Sonntag arbeiten?
        Mein Vermieter reagiert nicht
        der dreht mir den Hals um
        Ich bin mit den Nerven am Ende
        Welches Gift ist im Garten verboten?
        Die Rechnung bringt mich um
        Der Server ist zusammengebrochen
        Wann darf mein Kind allein zur Schule gehen?
        Auffahrunfall auf der Autobahn, nur Blechschaden
        Wo ist die Notaufnahme?
        Muss das Kind einen eigenen Reisepass haben?
        Sie haben mir die Steuer zu hoch berechnet
        Wie umgehe ich die doppelte Steuer?
        Bringt mich der Bus um acht zur Arbeit?
    """,
}


def lines(texts: str) -> list[str]:
    return [line.strip() for line in texts.strip().splitlines()]


@pytest.mark.parametrize("text", [line for texts in IN_DANGER.values() for line in lines(texts)])
def test_somebody_in_danger_is_seen_at_once(text: str) -> None:
    assert tells_of_danger(text)


@pytest.mark.parametrize("text", [line for texts in ORDINARY.values() for line in lines(texts)])
def test_an_ordinary_question_waits_its_turn(text: str) -> None:
    assert not tells_of_danger(text)
