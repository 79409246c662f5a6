"""What people in danger write, and what others write in much the same words. All of it is invented."""

import json
from pathlib import Path

import pytest

from app.core.danger import tells_of_danger
from app.core.danger_words import EXPRESSIONS
from tests.effort import at_most

GOLDEN = Path(__file__).parents[1] / "search" / "golden"

IN_DANGER = {
    "da": """
        han slår mig
        Min mand slår mig og børnene, når han har drukket.
        min kæreste slog mig i aftes, hvad gør jeg
        Hendes far har slået hende med et bælte
        min mand tager kvælertag på mig
        jeg bliver slået derhjemme
        jeg er utryg derhjemme
        børnene er bange hos faren
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
        han sparker og slår når han er sur
        min far slår mig hver dag jeg er 14 år
        han har slået mig så jeg har blå mærker
        Min svigermor slår vores datter
        han holder mig fanget
        jeg er bange for ham
        Min mand bliver voldelig når han drikker
        jeg har det så dårligt at jeg overvejer at tage mit eget liv
        kan ikke holde livet ud mere
        jeg orker ikke mere liv
        ingen ville savne mig
        jeg ønsker at dø
        min nabo siger hun vil springe ud fra altanen
        De har taget mit pas og jeg får ingen løn
        han vil ikke give mig mit pas tilbage
        jeg må ikke gå ud alene for min mand
        jeg får ikke lov at forlade huset
        min chef truer mig
        Hun er faldet ned ad trappen og kan ikke rejse sig
        min søn har slugt et batteri
        manden ligger på gulvet og ånder ikke
        Bitte helfen Sie mir, er will mich umbringen
        han har tæsket mig igen
        min kæreste kvalte mig næsten i nat
        han råber og kaster med ting, børnene er bange
        han siger han slår mig hvis jeg går
        Min datter på 15 vil ikke leve mere
        jeg har planlagt hvordan jeg vil tage mit liv
        jeg tænker på at gøre en ende på det hele
        Alt er sort og jeg vil væk herfra for altid
        min ekskone truer mig med en kniv
        de voksne slår børnene på bostedet
        vi får ingen løn, og de har låst vores pas inde
        min bror er faldet om og trækker ikke vejret
        min datter har fået kogende vand over sig
        min mand fik hånden i maskinen, det bløder
        Nu truer min eksmand mig
        I morges sparkede han mig i maven
        I går slog min mand mig
        Hver dag slår min far mig
        I nat slog han mig
        Når han drikker, slår han mig
        fordi min mand slår mig
        I aftes slog min kæreste mig i ansigtet
        Så tog han kvælertag på mig
        Hele tiden forfølger min eks mig
        Efter skilsmissen stalker han mig
        Om natten låser min mand mig inde
        Nu låser han mig inde hver aften
        Jeg bliver stalket
        Min søster bliver forfulgt af sin eks
        Min far vil tvinge mig til at gifte mig
        Mine forældre vil have mig gift med min fætter
        Jeg skal giftes med min fætter, men jeg vil ikke
        De vil gifte min søster bort i ferien
        Hver gang slår han børnene
        Til sidst truede han med at slå mig ihjel
        Hver aften bliver jeg slået
        Derhjemme bliver jeg slået
        Mit pas har min chef taget
        Min mand truer med at tage børnene med til Iran
        mine forældre truer mig hvis jeg ser min kæreste
        hvis min mand slår mig igen, hvad gør jeg
        at min kæreste slår mig
        Hver weekend banker min stedfar os
        Igen i nat truede han mig med en kniv
        Hvad gør jeg, når min mand slår børnene?
        Nu forfølger min ekskæreste mig hver dag
        Min onkel vil gifte mig bort
        Min familie tvinger mig til at gifte mig med en mand jeg ikke kender
        Vores pas har chefen taget
        Chefen har vores pas
        Min bror truer med at slå mig ihjel
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
        my dad hit me yesterday and i am 15
        He slapped me in front of the kids
        my boyfriend choked me last night
        Every weekend he is drunk and he beats my mother
        my neighbour shouts and I think he hits his wife
        he kicked me in the stomach, I am pregnant
        he has a knife
        my husband said if i leave he will find me and kill me
        I feel not safe at home
        I feel unsafe at home
        we feel unsafe living with my husband
        I do not feel safe in my own home
        I am in danger, please help
        please help me he is going to kill me
        i can't do this anymore i want to end my life
        Nobody would miss me if I was gone
        I have thoughts of suicide since we moved
        i wish i was never born and want to disappear forever
        I just want to sleep and never wake up
        my roommate tried to kill himself yesterday
        no one would care if I died
        my boss keeps my passport until I have paid my debt
        We are six men in one room, boss has our passports and pays nothing
        I was told I cannot leave the farm before I pay back the agency
        I'm being held against my will
        They force me to work 16 hours every day without pay
        a woman at my work is a victim of trafficking I think
        someone touched my daughter in kindergarten, she has bruises
        My son is missing since yesterday
        there is a fire in our building
        my friend overdosed
        my mother fell and cannot get up
        he hit his head and is not waking up
        My husband is very aggressive and throws things at me
        he beat me up
        my husband punched me in the stomach last night
        He slaps our daughter when she cries
        I was attacked by my ex outside the school
        he says he will throw acid on me
        my father beats me with a cable
        Since we came to Denmark my husband hits me, I have no money of my own
        my wife attacks me with a knife
        I want to disappear forever, nothing matters
        I have decided to end my life
        what happens to my kids if I kill myself
        my friend sent a goodbye message and does not answer
        I am thinking about suicide
        They took our passports when we arrived
        our employer locks us in the house at night
        I have to sleep with the boss to keep my job
        my colleague was crushed by a machine, he is bleeding
        the baby is not breathing
        my child drank chlorine
        there was a crash outside, two people are injured
        My father wants to force me to marry
        They are making me marry my cousin
        My parents want me to marry my cousin and I don't want to
        I am being forced to marry
        my family will force my sister to get married in Pakistan
        My parents arranged a marriage for me and I cannot say no
        Yesterday my husband hit me
        Last night he hit me again
        When he drinks he hits me
        every day my dad beats me
        since the divorce my ex-husband threatens me
        I am being stalked
        my ex is stalking me
        someone keeps following me home
        at night my husband locks me in
        he does not let me leave the house
        my passport was taken by my boss
        my brother says he will kill me if I marry him
        my uncle wants to send me back to marry someone
        whenever he is drunk he beats the kids
        because my husband beats me
        what do i do if my boyfriend hits me again
        my stepfather is hurting me
        My mum says I must marry a man I never met
        they took me here to marry an old man
        my parents lock me in my room
        my ex waits outside my work every day
        he took my passport and my phone
        nobody may know that I am writing, he will hurt me
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
        mein Sohn schneidet sich immer wieder in die Arme
        ich habe angefangen, mich selbst zu schneiden
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
        der er ingen grund til at jeg skal leve
        mein vater schlägt mich jeden tag ich bin 15
        Er hat meine Mutter geschlagen
        er wird immer gewalttätiger
        mein Mann tut mir weh
        ich fühle mich zu Hause nicht sicher
        ich bin zuhause nicht sicher
        Ich fühle mich zuhause unsicher
        wir sind bei ihm nicht mehr sicher
        Er hat gedroht mich zu töten
        ich bin in Gefahr
        ich denke daran, mir das Leben zu nehmen
        niemand würde mich vermissen, wenn ich tot bin
        Ich habe Suizidgedanken
        ich halte das Leben nicht mehr aus
        ich mag nicht mehr leben
        ich will sterben
        mein Freund hat gesagt, er springt von der Brücke
        der Bauer hat unsere Ausweise
        Wir dürfen die Unterkunft nicht verlassen
        man hat mir den Pass abgenommen
        mein Chef gibt mir den Pass nicht zurück
        Meine Tochter ist seit gestern verschwunden
        Er ist von der Leiter gefallen und blutet am Kopf
        meine Oma ist gestürzt und kann nicht aufstehen
        Kollege liegt am Boden und atmet nicht
        der Mann meiner Nachbarin schlägt sie
        mein Vater verprügelt meine Mutter
        Er hat mir ins Gesicht geschlagen
        mein Mann hat ein Messer und schreit herum
        Ich habe Todesangst vor ihm
        Er sperrt mich ein und nimmt mir das Handy weg
        ich will einfach nicht mehr da sein
        mein Leben hat keinen Sinn mehr
        ich habe daran gedacht mich umzubringen
        mein Sohn hat sich die Arme aufgeschnitten
        Der Arbeitgeber hat unsere Pässe eingesammelt
        wir werden hier wie Sklaven gehalten
        Mein Kollege ist in die Maschine geraten
        die Oma ist bewusstlos
        Es hat einen schweren Unfall gegeben, drei Verletzte
        Seit der Trennung bedroht mich mein Ex-Mann
        Jeden Abend sperrt mich mein Mann ein
        Nachts sperrt er mich im Zimmer ein
        Ich werde gestalkt
        Ich werde von meinem Exfreund gestalkt
        Meine Schwester wird gestalkt
        Mein Vater will mich zur Heirat zwingen
        Meine Eltern wollen mich mit meinem Cousin verheiraten
        Ich soll meinen Cousin heiraten, ich will das nicht
        Gestern hat mich mein Mann geschlagen
        Gestern hat mein Mann mich wieder geschlagen
        Jeden Tag schlägt mein Vater mich
        Wenn er trinkt, schlägt er mich
        weil mein Mann mich schlägt
        Seit Wochen verfolgt mich mein Ex
        Dauernd lauert mir mein Exfreund auf
        Manchmal würgt mich mein Freund
        Jetzt droht mir mein Mann mit dem Messer
        Heute Nacht hat er mich vergewaltigt
        Seit Monaten schlägt meine Frau mich
        Dann hat sie mir ins Gesicht geschlagen
        Meinen Pass hat mein Chef
        Unsere Pässe hat der Chef eingesammelt
        Mein Ex verfolgt mich auf dem Weg zur Arbeit
        In meinem Haus fühle ich mich nicht mehr sicher
        Abends werde ich von meinem Mann geschlagen
        Ich werde zu Hause geschlagen
        Sie wollen mich zwingen zu heiraten
        Sie zwingen meine Tochter zu heiraten
        Meine Nichte soll in den Ferien verheiratet werden
        mein Bruder kontrolliert mich und schlägt mich
        Immer wenn er trinkt, verprügelt er uns
        Am Sonntag hat mein Schwiegervater mich getreten
        dass mein Freund mich jeden Tag schlägt
        weil er mich schlägt
        weil er die Kinder schlägt
        obwohl er uns immer wieder bedroht
        Manchmal sperrt mich meine Schwiegermutter ein
        Nach der Arbeit lauert mir mein Ex auf
        Ich werde von meinem Nachbarn bedroht
        In der Nacht wurde ich vergewaltigt
        Meine Familie will mich in der Türkei verheiraten
        Mein Onkel zwingt meine Cousine zur Ehe
        Seit letzter Woche schreibt mir mein Ex, dass er mich umbringt
        Den Pass hat mir mein Arbeitgeber weggenommen
        Wir dürfen das Gelände nicht verlassen
        my boss keeps all our passports in his office
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
        Jeg vil gerne leve af min kunst
        Hvordan kommer man af med gift og kemikalier
        Jeg er gift og min mand er bange for at flyve
        Min mand tager bussen, kan han tage børnene med?
        Børnene er alene hjemme til kl. 16, må de det?
        Vi er lukket inde i et system uden svar
        min kæreste tager os med til Sverige
        De har taget pas på min mor
        Har I taget passet med til borgerservice?
        Min mand har taget sit pas med
        Kan jeg få mit pas, når mit barn er født?
        jeg vil gerne i gang nu, kan ikke vente mere
        Skal min søn have pas
        Banken vil ikke give mig en konto
        Chefen giver mig ikke fri
        Brand i bilen er det dækket af forsikringen?
        Vi kan ikke leve af min SU
        Jeg vil ikke leve i København
        min mand var død, da skattekortet kom
        Jeg hører nogen siger, at man skal betale
        Jeg blev kørt til lægen i taxa
        Jeg er bange for, at han mister sin tilladelse
        Må min kone arbejde, uden at hun får nyt kort?
        Vi leder efter et blødt fald i huslejen
        De trækker mig for meget i skat
        Jeg giver op, jeres formular virker ikke
        min søn slår græs
        Nu slår han græsset
        Jeg vil gerne giftes
        Vi vil gerne giftes i Danmark
        Jeg skal giftes med en mand fra Thailand
        Min datter skal giftes til sommer
        Slår min skat mig ud af boligstøtten?
        Hvordan slår man mig op i CPR?
        Nu slår jeg mit navn op
        Truer min chef med at fyre mig?
        Nu truer min chef mig med en fyring
        Nu truer min udlejer med at sætte mig ud
        Låser banken min konto?
        Låser han døren kl 16?
        Jeg låste mig ude
        Min mand vil have mig med i a-kassen
        Mine forældre vil have mig hjem til jul
        I går slog de min adresse op
        Slog han til på tilbuddet?
        Har min chef mit pasnummer?
        Må min chef tage en kopi af mit pas?
        Følger min læge mig på sygehuset?
        Hvem tvinger mig til at betale kirkeskat?
        Han vil have mig til at skrive under på gifteattesten
        Min mand vil gifte sig med mig i Danmark
        Nu følger min mand mig til borgerservice
        Følger du mig?
        hvis min mand slår op i CPR
        at min chef slår stillingen op
        Slår han mig op i systemet?
        Hvornår bliver jeg slået op i registeret?
        Min fætter skal giftes
        Min chef vil have mig med på kursus
        Mine forældre vil have mig med på ferie
        Må min chef have mit pas?
        Hvordan får min mor passet fornyet?
        Bliver vi slået sammen med en anden skole?
        Forfølger kommunen gammel gæld?
        Lukker banken mig ude af netbanken?
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
        My husband and I want to leave Denmark with the children
        The kids hit a ball through a window, who pays
        He was beaten in the election
        My wife wants to end her contract
        can I take my own life insurance with me
        I want to end it, the subscription I mean, how do I cancel
        My boss said to work without pay during trial, is that legal?
        Do I get paid when my child is at hospital?
        I would rather live in Aarhus
        Is my passport safe at the town hall
        I don't feel safe with cycling in traffic
        Is it unsafe to cycle home at night?
        the wiring in my flat seems unsafe
        Ich bin nicht sicher, ob ich zu Hause alles habe
        jeg er bange for at køre i mørke hjemad
        Min datter er bange hos tandlægen
        Ich fühle mich zu unsicher, um hier Auto zu fahren
        no point in living in the city
        the bank killed my application
        My landlord does not let me have a dog
        can't go on the website
        My colleague is on fire with ideas
        Are there rules against hitting children in Denmark?
        We hit a deer with the car, whom do I call
        I cut my finger last week, do I have sick pay
        there was an accident in my street and the road is closed, when does the bus run
        I live alone with my children, night shifts: is there childcare at night?
        my boss makes us work every Sunday
        We're trapped in a contract
        locked in a contract for 2 years
        Can a child be home alone at night at age 12?
        I don't want to wake up early
        my sister in law had a stroke last year and needs rehabilitation
        Where can I donate blood
        She has a fever and can't go to daycare, sick day?
        Hvad koster en ambulance?
        Feuer im Garten machen, darf man das?
        I came to Denmark because of my husband
        My wife follows me to Denmark in May
        I wish I was better at Danish
        At the address where I no longer live, letters still arrive
        I do not live there any longer
        The landlord does not respond
        I am afraid he has to leave the country
        My wife cannot find a flat or a job
        they cannot find us in the system
        We are held up at customs
        My daughter will come home tonight, which train
        Is a child allowed to go home alone?
        I will not be able to live on this salary
        how will they find me if my name is not on the door
        There is no hot water on the third floor
        I am thinking about ending my contract
        I want to marry my boyfriend from Peru
        Can I marry my cousin in Denmark?
        How do I get married in Denmark
        My parents want me to study medicine
        My father wants to marry again
        he beat me at chess
        my boss wants to force me to work on Sunday
        Does my boss have to give me my passport copy?
        Do they make me pay church tax?
        My wife wants me to marry her in the town hall
        Is my landlord following the rules?
        the bank follows up with me
        my parents arranged a flat for me
        my wedding is arranged for May
        force majeure
        my sister gets married in July
        my parents want me to come home for Christmas
        my parents make me pay rent
        does my employer make me join a union
        My brothers want to visit me
        My parents hit retirement age
        We made friends and got married
        I must marry before my visa ends?
        My boss wants me to work Sundays
        my uncle sent me money to get a car
        Can my parents be forced to leave Denmark?
    """,
    "de": """
        Wer ist zuständig, wenn der Nachbar seine Hecke nicht schneidet?
        Darf sie zu Hause Haare schneiden, sie schneidet sich und anderen die Haare
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
        Hvornår er der vejret til fest
        Ich möchte mir das Leben in Dänemark ansehen
        Kann ich meinen Pass behalten, wenn ich Däne werde?
        Mein Chef will meinen Pass sehen
        Die Firma hat meinen Pass kopiert
        Ich nehme mir ein Leben auf dem Land vor
        Wir wollen hier leben und sterben
        Sie können mich nach 14 Uhr anrufen
        Mein Kind ist alleine krankenversichert
        Die Kinder sind nachts beim Vater
        Mein Mann hat mich angemeldet
        Mein Freund verfolgt das Ziel, hier zu studieren
        der Vermieter verlangt drei Monate Kaution, gefangen in diesem Vertrag
        Ich sehe keinen Grund
        Das Boot ist nicht mehr wach
        Kann mein Mann ohne Bezahlung arbeiten (Praktikum)?
        Ich arbeite ohne Gehalt als Praktikant
        Meine Frau und ich leben nicht mehr zusammen
        Von dem Geld kann ich nicht leben
        Mein Chef wird ab Mai nicht mehr hier sein
        Ich brauche für mich selbst etwas Kleines
        Ich kann nicht mehr weiter studieren
        Das Bad ist schwer zu finden, wo liegt das Rathaus?
        In der Wohnung geht die Heizung nicht
        Der Preis schlägt mich um
        Heirat in Dänemark
        Wir wollen in Dänemark heiraten
        Meine Tochter will heiraten
        Mein Cousin heiratet im Sommer
        Ich soll meine Heiratsurkunde mitbringen
        Schlägt mein Chef mich für die Beförderung vor?
        Meldet mich mein Chef bei der Kasse an?
        Sperrt mich die Bank ein zweites Mal?
        Hat mich mein Arzt richtig angemeldet?
        Morgen schlägt er die Unterlagen nach
        Verfolgt die Stadt Pläne für Wohnungen?
        Was mich mein Umzug kostet
        Bedroht der Klimawandel Esbjerg?
        Meine Eltern wollen mich besuchen
        Meine Eltern wollen mich zur Feier einladen
        Mein Vater will mich zur Prüfung anmelden
        Meine Schwester heiratet meinen Nachbarn
        Wie kann ich meinen Freund heiraten?
        Darf ich meinen Cousin heiraten?
        Ich will meinen Freund heiraten, er ist aus Peru
        Mein Mann sperrt das Geschäft auf
        Wann sperrt der Hausmeister das Tor auf?
        Wird mein Konto gesperrt?
        Bringt mich mein Chef um den Urlaub?
        Mein Freund will mich heiraten
        Mein Freund will, dass wir heiraten
        Zwingt mich jemand, Dänisch zu lernen?
        Wann schlägt die Gemeinde mir eine Wohnung vor?
        weil mein Mann mich mitversichern will
        weil mein Chef mich angemeldet hat
        Verfolgt der Arzt meine Werte?
        dass mein Freund mich besuchen darf
        Wird mein Vater mich anmelden können?
        Hat mein Arbeitgeber meinen Pass gesehen?
        Meinen Ausweis hat mein Mann verlängert
        Ich werde von meiner Firma versichert
        Meine Eltern wollen meine Schwester besuchen
        Mein Bruder ist verheiratet
        Meine Tochter ist mit einem Dänen verheiratet
        Ich soll meine Frau mitbringen
        Schließt mein Vermieter uns an die Heizung an?
        Schließt mich die Kasse in die Versicherung ein?
        Trat mein Vater 1990 der Kasse bei?
        my cousin gets married in Fjordby
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


# What a clerk should look at today among some 2,300 ordinary questions.
AMONG_THE_GOLDEN = {
    "da.jsonl da-100": "a small child with a high fever in the middle of the night",
    "harder.jsonl h-130": "a child that swallowed poison",
    "harder.jsonl h-131": "a helpline for somebody who thinks of suicide",
    "harder.jsonl h-135": "a child that swallowed a dishwasher tablet",
    "harder.jsonl h-136": "a cut that does not stop bleeding",
    "harder.jsonl h-138": "a small child with a high fever at half past one at night",
    "da.jsonl da-131": "a friend who does not dare to go home to her husband",
    "fresh.jsonl de-f016": "whom to call when it burns",
    "fresh.jsonl de-f024": "the number for poisonings",
    "fresh.jsonl en-f068": "slept at a friend's after her husband hit her",
    "fresh-routing.jsonl rt-en-f018": "a boss who keeps the passport",
    "routing.jsonl rt-059": "fell from a scaffold, unregistered, and told to say that it was not at work",
    "unseen-routing.jsonl urt-050": "fled with two children from a husband who hit her again",
}


def test_among_ordinary_questions_only_those_fire_that_a_clerk_would_look_at_today() -> None:
    texts = {
        f"{file.name} {line['id']}": line["text"]
        for file in GOLDEN.glob("*.jsonl")
        for line in map(json.loads, file.read_text().splitlines())
    }
    assert len(texts) > 2_000
    assert {name for name, text in texts.items() if tells_of_danger(text)} == set(AMONG_THE_GOLDEN)


@pytest.mark.parametrize(
    "text",
    [
        "mein Mann schlägt mich",
        "mein Mann schlaegt mich",
        "mein Mann schlagt mich",
        "MEIN MANN SCHLÄGT MICH!!!",
        "mein Mann schla\u0308gt mich",
        "mein\u00a0Mann\n schlägt\u200b mich",
        "kæresten slår mig",
        "kaeresten slaar mig",
        "karesten slar mig",
        "I don’t want to live anymore",
        "I dont want to live anymore",
        "i don`t want to live anymore",
    ],
)
def test_danger_is_seen_on_any_keyboard(text: str) -> None:
    assert tells_of_danger(text)


def test_danger_is_seen_in_the_middle_of_a_long_text_in_another_language() -> None:
    about_tax = "Wann bekomme ich meine Steuerkarte? Der Lohn kommt am Freitag. " * 100
    assert not tells_of_danger(about_tax)
    assert tells_of_danger(about_tax + "min mand slår mig " + about_tax)


def test_words_of_two_sentences_are_not_read_together() -> None:
    assert tells_of_danger("Er hat uns im Flur geschlagen")
    assert not tells_of_danger("Bitte geben Sie uns einen Termin. Geschlagen geben wir uns nicht.")


def test_an_accident_of_long_ago_is_an_ordinary_question() -> None:
    assert tells_of_danger("Jeg er faldet ned fra stilladset")
    assert not tells_of_danger("Jeg er faldet ned fra stilladset for tre måneder siden")
    assert not tells_of_danger("Letzte Woche bin ich von der Leiter gefallen, das Bein ist in Gips.")
    assert tells_of_danger("My husband hit me three months ago"), "violence is never long ago"


def test_an_accident_without_anybody_hurt_is_an_ordinary_question() -> None:
    assert tells_of_danger("ulykke på motorvejen, to kvæstede")
    assert not tells_of_danger("ulykke på motorvejen, ingen kvæstede")


def test_every_kind_is_told_in_every_language() -> None:
    assert all(set(languages) == {"da", "en", "de"} for languages in EXPRESSIONS.values())


HOSTILE = [
    "he " * 6_667,
    "han " * 5_000,
    "er sie mann " * 1_667,
    "mich kinder " * 1_667,
    "a" * 20_000,
    " " * 20_000,
    "." * 20_000,
    "\n " * 10_000,
    "\ufdfa" * 20_000,
    "child children he i not " * 833,
    "ue" * 10_000,
    "\ud800\x00" * 10_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_work_is_bounded_whatever_is_written(text: str) -> None:
    with at_most(seconds=10):
        assert not tells_of_danger(text)


def test_a_document_is_not_read_to_its_end() -> None:
    with at_most(seconds=1):
        assert not tells_of_danger("A long story. " * 150_000)
        assert tells_of_danger("My husband hits me. " + "A long story. " * 150_000)


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "אני צריך עזרה", "0" * 100])
def test_nothing_is_no_danger(text: str) -> None:
    assert not tells_of_danger(text)
