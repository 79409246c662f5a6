"""The words that tell of danger, in a small notation, one expression per line.

`a|b` is either word, `a*` a word that begins so, `[a|b]` may stand there, `…` leaves room for up to six words of the
sentence (none of them "nobody"), `.` is the end of a clause, `!a|b` stands for any next word but these, `…!a|b` for no
such word among the next eight; a line may be continued with a backslash. `{who}`, `{whom}` and `{his}` are those of
PEOPLE. Nothing repeats without bound, so the time grows with the length of the text only.
"""

from collections.abc import Mapping

PEOPLE: Mapping[str, Mapping[str, str]] = {
    "da": {
        "who": "han|hun|de|mand|manden|mænd|kone|konen|kæreste|kæresten|eks|eksen|ex|eksmand|ekskone|ekskæreste"
        "|ægtefælle|samlever|partner|far|faren|mor|moren|papfar|stedfar|bror|broren|onkel|fætter|søn|sønnen|svigerfar"
        "|svigermor|svigerforældre|forældre|brødre|familie|chef|chefen|arbejdsgiver|arbejdsgiveren|mester|bonden|landmanden|nabo|naboen"
        "|udlejer|udlejeren|værtsfar|værtsfaren|fyr|fyren|ven|agenten|nogen",
        "whom": "mig|os|hende|ham|dem|kone|konen|kæreste|børn|børnene|barn|barnet|søn|sønnen|datter|datteren|døtre"
        "|dreng|drengen|pige|pigen|kvinde|kvinden|mor|søster|baby|babyen|veninde|veninden",
        "his": "sin|sit|sine|min|mit|mine|vores|hans|hendes|deres|den|det|de|en|et|begge|lille|små|store|egen|egne|to",
    },
    "en": {
        "who": "he|hes|she|shes|they|husband|husbend|hubby|wife|partner|boyfriend|bf|girlfriend|fiance|ex|father|mother"
        "|dad|mum|mom|parents|stepfather|stepdad|brother|brothers|uncle|cousin|son|inlaws|family|man|men|guy|boss|employer|owner|farmer"
        "|manager|landlord|neighbour|neighbours|neighbor|flatmate|roommate|colleague|somebody|someone|agent",
        "whom": "me|us|her|him|them|wife|girlfriend|kids|kid|children|child|childs|son|daughter|daughters|boy|girl"
        "|woman|mother|mum|mom|sister|baby|friend",
        "his": "my|our|his|her|their|the|a|both|small|little|own|two|three|year|old",
    },
    "de": {
        "who": "er|sie|mann|ehemann|männer|frau|freund|freundin|partner|lebensgefährte|verlobter|ex|exmann|exfreund"
        "|vater|mutter|papa|mama|eltern|stiefvater|bruder|brüder|onkel|cousin|sohn|schwiegervater|schwiegermutter|schwiegereltern"
        "|familie|chef|chefin|arbeitgeber|bauer|vorarbeiter|vermieter|nachbar|mitbewohner|kollege|gastvater|typ|kerl"
        "|jemand|leute|vermittler",
        "whom": "mich|uns|sie|ihn|frau|freundin|kinder|kindern|kind|sohn|tochter|töchter|junge|jungen|mädchen|mutter"
        "|schwester|baby|kleine|kleinen|großen",
        "his": "meine|meinen|mein|unsere|unseren|unser|seine|seinen|sein|ihre|ihren|ihr|die|das|den|eine|ein|kleine"
        "|kleinen|beide|beiden|eigenen|zwei",
    },
}

ACCIDENTS = "accidents"
EXPRESSIONS: Mapping[str, Mapping[str, str]] = {
    "violence": {
        "da": """
            {who} … slår|slog|slået|sparker|sparkede|tæver|bankede|banker|banket|mishandler|kvæler|niver {whom} !op|\
                sammen|ud|fra
            slår|slog|sparker|sparkede|tæver|tævede|bankede|banker|mishandler|kvæler|kvalte [{his}] {who} [også|bare|\
                altid|igen|tit|ofte] [{his}] {whom} !op|sammen|ud|fra|til|fast|løs
            bliver|blev jeg|vi|hun|børnene|barnet … slået|banket|tævet|mishandlet|overfaldet !op|sammen|ud|fra|til|\
                fast
            {who} … skubber|skubbede|kaster|tager {whom} ned|ind|fat|efter|hårdt|omkuld …!bus*|tog|råd
            {whom} … bliver|blev|blevet … slået|banket|tævet|mishandlet !op|sammen|ud|fra|til|fast
            jeg|vi|hun|børnene … bliver|blev|blevet … slået|banket|tævet|mishandlet|overfaldet|gennembanket !op|\
                sammen|ud|fra|til|fast
            slår|slå|banker|tæver [{his}] kone|konen|børnene|børn|mig !op|ned|fast|løs|til|sammen|ud
            {who} sparker|slår|tæver|banker og slår|sparker|tæver|truer|skriger|råber
            {who} … blevet|bliver|er voldelig|voldelige|aggressiv
            {who} … slår|slog|slået|bankede|banker vores|mit|mine|sit|sine|min|hendes|hans datter|søn|børn|barn|kone|\
                mor
            føler mig|os ikke|utryg [tryg|sikker] derhjemme|hjemme
            er|bliver utryg|utrygge|bange derhjemme|hjemme
            er|bliver utryg|utrygge|bange hos|sammen [med] ham|far|faren
            tæsk|tæv|kvælertag|partnervold|hustruvold|voldsramt*|voldsudsat*|æresrelateret*
            vold i|mod|fra [{his}] hjemmet|ægteskabet|forholdet|familien|kvinder|børn|mand|kæreste|partner
            udsat|offer for vold
            på grund af vold
            psykisk|fysisk|økonomisk vold
            voldelig|voldelige [{his}] mand|kæreste|ægtefælle|far|eks|partner|forhold|ægteskab|chef|ven
            {who} … voldelig|voldelige !film
            {who} … låner|har|med|trækker [{his}] kniv|pistol|økse
            stukket|stak … kniv
            overfalder|overfaldt|overfaldet {whom}
            krisecenter|kvindekrisecenter|krisecentret|krisecenteret|kvindehjem
            tør ikke|slet|aldrig [ikke|mere] [at] gå|tage|komme|være|blive|sove|vende [alene] [her] hjem|hjemme|\
                tilbage
            bange for [min|mine|vores|hendes|sin|at] mand|ham|kæreste|eks|eksmand|far|familie|brødre|bror|ægtefælle \
                !om|ikke|mister|får
            flygtet|flygte|flygter|løbet|stukket|gemmer|skjuler [væk] [mig|os|sig] [hjemme] for|fra [min|sin|vores|\
                hendes] mand|ham|kæreste|far|familie
            {who} må ikke|endelig [ikke] vide|opdage|finde|høre
            uden at {who} opdager|mærker|hører
            uden at {who} ved det|noget|om|at|hvor
            uden at {who} finder ud
            uden at {who} får det|noget at vide
            {who} … tæsket|tæsker|tæskede|kvalte|kvalt|kradser|bider|brændte {whom}
            {who} … river|rev|hiver|hev|trækker|trak {whom} i håret|armen
            {who} … kaster|smadrer|knuser … ting|alt|tallerkener|møbler|døren|lejligheden
            {who} råber|skriger|truer … bange
            blå mærker … slår|slag|mand|kæreste|far|ham|ryggen|armene
            {who} … ydmyger|kontrollerer|isolerer {whom} …!papirer|moms
            giver|gav|fik|får [mig|hende|ham|børnene] [en] lussing|lussinger|bank|klø
        """,
        "en": """
            {who} … hits|hit|hitting|beats|beat|beating|beated|slaps|slapped|punches|punched|kicks|kicked|chokes|\
                choked|strangles|strangled|strangling|bites|hurts|hurting|abuses|abused|attacks|attacked|assaulted|\
                shakes [{his}] {whom} !out|up …!fine|fines|bill|fee|fees|charge|feelings|chess|tennis|game|race
            {who} … pushed|pushes|throws|threw|grabs|grabbed|pulls|pulled [{his}] {whom} against|down|by|on|at|hard|\
                around|across
            {who} … violent !film|films|game|games|movie|movies|protest*
            {who} hits|beats .|when|if
            {who} … lays|laid|puts|raised|raises [his|her] hand|hands on|against|to {whom}
            beats|hits [{his}] wife|kids|children|child|mother|girlfriend
            beating|hitting my|his|her|their wife|kids|children|child|mother|girlfriend|son|daughter
            i|im|ive|she|shes|we|children|kids|woman|daughter|friend … being|get|gets|got|been|was|am|is|are beaten|\
                hit|abused|attacked|assaulted|strangled|stabbed …!tax*|fine|fines|bill|fee|fees|inflation|cost*
            violent|abusive husband|wife|partner|boyfriend|girlfriend|ex|father|man|marriage|relationship|boss|home|\
                landlord
            domestic|family|physical|psychological|partner|honour violence|abuse
            violence at|in|from|against [{his}] home|marriage|relationship|family|husband|partner|women|children|wife
            victim|victims|because of [{his}] violence|abuse
            escape|escaped|running|fleeing|flee from [{his}] violence|abuse|husband|boyfriend|partner
            {who} … has|with|took|pulled|holds|held a knife|gun|axe !licen*|permit
            stabbed|strangled|smashing {whom}|me|with|up|the|everything
            womens|woman|women|crisis|battered shelter|refuge
            afraid|scared|terrified|frightened|fear|affraid|scaried to|of|about go|going|be|being|stay|staying|sleep|\
                return|returning [back] [at|to] home|house
            afraid|scared|terrified|frightened|fear|affraid of|from|that [my|her|our] him|husband|boyfriend|partner|\
                ex|father|brother|brothers|family|dad !reunification|wont|not|will|loses|cannot|cant|needs|must
            afraid|scared|fear for my|her|our|their life|lives|safety
            afraid|scared|terrified|fear [that] he|husband|they [will] hit|hits|hurt|hurts|kill|kills|find|finds|\
                beat|beats|come|comes
            ran|run|running|hiding|hide|fled|escaped|escape away|from [from] [my|her|our] husband|him|boyfriend|\
                partner|ex|father|family
            {who} must|should|may|can not know|see|learn !danish|how|english|a|the|if
            {who} mustnt|shouldnt|cant|cannot know|learn !danish|how|english|if
            {who} … not|mustnt|cant|cannot find out !how|the|a|if
            {who} … not|mustnt find me|us|her !in|on|under|at
            without {who}|him|her [my] [husband|partner|boyfriend] [him] knowing|finding|noticing
            {who} beat|beats me [up] .|up
            feel|feeling|im|am not|un safe at|with|in home|him|husband|my
            feel|feels|feeling|im|am|are unsafe [living|being|staying] at|with|in|around [my|our] [own] home|house|\
                flat|him|husband|partner|boyfriend|ex|father
            {who} … aggressive|throws … me|us|children|kids|things
            not|dont|isnt [feel|feeling] safe at|with|in|around [my|our] [own] home|house|flat|him|husband|husbands|\
                partner|partners|boyfriend|ex|father
            {who} … hits|hit|slapped|punched|kicked|beats|slaps|punches … face|belt|stomach|cable|stick
            {who} … acid|burn|burns|burned|drags|dragged|spits|spit … me|us|her|face|hair
            {who} … breaks|smashes|smashed|destroys|throws … everything|things|plates|furniture|doors
            black eye|eyes from|because|after|again
            bruises from|all|on|everywhere
            {who} screams|shouts|yells at me|us … afraid|scared|kids|children|hits
        """,
        "de": """
            {who} … schlägt|schlagt|schlug|schlagen|prügelt|verprügelt|haut|tritt|würgt|schubst|ohrfeigt|misshandelt|\
                quält [{his}] {whom} !um …!vor
            schlägt|schlug|prügelt|verprügelt|haut|tritt|trat|würgt|würgte|schubst|ohrfeigt|misshandelt|quält {whom} \
                [{his}|der] {who} …!vor|um
            schlägt|schlug|prügelt|verprügelt|haut|tritt|trat|würgt|würgte|schubst|ohrfeigt|misshandelt|quält \
                [{his}|der] {who} [dann|immer|oft|auch|wieder] [{his}] {whom} …!vor|um
            {who} [dann|immer|oft|auch|wieder] [{his}] {whom} [immer|oft|wieder|dauernd|ständig|täglich] schlägt|\
                schlug|prügelt|verprügelt|würgt|schubst|ohrfeigt|misshandelt|quält
            {who} mich|uns … schlägt|schlug|prügelt|verprügelt|würgt|misshandelt|bedroht|stalkt
            werde|werden|wird|wurde|wurden ich|wir|sie … geschlagen|verprügelt|misshandelt
            haus|hause|wohnung|daheim|zuhause|ihm|mann fühle|fühlen ich|wir mich|uns nicht [mehr] sicher
            {whom} … geschlagen|verprügelt|zusammengeschlagen|getreten|gewürgt|geohrfeigt|misshandelt|verhauen|\
                angegriffen|gequält
            {who} … zugeschlagen|zuschlägt|handgreiflich|gewalttätig|ausgerastet|losgegangen
            {who} … schlägt alles|wieder|zu|immer !vor
            ich|sie|wir|kinder|freundin … werde|wird|werden|wurde|wurden|worden … geschlagen|verprügelt|misshandelt|\
                überfallen|bedroht
            schlägt|schlagen|verprügelt|prügelt|haut [{his}] frau|kinder|kind|mich !um …!vor
            gewalttätig|gewalttätige|gewalttätiger|gewalttätigen|prügelnder [ex] mann|ehemann|partner|vater|freund|\
                beziehung|ehe|frau
            {who} wird|ist [immer|so|sehr|oft] gewalttätig|gewalttätiger|handgreiflich|aggressiv
            {who} tut mir|uns|ihr|kindern weh
            fühle|fühlen mich|uns [hier] [zu|zuhause|daheim|bei] [hause|ihm] [hier] nicht [mehr] sicher|gefährdet !ob
            fühle|fühlen mich|uns [zu|bei] zuhause|daheim|hause|ihm unsicher
            bin|sind [hier] zu|zuhause|daheim|bei [hause|ihm|meinem] [mann] nicht [mehr] sicher !ob
            häusliche|häuslicher|häuslichen|körperliche|psychische|partnerschaftliche gewalt
            gewalt in|gegen|von|durch [{his}|der|dem|meinem|ihrem|meinen] ehe|familie|beziehung|partnerschaft|frauen|\
                kinder|mann|partner|freund|mich
            opfer|wegen von|der|häuslicher gewalt
            wegen gewalt
            prügel|schläge bekomme|bekommt|kriege|kriegt|bezogen|von|zu
            mit dem|einem|der messer|pistole|axt|gürtel
            frauenhaus|frauenhäuser|frauenhauses
            traue|traut|trau|trauen|wage mich|sich|uns nicht|nimmer [mehr] [zurück] nach|heim|hause|zu|heimzugehen|\
                zurück
            angst nach hause|heim
            angst [zu] hause|daheim|heimzugehen
            angst [hier] [noch] [mehr] vor [{his}|meinem|meiner|dem|ihrem|unserem] mann|ehemann|ihm|freund|vater|\
                exmann|ex|exfreund|partner|bruder|familie|chef
            angst um mein|ihr|unser|das leben
            geflohen|geflüchtet|abgehauen|weggelaufen|verstecke|versteckt|verstecken [mich|sich|uns] vor|von [meinem|\
                ihrem|dem] mann|ihm|freund|vater|partner|ex
            vor meinem|ihrem mann|freund|vater geflohen|geflüchtet|weggelaufen|abgehauen|verstecken|versteckt
            {who} darf [das|es|nichts|davon|auf|keinen] [davon|fall] nicht|nichts|nie [davon] erfahren|wissen|merken|\
                mitbekommen
            ohne dass {who} [etwas|es|das|davon] [davon] erfährt|merkt|weiß|mitbekommt
            {who} … mir|ihr|uns|ihm … [ins] gesicht|bauch|ohrfeige|rippen|kopf geschlagen|getreten|gegeben|verpasst|\
                gehauen
            {who} … hat|holt|nimmt|mit ein|einem|das messer|pistole|beil
            {who} … schmeißt|wirft|zertrümmert|zerschlägt … alles|sachen|möbel|teller|nach
            {who} … schreit|brüllt … angst|schlägt|droht
            blaue flecken|flecke
            blaues auge
            {who} … rutscht|rutschte [ihm] die hand aus
        """,
    },
    "threats": {
        "da": """
            {who} … truer|true|truede|truet {whom} …!opsige|opsigelse|bøde*|fyre|fyring|inkasso|sagsanlæg|advokat|\
                retten|ud
            {who} … truer|true|truede|truet [mig|os|hende] med [at] slå|dræbe|tage|skyde|brænde|gøre|kniv|vold|tæsk|\
                bank …!opsige|opsigelse|bøde*|fyre|fyring|inkasso|sagsanlæg|advokat|retten
            truer|truede [{his}] {who} [også|nu|stadig] {whom} …!opsige|opsigelse|bøde*|fyre|fyring|inkasso|sagsanlæg|\
                advokat|retten|ud
            stalker|stalkede|forfølger|forfulgte|overvåger [{his}] {who} {whom}
            forfulgt|overvåget|truet af [{his}] {who} …!opsige|opsigelse|bøde*|fyre|fyring|inkasso|sagsanlæg|advokat|\
                retten
            trusler på livet
            dødstrus*|morddrøm|mordtrus*
            {who}|vil|vi … slå|slår|slog {whom} ihjel
            {who} … dræber|dræbe|myrde|myrder|skyde|skyder [{his}] {whom}
            {who} … stalker|forfølger|overvåger|opsøger {whom}
            stalking|stalket|stalker|stalkes
            bange for mit|vores|hendes|hans|sit liv
            bange for at han|de slår|finder|kommer|gør|dræber|opdager|skader
            jeg|hun|vi|barn|barnet|børnene|veninde er|føler [mig|os] [alvorlig|akut] [vist] i [stor|alvorlig] fare \
                !for
            livsfare|livstruende
            tvangsægteskab*|tvangsgift*|omskæring|omskåret|genopdragelsesrejse*
            tvinge|tvinger|tvunget|tvinges … gifte|giftes|ægteskab
            vil|ville have mig|hende|søster|datter|veninde gift|giftet
            gifte|gifter|giftet|giftes [{his}] [mig|hende|søster|datter|veninde|kusine] bort|væk
            skal|må giftes|gifte [mig|sig] med [{his}] fætter|kusine|onkel|fremmed|slægtning
            {who} … finder|finde {whom} [og] slår|dræber|uanset
            {who} … syre|benzin over|på {whom}
        """,
        "en": """
            {who} … threatens|threaten|threatened|threatening|threatning|threathens|treatens [to] {whom}|kill|hurt|\
                beat|hit|burn|shoot|stab|harm|take|send …!evict*|eviction|fine|fines|fire|firing|dismiss*|dismissal|\
                court|lawyer|terminate|deposit
            i|we|she|friend … threatened|threatening by|with [my|her|his|a] {who}|knife|gun
            death threat|threats
            threatened|threatens|threatening|threats to kill|murder|stab|shoot
            he|hes|she|they|husband|ex|boyfriend|partner|brother|brothers|father|uncle|man|guy|neighbour|someone|\
                family … kill|kills|murder|shoot|stab [{his}] {whom} …!deadline
            {who} … stalks|stalking|stalked [{his}] {whom}
            ex … waits|waiting|waited outside|near|at|in [the] [front] [of] [my|our|her] work|home|house|door|school
            {who} will|would|might|could hurt|beat|hit|harm [{his}] {whom}
            {who} … follows|following me|us|her everywhere|home|around|when|to !denmark
            stalker|stalkers|stalked
            i|im|we|she|shes|child|children|kids|friend … in [great|real|serious|big|immediate] danger !of
            danger to life
            life|lives in|at danger|risk
            forced|force|forcing [my|her|our] [sister|daughter|friend] [me|her|to] [into] marriage|marry
            force|forces|forced|forcing|make|makes|making|made|push|pushes|pushing [{his}] me|her|us|them|sister|\
                daughter|niece|friend|cousin [to] marry
            force|forces|forced|forcing|make|makes|making|made|push|pushes|pushing [{his}] me|her|us|them|sister|\
                daughter|niece|friend|cousin [to] get|be married
            {who} … want|wants|wanted|expect|expects [{his}] me|sister|daughter|niece to marry [my|a|his|her|their|\
                some] [own] cousin|man|somebody|someone|stranger|friend|relative|nephew|older
            {who} … send|sends|sent|sending [{his}] me|her|us|sister|daughter|niece … to|and [get] [be] marry|married
            i|she|sister|daughter|niece|friend must|have|has [to] marry [a|an|my|her|some|this] [old|older] man|cousin|\
                uncle|stranger
            marry a|an|some|this [much] old|older man
            arranged [a|my|her] marriage for [my] me|her|us|sister|daughter|niece
            female genital mutilation
            genital mutilation|cutting
            {who} … find|finds {whom} and hit|kill|hurt|beat|take|wherever
            {who} … acid|petrol on|over|in [my] {whom}|face
            wants|want to marry me|her|my [sister|daughter|off] [to] … man|cousin|off
        """,
        "de": """
            {who} … bedroht|bedrohte|bedrohen [{his}] {whom}
            {whom} … bedroht
            gestalkt|stalkt
            bedroht|bedrohte|bedrohen|verfolgt|verfolgte|belästigt|erpresst {whom} [{his}|der] {who}
            bedroht|bedrohte|bedrohen|verfolgt|verfolgte|belästigt|erpresst [{his}|der] {who} [{his}] {whom}
            lauert|lauerte mir|ihr|uns [{his}|der] {who}
            {who} … droht|drohte|gedroht [mir|uns|ihr|den|damit] [kindern] [mir|uns] [etwas] [mich|uns|sie] \
                umzubringen|töten|anzutun|schlagen|schlägen|gewalt|messer|mord
            {who} … droht|drohte [mir|uns|ihr] . …!kündigung|kündigen|entlassen|entlassung|feuern|\
                einzustellen|klage|anwalt|inkasso|strafe|bußgeld
            droht|gedroht … umzubringen|umbringt|umbringen|töten|erstechen
            morddroh*|todesdroh*
            {who} … bringt {whom} [alle|noch|irgendwann|sonst|dann|beide] um
            {who} … umbringen|umbringt|abstechen|erschießen|ermorden
            {who}|will … mich|uns|sie töten|tötet|totschlagen|totschlägt|tot
            {who} … stalkt|verfolgt|auflauert|lauert [{his}] {whom}|mir|ihr|uns|vor|am|auf
            stalker|stalking
            ich|wir|sie|kind|kinder|freundin bin|sind|ist [hier] in [großer|echter|akuter] gefahr
            lebensgefahr|todesangst|lebensbedrohlich*
            zwangsheirat*|zwangsverheirat*|zwangsehe|genitalverstümmelung|beschneiden
            zwingt|zwingen|gezwungen … heiraten|heirat|ehe|hochzeit|verlobung
            heiraten|heirat|ehe [zu] zwingen|zwingt|gezwungen
            {who} … will|wollen|möchte|möchten [{his}] mich|uns|sie|tochter|schwester|nichte … verheiraten
            ich|sie|tochter|schwester|nichte|freundin soll … verheiratet werden
            ich|sie|tochter|schwester|nichte|freundin soll [{his}|einen] cousin|vetter|fremden|verwandten … heiraten
            {who} … findet {whom} überall
            vor ihm|meinem|angst todesangst|mann|ihm umbringt
        """,
    },
    "rape": {
        "da": """
            voldtag*|voldtæg*|voldtog|voldtage
            seksuelt|sexuelt|seksuel|sexuel misbrug*|krænk*|overgreb*|chikane*
            sexchikane*|gruppevoldtægt|voldtaget|blufærdighedskrænk*
            {who} … tvinger|tvang|tvunget … sex|seng|samleje|prostitu*
            {who} … rører|rørte|piller|befamler|gramser [ved|på] {whom}
            tvunget|tvinges … prostitu*|sex
            i seng med … job|løn|opholdstilladelse|chef|udlejer
            {who} … vil|ville|krævede … sex|nøgen|nøgenbilleder
            nøgenbilleder|hævnporno
        """,
        "en": """
            rape|raped|rapes|raping|rapist !seed|oil|seeds
            sexual|sexually assault*|abuse*|abusing|harass*|violence|molest*
            molest*|groped|gropes
            {who} … forces|forced|forcing|makes … sex|prostitut*
            {who} … forces|forced|forcing|makes [me|us|her] [to] sleep with
            forced to have sex
            {who} [only] wants|demands … sex for|as|instead
            {who} … touches|touched|touching [{his}] {whom} [in|between|under|where|private] …!base|heart
            forced|force into|to prostitut*|sex
            have|has|had|must|forced|need to sleep with [my|the|his] him|boss|landlord|owner|manager|men|clients
            sex|sleep … keep|instead|pay … job|rent|room|permit
            naked|nude|intimate photos|pictures|videos [of] [me] … share|shares|shared|send|threat*|blackmail*|\
                publish*
        """,
        "de": """
            vergewaltig*
            sexuell*|sexueller übergriff*|missbrauch*|belästig*|gewalt|genötig*|nötigung
            {whom} … missbraucht|vergewaltigt|begrapscht|angefasst
            {who} … missbraucht|begrapscht|belästigt [{his}] {whom}
            {who} … fasst {whom} … an
            {who} … zwingt|zwang|gezwungen … sex|geschlechtsverkehr|schlafen|anschaffen|prostitu*
            zwangsprostitu*
            ins|im bett … chef|vermieter|job|miete|zwingt|gehen
            {who} … verlangt|will|wollte|fordert … sex
            nacktbilder|nacktfotos
        """,
    },
    "suicide": {
        "da": """
            selvmord*|selvmor|selmord*|suicid*
            tage|tager|taget|tog [mit|sit] liv|livet af [mig|sig|dage]
            tage|tager mit|sit|hans|hendes [eget] liv
            holde|holder [ikke] livet|mere [ikke] ud|mere
            ingen grund til [at|jeg] [jeg|at] [jeg|skal] [skal] leve
            orker|magter ikke [mere] liv|livet
            ingen|nogen vil|ville savne|mærke mig
            vil|ønsker|gider|kan|orker|magter|har ikke|aldrig [mere|længere|længer|lyst] [til] [at] [mere|længere] \
                leve|vågne !af|på|for|sammen|i|uden|her|der|op
            gider|orker|magter ikke [mere|længere] livet
            ikke [mere|længere] [at] være her mere|længere
            jeg|hun|han|vil|søn|datter|mand|kone [ønsker|har] [jeg] vil|ville|håber|ønsker|ønskede|gerne [gerne|bare|\
                hellere|helst|også|jeg|at] [gerne|bare|hellere|helst|også|var] dø|død !med
            lyst til at dø
            livet [er] [ikke] … værd at leve
            ingen grund til at leve
            ingen mening med livet
            bedre uden mig
            hellere være død
            gøre|gør [en] ende|slut på mit|livet|alt [liv]
            gøre|gør [en] ende på det hele
            hænge|hænger|skyde|skyder|dræbe|dræber mig|sig [selv] .
            slå|slår|slog mig|sig [selv] ihjel
            springe|hoppe|hopper|springer ud [fra|foran|af] [broen|toget|et|vinduet]
            hoppe|springe foran [et] tog|toget
            skære|skærer|skåret|cutter [mig|sig] [selv] i mig|sig [selv]
            cutter sig|mig|selv
            skade|skader|skadet mig|sig selv
            selvskad*|selvmordstruet
            gøre|gør mig|sig [selv] fortræd
            overdosis
            taget|tog|sluger|slugt [mange|alle|for] [en] [masse|mange] [mine|sine] piller|sovepiller|panodil*|\
                tabletter
            jeg kan ikke mere|mer|længere|længer .|nu|hjælp
            kan ikke klare [det|livet|at] [leve|mere] mere|længere .
            selvmordstanker
            livslinien|livslinjen
            mistet|har modet|lysten|ingen på|til livet|leve
            se|ser ingen|ikke [nogen] udvej
            væk [herfra] for altid|evigt
            forsvinde for altid|evigt
            alt er [bare] sort|mørkt|håbløst
            skrevet [et] afskedsbrev
            afskedsbrev
            ikke være til mere|længere|.
            ville ønske [jeg] [at] [jeg] [aldrig] [var] var|blevet død|født
            ved ikke [om|hvorfor] [jeg] [vil|skal|gider] leve [mere] .|mere|længere
        """,
        "en": """
            suicid*|suiside|sucide*|sucidal|suisid*
            kill|killing|killed|hang|hanging|shoot|shot|drown|harm|harming|harms|hurting myself|himself|herself|\
                themself|themselves|yourself
            to|want|wanna|will hurt myself|himself|herself
            kill|hurt|harm|hang my|him|her self
            end|ending|ended|take|taking|took my|his|her|our [own] life|lives !insur*
            end it all
            end|ending it|everything now|tonight|forever
            dont|not|no|never|doesnt|didnt want|wants|wanna|wish [to] live|living|exist|wake [up] .
            dont|not|never|doesnt want|wants|wanna|wish [to] live|wake [up] anymore|any|more|longer|again|tomorrow \
                !in|here|there|with|together
            not wish|want|able|possible [to] live anymore|longer .
            dont|not|no|doesnt want|wants|wanna [to] go on [living] .
            dont|not|no|doesnt want|wants|wanna [to] be here|alive|around anymore|any|longer
            cant|cannot|not go|carry on anymore|any|living|.
            i|we cant|cannot|not [not] go|carry on like this
            cant|cannot live anymore|any
            want|wants|wanna|wanted|wish|ready|rather|like|going|prefer|better|just [to] [i] [could|was|were|would] \
                [just|be] [be] die|dead !of|for|in
            better off dead|without
            world|everyone|everybody|family|kids|they … better off without me
            nobody|noone|one would|will miss me
            nobody|noone|one would|will care|cares|notice if i
            never been|was born
            wish [that] i was|were [never] dead|gone|born
            never wake up
            tried|try|tries|trying|wants|want to kill|hang|drown himself|herself|myself|themselves
            better without me
            no|any reason|sense|purpose|point to|in|of [be|go|carry|keep|being] live|living|alive .|any|anymore|left|\
                more
            life [is|has] [not|no] worth living|nothing|meaning
            nothing [left] to live for
            tired|sick|done of|with living|life|being [alive] .
            jump|jumping|jumped off|from|infront|in|out [front|of] [the|a|of] bridge|train|window|balcony|roof|\
                building|balkony
            cuts|cutting|cut [her|his|my] herself|himself|myself|wrists|wrist|arms
            self harm|harming|harms|injury|injuring
            selfharm*
            overdose|overdosed|overdosing
            took|taken|swallowed|swallow|ate … all|many|whole|lot|bottle|box|sleeping … pills|tablets
            thoughts of death|dying|ending|suicide
            i give up on life
            no way out .
            cant take it anymore|any|longer .|i|help|please|with
            say goodbye to everyone|everybody|this|the world|life
            want|wanna|wish|like … disappear|sleep forever
            goodbye|farewell|suicide message|letter|note
            nothing|life … matters anymore|any
            wish [i] [to] disappear|vanish
            dont|doesnt|not see [any|a] future|hope|way [out|forward] .|for
            feel|feeling [so|completely] hopeless
            lost|losing all|the hope|will|my [hope|will]
            thinking|thought|think of|about [about] death|dying|killing|suicide
            thinking|thought|think of|about ending it|everything|my [life] .|and|all|because
            decided to die|end
            life [has|is] [no|without] meaning|meaningless|pointless !of
        """,
        "de": """
            suizid*|selbstmord*|selbsmord*|suicid*
            leben beenden|genommen|nehmen
            leben ein ende setzen|machen|zu
            will|möchte|wollen|mag|wollte [ich|so] nicht|nimmer|net|nie [mehr|länger|wieder] [weiter|so] leben|\
                weiterleben|aufwachen .
            kann|können [ich|so] nicht|nimmer mehr leben|weiterleben
            will|möchte|mag nicht|nimmer mehr da|hier|auf [der] [welt] sein
            will|möchte|wollen|mag|wollte nicht|nimmer|net [mehr|länger] leben|weiterleben|aufwachen !in|wie|von|bei|\
                mit|ohne
            nicht [mehr] [auf|mehr] [der|dieser] welt sein
            nicht mehr da|hier sein will|möchte|wollen
            leben ist nicht|nimmer [mehr] lebenswert|wert
            leben nicht|nimmer mehr lebenswert|wert
            leben [hat|macht|ist] keinen sinn
            will|möchte|wollte|würde [ich|am|einfach|nur|lieber|liebsten|gern|gerne] [nur|noch|einfach|lieber|\
                liebsten] [noch] sterben|tot|totsein
            mir|sich das leben [zu] nehmen|nehme|genommen|nimmt
            niemand|keiner würde|wird mich vermissen
            niemand|keiner vermisst mich
            springt|springe|springen von|vor [der|die|einer|den|einen|dem] brücke|zug|balkon|dach
            wäre|wär [ich|lieber|gern|doch|besser|nur] [doch|lieber|besser|schon] tot
            sterben will|möchte|wollen|wollte
            bringe|bring mich [noch|sonst|dann|jetzt] um
            {who}|sohn|tochter … bringt sich [noch|sonst|dann] um
            mich|sich|selbst umbringen|umzubringen|umbringt|umgebracht|aufhängen|erhängen|töten|erschießen|ertränken
            mir|sich etwas|was antun|anzutun|angetan|antut
            mich|sich selbst [zu] töten|verletze|verletzt|verletzen|umbring*
            schluss [machen] mit [dem|meinem] leben|allem
            allem|leben ein ende
            lebensmüde|todessehnsucht|todeswunsch|sterbenwollen
            besser [dran] ohne mich
            ohne mich … besser
            keinen sinn mehr [im|am] [leben] .
            sehe|sieht|gibt|keinen [keinen|für|mich] ausweg|lebensmut|lebenswillen
            keinen grund [mehr] zu leben
            ritzt|ritze|ritzen [mich|sich|mir|die] [sich|arme|in] [arme|haut]
            schneide|schneidet mich|sich …!haare|haar|nägel|fingernägel
            mich|sich [selbst|absichtlich|immer|wieder] [zu] schneide|schneidet|schneiden
            schneide|schneidet mir|die [in] [die] arme|haut|pulsadern|handgelenke
            selbstverletz*|selbstverletzend*
            überdosis
            alle|viele|ganze|packung|schlaftabletten|mehrere … tabletten|pillen … geschluckt|genommen|schlucken
            tabletten|schlaftabletten|pillen [alle|zu|viele] geschluckt|schlucken
            schlaftabletten … genommen
            von [der|einer|dem|einem|die] brücke|balkon|dach|hochhaus springen|springt|gesprungen|stürzen
            vor [den|einen|die] zug|bahn werfen|springen|wirft
            ich kann nicht mehr|länger .|bitte|hilfe
            ich kann nimmer .
            kann|will|mag nicht mehr weiterleben
            ich|wir kann|weiß|wissen nicht mehr weiter .
            halte|halt das|es|leben nicht mehr|länger aus .
            halte|halt|ertrage [das|mein|dieses] leben nicht
            telefonseelsorge
            will|möchte|mag|wollte [einfach|nur|bloß|am|liebsten] nicht|nimmer|nur mehr|noch da|hier|weg sein
            will|möchte|wollte [einfach|nur] [nur|noch] [noch] verschwinden|einschlafen [und|für] [nicht|nie|immer]
            will|möchte … für immer verschwinden|einschlafen|schlafen
            abschiedsbrief
            arme|pulsadern|handgelenk|handgelenke … aufgeschnitten|aufschneiden|geritzt|geschnitten
            hat alles keinen sinn
            keine hoffnung|kraft mehr .|zu|und|zum
            weiß nicht [mehr] … ob|wozu|warum ich [noch|überhaupt] [noch] leben|weiterleben|lebe
        """,
    },
    "child": {
        "da": """
            barn|barnet|børn|børnene|datter|søn … misbrugt|mishandlet|mishandles|misbruges|omsorgssvigt*|vanrøgt*|\
                sultet|kidnappet|bortført
            omsorgssvigt*|børnemishandl*|pædofil*|incest|børnebortfør*|bortført|kidnap*
            børnemisbrug|overgreb
            bange for [at] [mit|vores|mine] barn|barnets|barnet|børnene|børnenes sikkerhed|liv
            søn|datter|barn|dreng|pige|teenager|barnet … er|har [været] [siden] forsvundet|bortkommet
            barn|barnet|børn|børnene … alene hjemme|om [hele] natten|nat|dage|dag|dagevis
            barn|børn|barnet|børnene|skrig|nogen … skriger|skrige|råber|hjælp [om] [hver] [om] nat|natten|hjælp|aften
            hører|hørte|høre skrig|skrigen
            hører|hørte hun|nogen|naboen|børnene|barnet skrige|skriger
            låser|låste|lukker børnene|barnet|ham|hende inde
            {who}|voksne|pædagogen|læreren … slår|slog|rusker|rusker|låser … børn|børnene|barnet|elever|eleverne
            skriger|råber|skreg om hjælp
        """,
        "en": """
            child|children|kid|kids|son|daughter|baby|girl|boy|pupil … abused|molested|neglected|neglect|starved|\
                kidnapped|abducted|mistreated|bruises|unsafe
            child|childrens abuse|neglect|abuser|molest*|marriage|protection|abduction
            pedophil*|paedophil*|incest|kidnap*|abducted|abduction
            child|children|kid|kids|baby … left|leaves|leave [home|all] alone [at] [home] …!school|train|bus
            left|leaves [the|their|her|his] [small|little] child|children|kids|baby|son|daughter alone
            children|kids|child … alone … for|all|every days|night|nights …!may|old|age|must
            child|children|kid|kids|neighbour|neighbours|woman|girl … screams|screaming|screamed … night|help|hits|\
                beat|beating|every|door
            hear|heard|hearing [a|the|woman|child|her|loud] [child|woman|neighbour|neighbours|kids] screaming|\
                screams|scream
            son|daughter|child|kid|boy|girl|teenager [is|has|did] [is|been|not] missing|disappeared|vanished \
                !document*|letter|from|some|a
            daughter|son|child|boy|girl … not|hasnt|didnt|never come|came home
            locks|locked [the] [my] child|children|kids|son|daughter|her|him in|inside|up
            teacher|pedagogue|adults|staff|nanny … hits|hit|slaps|beats|shakes|locks … children|kids|child|son|\
                daughter
        """,
        "de": """
            kind|kinder|sohn|tochter|baby|mädchen|junge … missbraucht|misshandelt|vernachlässigt|entführt|\
                verwahrlos*|verhungert|blaue flecken
            kind|kinder|tochter|sohn … blaue flecken
            kindeswohlgefährd*|kindesmissbrauch*|kindesmisshandl*|kindesentführ*|pädophil*|inzest|verwahrlos*|\
                vernachlässigt
            kind|sohn|tochter|junge|mädchen|enkel … verschwunden|weggelaufen|abgehauen !formular|papier|unterlagen
            kind|kinder|kleine|kleinen|tochter|sohn … allein|alleine … nachts|nacht|nächte|tagelang …!schulweg
            kind|kinder|kleine|kleinen … nachts|tagelang … allein|alleine
            kind|kinder|frau|nachbarin|jemand … schreit|schreien|geschrien|weint [jede|die|um|ganze|immer] nacht|\
                hilfe|nachts|ganze
            höre|hören|hörte|hört [die|ein|nachts|jede|laute|das|eine] [nacht|frau|kind|laute] schreie|schreien|\
                hilfeschreie|schrei
            schreie|hilferufe aus|nebenan|von
            lehrer|erzieher|erzieherin|betreuer … schlägt|geschlagen|schüttelt … kind|kinder|sohn|tochter
        """,
    },
    "illness": {
        "da": """
            bløder|blødning !tandkød
            har blødt !op
            meget blod
            blod ud|over|overalt|i fra|det|alt|munden|urinen
            bevidstløs*|besvimet|besvimede|livløs
            falder|faldt|faldet om
            kan|får|trækker|næsten ikke [få|trække] [rigtig|nok] vejret|luft|vågne
            kan ikke [rigtig] ånde
            kan ikke vække ham|hende|barnet|min
            trækker ikke [længere|selv] vejret
            ånder|ånde ikke
            {who}|mand|manden|gæst|person ligger på gulvet|jorden|vejen|gaden
            får ikke luft
            vågner ikke [op]
            ondt|smerter|trykken|stikker [i] i|for brystet|hjertet
            brystsmerter|hjertestop|hjerteanfald|hjertetilfælde
            drukket|spist|slugt|sluger|drak [noget|en|et|af|for] [giftige|meget] klorin|afløbsrens|rengøringsmiddel|\
                opvaskemiddel|knapbatteri|batteri|gift|svampe|sprinklervæske
            forgiftet|forgiftning|giftlinjen|kulilte*|kulilteforgift*
            høj|højt|40|41|39 [i|graders] feber
            feber [på] 40|41|39
            blå læber
            læber er|bliver blå
            det|huset|lejligheden|køkkenet|opgangen|bilen|her brænder !på
            der er|går brand|ild|røg i|ud
            går|gik [ild] ild i|op
            gaslugt
            lugter [kraftigt] af gas
            røg i|fra [hele] opgangen|trappen|lejligheden|køkkenet|huset
            indbrud lige nu
            tyv|indbrudstyv|nogen [er|prøver|forsøger] [at] [ved] [i|inde|bryde] [haven|huset|hus|ind|døren] lige|nu
            ring|ringe|brug|brugt [efter|hurtigt] for [en] ambulance
            brug for|en [en] ambulance
            send [en] ambulance|politi|hjælp
            elektrisk stød
            vandet er gået
            kogende|skoldet|skoldhedt [vand|olie] [over|på] [hele]
            skoldet|forbrændt|forbrænding
            spist|drukket|slugt|drak … klor|opvask*|afkalker|benzin|syre|vaskepulver|piller|mønt
        """,
        "en": """
            bleeding|bleeds|bleed [badly|heavily] …!gums|gum|edge
            lot|lots|much|losing|loses|lost|so [of|much] blood !test*|sample*|pressure|type|sugar
            coughing|vomiting|coughs|losing|loses|pouring [up] blood
            unconscious|unconcious|unresponsive|fainted|faints
            passed|blacked out !of
            wont|doesnt|not|isnt|cant|cannot|stopped [be] wake|waking|breathe|breathing|breath|breathes !in|at|early|\
                before
            cant|cannot|can [barely|hardly|not] get [any] air|breath
            difficulty|trouble|hard|struggling|struggles [in|to] breathing|breathe|breath
            grandmother|grandfather|mother|father|mum|dad|wife|husband|friend|colleague|guest|son|daughter|he|she … \
                collapsed|collapses …!year|years
            chest [pain|hurts] pain|pains|hurts|hurt
            pain|pains|pressure|tightness|tight in [my|his|her|the] chest
            foam [at|from|on|in] [his|her|the] mouth
            swallowed|swallows|drank|drunk|guzzled|ate|eaten [a|some|the] [whole|of] [cleaning|drain|button|dish|\
                washing|toilet|wild|poisonous] cleaner|bleach|battery|detergent|poison|fluid|liquid|mushrooms|pills|\
                petrol
            poisoned|poisoning|carbon monoxide
            high|39|40|41 [degree|degrees|of] fever
            fever [of|is|at] 39|40|41
            fever [since|at|in] [the] night|tonight
            lips [are|have|is|turned|gone|went|turning] [turned|gone] blue
            throat|face|tongue [is] swelling|swollen|swells|swelled
            house|flat|kitchen|apartment|building|room|car|stairwell|we|roof|something|it [is|are|has] [caught|s] on \
                fire|burning|flames !insur*|regulation*|safety
            fire in [the|our|my] house|flat|kitchen|building|apartment|cellar|basement|roof …!insur*|last|year
            smoke in|from|coming [from] [the|our|my] stairwell|stairs|kitchen|flat|apartment|building|house|staircase
            smell|smells|smelling [of] gas
            gas leak
            need|call|send|please|want [us|for|an|me] [an] [urgent] ambulance|paramedic*
            electric shock|electrocuted
            burglar|intruder|somebody|someone|thief [is] [trying|breaking|in] [to|into|the|our] [break|in|my|house|\
                garden|door] [in|right] [into|house] now
            breaking in|into [right|my|our] now|house|door …!insur*
            waters [have|has|just] broken|broke
            severe|heavy|strong|unbearable pain|bleeding
            contractions every|minutes|started|are
            boiling water|oil|soup over|on|spilled
            scalded
            swallowed|drank|drunk|ate|eaten … chlorine|chemical*|acid|antifreeze|poison|coin|magnet|magnets|button
            allergic reaction|shock
        """,
        "de": """
            blutet|blute|bluten|blutung|blutungen !zahnfleisch
            viel|überall|lauter blut
            bewusstlos*|ohnmächtig*|ohnmacht|leblos
            mutter|vater|mann|frau|oma|opa|schwiegervater|schwiegermutter|kind|kollege|gast|er|sie|ich … \
                zusammengebrochen|umgekippt|weggetreten
            wacht|wachen nicht|nimmer|kaum
            wird|ist nicht|nimmer|kaum [mehr] ansprechbar
            wird nicht|nimmer|kaum [mehr] wach
            atmet nicht|kaum|schwer
            atemnot
            erstickt|ersticken|ersticke !in|an
            keine|kaum|schlecht|schwer luft .|mehr|bekomme|bekommt|kriege|kriegt|zum
            kriegt|kriege|bekomme|bekommt|kriegen [er|sie] [kaum|schlecht|keine|schwer] luft
            schmerzen|stechen|druck|enge [in|auf] [der|in|meiner|seiner|ihrer] brust
            brustschmerzen|brustschmerz|herzstillstand
            krampft|krampfanfall
            schaum vor|vorm [dem|mund]
            verschluckt|getrunken|geschluckt|gegessen … reiniger|rohrreiniger|spülmittel|knopfzelle|batterie|gift|\
                pilze|putzmittel
            reiniger|rohrreiniger|spülmittel|knopfzelle|batterie|gift|pilze|putzmittel|bleiche|benzin … verschluckt|\
                getrunken|geschluckt|gegessen|trunken
            vergiftet|vergiftung|vergiftungen|kohlenmonoxid|giftnotruf
            hohes|40|41|39 [grad] fieber
            fieber [von|über] 39|40|41
            lippen [sind|werden|ist] [ganz] blau
            hals|zunge|gesicht … schwillt|geschwollen|zugeschwollen
            es|haus|wohnung|küche|auto|dach|keller brennt|brennen !unter|auf
            feuer|rauch im|in|aus [der|dem|unserem] treppenhaus|haus|küche|wohnung|keller|wohnhaus
            gasgeruch|riecht [hier] [stark] nach gas
            brauche|brauchen|braucht|ruft|rufen|schickt|schicken [wir|sie|einen|dringend|bitte] [einen|dringend] \
                [einen] krankenwagen|rettungswagen|notarzt
            stromschlag
            einbrecher [ist|sind] im|in [unserem|meinem|der] garten|haus|wohnung
            fruchtblase
            starke|starken|unerträgliche schmerzen|blutung*
            wehen alle|haben|setzen
            verbrüht|kochendes|kochendem wasser|sich|mit|am|den
            getrunken|geschluckt|gegessen … chlor|säure|frostschutz*|münze|magnet
            chlor|säure|münze|magnet … getrunken|verschluckt|geschluckt
            allergischer|allergische schock|reaktion
        """,
    },
    ACCIDENTS: {
        "da": """
            jeg|han|hun|de|min|mit|mine|vores|en|et|nogen|flere|to|barn|barnet|kollega|kollegaen|folk|mand er|blev \
                [blevet|lige] kommet|hårdt|slemt|alvorligt [slemt|alvorligt|lige|til|hårdt] [til] skade|kvæstet|såret
            jeg|han|hun|de|min|mit|mine|vores|en|et|nogen|flere|to|barn|barnet|kollega|folk … er|lige kommet [slemt|\
                alvorligt|hårdt] til skade
            ulykke|ulykken|uheld|trafikuheld|sammenstød|arbejdsulykke|trafikulykke … kvæstet|kvæstede|såret|bløder|\
                bevidstløs|fastklemt|døde|dræbt
            jeg|han|hun|barn|barnet|søn|datter|kone|mand|kollega … kørt ned
            jeg|han|hun|søn|datter|barn|kollega er|blev [blevet|lige] påkørt
            ramt|påkørt af en|et bil|bus|lastbil|tog|cykel|truck
            faldet|faldt|styrtet [ned|ud|lige] [af|ad|fra|ned] [en|et|den] [trappen|trapper] trappen|trappe|\
                trapperne|stige|stigen|tag|taget|stillads|stilladset|vindue|vinduet|altan|altanen
            har|haft|få|får [lige|nok|vist|et|en] [et|en] blodprop|slagtilfælde|hjerneblødning|krampeanfald|kramper|\
                anafylak*
            alvorlig ulykke
            der er|har sket|sker en [stor|slem|alvorlig] ulykke …!forsikring*|anmelde*|betaler|betale|erstatning*|\
                sverige|tyskland|udlandet|papirer|bule
            har|havde [lige|netop] [lige] haft|sket [en] ulykke …!forsikring*|anmelde*|betaler|betale|erstatning*|\
                sverige|tyskland|udlandet|papirer|bule
            armen|benet|hånden|fingeren|hånd|finger … i|af [en] maskinen|maskine|klemme
            barn|barnet|dreng|pige|mand|svømmer|søn|datter … drukner|druknet|druknede
            klemt|fanget|kommet i|under [en|den] maskine|maskinen|traktor|traktoren|pressen
            tilskadekom*|kvæstede|hårdt såret
            jeg|han|hun|barn|barnet|søn|datter|mand|nogen … faldet|faldt|sprang i havnen|vandet|søen|åen
            slået|slog|ramte hovedet [hårdt] … svarer|bevidst*|kaster|svimmel|blod
        """,
        "en": """
            i|im|he|hes|she|shes|we|my|our|someone|somebody|people|man|woman|child|colleague|workmate|friend|kid … \
                am|is|are|got|gets|been|badly|seriously|severely hurt|injured|wounded|burned|burnt|crushed !out|by
            accident|crash|collision … hurt|injured|bleeding|bleeds|unconscious|trapped|dying|killed|stuck|dead \
                …!insur*|cover|pay|pays|claim|report|abroad|sweden|germany|norway|papers|form|damage|rental|lawyer|\
                scratch|dent
            hit|knocked|struck|run [over|down] by a|the car|bus|truck|lorry|train|tram|bike|van !stop|people|line
            run|ran|knocked over|down by a|the car|bus|truck|lorry|train|tram|bike|van
            {who}|i … [was|got|been|is] [was] run|ran|knocked over|down [by] .|car|by
            ran|run over [my|a|the] [foot|child|man|woman|leg] child|man|woman|foot|leg|person|girl|boy
            fell|fallen|fall … cant|cannot|not|doesnt get|stand|move|moving [up]
            is|are lying|lies|laying on the floor|ground
            fell|fallen|falls|fall [down] off|from|down|out [of] [the|a|his|her|our|my] [third|second|first] stairs|\
                ladder|roof|scaffold|scaffolding|window|balcony|staircase|horse|tree
            have|having|has|had [he|she] [just|got] [a|an] heart|cardiac attack|arrest
            having|has|have|had [just|probably|maybe] a|an stroke|seizure|fit
            terrible|serious|bad|horrible|severe accident …!insur*|cover|pay|pays|claim|report|abroad|sweden|germany|\
                norway|papers|form|damage|rental|lawyer|scratch|dent
            there|has|have|had|just [is|has|have] [just|been] [been|had] [a|an] [bad|terrible|car|work|serious] \
                accident …!insur*|cover|pay|pays|claim|report|abroad|sweden|germany|norway|papers|form|damage|rental|\
                lawyer|scratch|dent|road|bus|closed
            {who}|child|boy|girl|swimmer|kid … drowning|drowned !in
            hand|arm|finger|leg|foot … caught|stuck|crushed|cut in|off|by [the|a] [the] machine|machinery|saw|press|\
                off
            crushed|trapped by|under|in|between [a|the] machine|tractor|truck|press|car|forklift|wall
            people|person|persons are|is|got injured|hurt
            i|he|she|somebody|someone|man|woman|child|boy|girl|friend|son|daughter … fell|fallen|jumped into|in \
                the [cold] harbour|harbor|water|sea|lake|river
        """,
        "de": """
            ich|er|sie|wir|mein|meine|unser|unsere|jemand|leute|mann|frau|kind|kollege|kollegin|mehrere … schwer|\
                schlimm|stark verletzt|gestürzt|verbrannt|verunglückt
            ich|er|sie|wir|jemand|mann|frau|kind|kollege|kollegin|sohn|tochter ist|bin|sind|wurde [gerade|eben|im|\
                bei] [arbeit] verletzt
            unfall|unfalls|autounfall|arbeitsunfall|verkehrsunfall … verletzt|verletzte|verletzten|verletzter|blutet|\
                bewusstlos|eingeklemmt|tote …!versicher*|zahlt|zahlen|melden|schaden|ausland|schweden|unterlagen|\
                blech*|anwalt|mietwagen
            angefahren|überfahren|umgefahren worden|von|mich|ihn|sie|ist|hat …!parkend*|auto [von] meins
            gestürzt|gefallen|hingefallen … nicht [mehr] aufstehen|bewegen|auf|hoch|laufen
            liegt|liegen [hier] am|auf [dem] boden
            ich|er|sie|sohn|tochter|kind|kollege|vater|mutter|frau|mann … angefahren|überfahren !lassen
            treppe|leiter|dach|gerüst|fenster|balkon|pferd|baum … gefallen|gestürzt|runtergefallen|heruntergefallen|\
                hinuntergefallen|runtergestürzt|abgestürzt
            hat|habe|haben|wohl|gerade|verdacht [gerade|wohl|vielleicht|auf|ich|einen|er|sie] [einen] herzinfarkt|\
                schlaganfall|herzanfall|krampfanfall
            schlimmer|schlimmen|schwerer|schweren|furchtbarer unfall …!versicher*|zahlt|zahlen|melden|schaden|\
                ausland|schweden|unterlagen|blech*|anwalt|mietwagen
            hatte|hatten|hat|haben|gab|gibt|es [gerade|eben|soeben|es] [gerade|eben|hier] [einen] unfall \
                …!versicher*|zahlt|zahlen|melden|schaden|ausland|schweden|unterlagen|blech*|anwalt|mietwagen
            ertrinkt|ertrunken|ertrinken
            hand|arm|finger|bein|fuß … in|ab [der|die] [maschine|säge|presse] eingeklemmt|geraten|abgetrennt|\
                maschine|säge|presse
            in|unter die|der|eine|den|das maschine|presse|säge|mähdrescher|traktor|auto|laster geraten|gekommen|\
                eingeklemmt
            verletzte|verletzten|schwerverletzt*|verunglückt …!versicher*
            ich|er|kind|sohn|tochter|jemand|mann|kollege … ins wasser|hafenbecken|meer gefallen|gesprungen
        """,
    },
    "forced": {
        "da": """
            menneskehandel*|menneskehandlet|tvangsarbejde*|menneskesmug*
            som|er|næsten slave|slaver
            slaveri|slavearbejde|slaveagtig*
            {who}|firmaet|bureauet|virksomheden|agentur* … taget|tog|tager|beholder|beholdt|stjålet|gemt|gemmer|\
                inddraget|konfiskeret … mit|vores|mine|hendes|hans|deres|alles pas|passet|passene|rejsepas|\
                opholdskort|papirer !billeder|kopi|foto …!ambassade*|kopi|konsulat*
            {who}|firmaet|bureauet|virksomheden … taget|tog|beholder|beholdt|gemmer passene|passet fra|.|og
            {who}|firmaet|bureauet|virksomheden … vil|nægter … give|udlevere … pas|passet|passene|papirer
            {who}|firmaet|bureauet … har mit|vores|mine|hendes|deres pas|passet|papirer …!nummer|kopi|ambassade*
            mit|vores|hendes|mine|deres pas|passet|papirer har [{his}] {who} taget|beholdt|gemt|frataget|låst
            pas|passet|passene … taget|frataget|beslaglagt|tilbageholdt|inddraget … af|fra [min|vores] {who}
            {who} … tvinger|tvang|tvunget … arbejde|arbejder [uden|gratis] …!søndag*|lørdag*|weekend*|helligdag*
            tvinges|tvunget til at arbejde gratis|uden|hver|dag
            arbejder|arbejde [næsten] [hver|hele] [dag] uden [at] [få] løn|penge
            må|får|kan ikke [lov] [til] [at] gå|forlade|komme|tale|rejse|være [alene] [ud|huset|gården|værelset|\
                lejligheden|med] [alene|af] ud|huset|gården|værelset|lejligheden|boligen|stedet|nogen
            må ikke forlade gården|huset|værelset|lejligheden|stedet
            {who} … lader [ikke] mig|os|hende ikke gå|rejse|komme|forlade|gå
            {who} … vil ikke lade mig|os|hende gå|rejse|komme|forlade
            {who} … tvinger {whom}
            {who}|chefen … låst|gemt … pas|passene|passet [inde|væk|.]
            {who}|chefen … låst|gemt vores|mit|mine|hendes|deres pas
            gæld til … agent|agenten|bureauet|chefen
            {who} … taget|tager|tog [min|mit|hendes] [min|mit|hendes] telefon|mobil|bankkort|nemid|mitid !tid
            skylder … ikke rejse|forlade|gå|tage
            skylder … og [vi|jeg] må|kan ikke rejse|gå|forlade|tage
        """,
        "en": """
            forced|bonded|slave labour|labor|servitude
            human trafficking|traffickers|trafficker
            victim|victims of trafficking
            sex trafficking
            trafficked|trafficker*|slavery
            like|as|a [a] slave|slaves
            {who}|company|agency|firm … took|takes|taken|keeps|kept|keeping|stole|stolen|hides|hid|hiding|\
                confiscated|withholds [away] [all] my|our|her|their|his|workers|everyones|all [our|my] passport|\
                passports|papers|ids|documents|identity …!embassy|consulate|copy|copies|visa|photo|number|scan
            boss|employer|owner|farmer|agent|agency|husband|manager|company|firm|landlord … has|have|holds|holding|\
                got my|our|her|their|all [our|the|my] passport|passports …!embassy|consulate|visa|copy|copies|number
            {who}|company|agency|firm … give|return|hand [me|us|her] [back] [my|our|her|the] [back] passport|\
                passports …!copy
            passport|passports [was|were|has|have|is|are] [been] taken|confiscated|stolen|withheld|locked [away] \
                [from|by] [me|us|my|the] {who}|us|me|company|agency
            took away my|our|her passport|passports|papers
            {who} … forces|forced|forcing [me|us|her|him|them] to work|cook|beg|steal|clean|marry|serve …!sunday*|\
                holiday*|weekend*|overtime|weekends
            forces|forced|force|make|makes|made [me|us|her|them] [to] work without|for|12|14|16|18|every|all [free|\
                pay|nothing|being|day] …!sunday*|holiday*|contract
            work|works|working|working without [any] pay|payment|salary|wages|money and|since|every|or …!legal|trial|\
                intern*
            not|never allowed|permitted to leave|go [out] [of] [the|this|my|our] house|room|flat|farm|apartment|\
                outside|out|building|site
            not|never allowed|permitted to leave alone|.|without
            not|never allowed|permitted to speak|talk|phone [to|with] anybody|anyone|family|.
            cant|cannot|not [allowed] leave [the|this|my] house|room|flat|farm|apartment|place|site …!deposit|\
                contract|keys|lease|notice
            {who} [does|do|will|would] wont|not|dont|doesnt|never|refuses let|lets|letting|allow|allows|to [let|\
                allow] me|us|her|them [to] [leave|go|out|speak|phone] [the] leave|go|out|speak|phone|outside|house \
                …!early|earlier|before|contract|lease|holiday|holidays|vacation|sick|notice
            {who} … wont|not|doesnt|dont|never let|lets|allow|allows {whom} [to] leave|go|out|outside|see …!early|\
                earlier|contract|lease|holiday|holidays|vacation|notice|school
            held|keeps|keep|kept|holding [me|us|her] [here] against my|our|her will
            {who} … controls|control [all] [my|her|everything|me] money|phone|everything|me|account
            boss|employer|owner|farmer|agent|agency|manager|company|firm … took|takes|keeps|kept our|all|their|my id|\
                ids|passport|passports|documents !number|copy …!embassy|copy|copies|visa|scan
            not allowed|permitted to leave|travel|go until|before … debt|paid|pay|owe
        """,
        "de": """
            menschenhandel*|zwangsarbeit*|menschenhändler*
            wie|als sklave|sklaven|sklavin|leibeigene
            sklaverei|sklavenarbeit
            {who}|firma|agentur … pass|pässe|reisepass|reisepässe|papiere|ausweis|ausweise … weggenommen|abgenommen|\
                einbehalten|behält|behalten|versteckt|eingezogen|weggesperrt|gestohlen|genommen|eingesammelt …!kopie|\
                führerschein
            {who}|firma|agentur … behält|hält|nahm|versteckt|nimmt|sammelt [mir|uns|ihr|alle] [mir|uns] [unsere|\
                meinen|meine|ihren|unseren|den|die] [dänischen|polnischen] pass|pässe|reisepass|papiere|ausweis|\
                ausweise
            bauer|chef|vermittler|arbeitgeber|mann|agentur|firma|vorarbeiter … hat|haben|behält unsere|meinen|ihren|\
                alle|meine|ihre pass|pässe|reisepass|ausweis|ausweise|papiere !kopie* …!kopiert|gesehen|verlangt|\
                geprüft
            {who}|firma|agentur … gibt|rückt|geben [mir|uns|ihr] [meinen|unsere|den|die|ihren] [pass|pässe] pass|\
                pässe|reisepass|papiere nicht
            {who} … hat [noch] [meinen|unsere|ihren] pass|pässe|reisepass … weg|genommen|nicht
            pass|pässe|reisepass [wurde|wurden] [mir|uns|ihr] weggenommen|abgenommen
            pass|pässe|reisepass|ausweis|ausweise|papiere hat|haben [mir|uns] [{his}|der] {who} [mir|uns] weggenommen|\
                abgenommen|eingesammelt|einbehalten|behalten|versteckt
            pass|pässe|reisepass|ausweise hat|behält [mein|unser|ihr|der] chef|arbeitgeber|bauer|vermittler|vermieter .
            {who} … zwingt|zwang|zwingen|gezwungen {whom}|zu …!sonntag*|feiertag*|wochenend*|überstunden
            arbeiten|arbeitet|schuften [wir] [jeden|den|ganzen] [tag] ohne lohn|geld|bezahlung|gehalt …!praktik*|\
                probe*
            darf|dürfen|kann [ich|wir|sie] [nicht|hier|das|die|den] [nicht|haus|hof|wohnung|zimmer|allein|alleine] \
                [nicht] raus|rausgehen|verlassen|weggehen …!land|dänemark|eu|frist
            haus|hof|wohnung|zimmer|gelände|unterkunft|wohnheim nicht verlassen
            {who} … lässt|lassen mich|uns|sie|ihn nicht [mehr] aus|vor|vom [dem|der|die] haus|wohnung|hof|zimmer|tür
            {who} … lässt|lassen mich|uns|sie|ihn nicht [mehr] [hier|allein|alleine] raus|weg|gehen|fort|\
                telefonieren|reden|heraus|hinaus|rein …!urlaub|früher
            {who} … nimmt|nahm mir|ihr|uns das|alles [ganze] geld|handy|telefon
            {who} … eingesammelt|sammelt … pässe|pass|ausweise
            schulden|schulde … nicht [mehr] gehen|weg|raus|abreisen|kündigen
        """,
    },
    "locked in": {
        "da": """
            låst|låser|låste|spærret|spærrer|lukket|lukker [{his}|han|mig|os] {whom} inde
            låser|låste|spærrer|lukker [{his}] {who} [{his}] {whom} inde
            låst|spærret|lukket [mig|os|hende] inde !i
            låst|spærret|lukket inde i|på|af [et|en|min|mit|vores] {who}|værelse|værelset|kælder|kælderen|lejlighed|\
                lejligheden|hus|huset|rum
            {who} … låser|låste|låst|lukker døren|dørene|mig|os|hende !op
            indespærret|indelåst|holdt fanget|gidsel|gidsler
            holder|holdes|holdt [mig|os|hende] fanget|indespærret|som
            låst|lukket|gemt mig inde|ude
        """,
        "en": """
            locked|locks|lock|locking|shut|trapped|imprisoned [{his}] {whom}|up|me [up] in|inside|up|here
            i|we|she|im|hes|shes|were … locked|trapped in|inside|up [a|the|my|our] [our] room|house|flat|cellar|\
                basement|toilet|loo|bathroom|farm|container|van|truck|apartment|lift|elevator|here
            i|we|she|im am|are|is|being|been locked|held|kept prisoner|captive|hostage|inside
            i|we|she|im [am|are|is] [being|been] locked in|inside|up
            {who} … locks|locked [me|us|her|the] [the] door|doors|in|inside [from|so|and]
            held|hold|kept [as|me|us|her|a] [as] [a] prisoner|captive|hostage
            locked|lock|locks myself|ourselves|herself in
        """,
        "de": """
            gefangen gehalten
            gefangengehalten|eingesperrt
            {who} … sperrt|schließt [{his}] {whom} [immer|im|in|nachts] [zimmer|der|wohnung] ein
            sperrt|sperrte|schließt {whom} [{his}|der] {who} … ein .|und
            sperrt|sperrte|schließt [{his}|der] {who} [{his}] {whom} … ein .|und
            {whom} … eingesperrt|eingeschlossen|festgehalten|einsperrt|einschließt|gefangen
            bin|sind|werde|werden|ist|wurde [ich|wir|hier|sie|im|in] [hier|im|in] [einem|zimmer|der|dem] [keller|\
                wohnung|zimmer] eingesperrt|eingeschlossen|festgehalten
            im keller|zimmer|klo|bad|haus|container eingesperrt|eingeschlossen
            gegen meinen|unseren|ihren willen
        """,
    },
}

# An accident of long ago is an ordinary question.
LONG_AGO: Mapping[str, str] = {
    "da": """
        sidste|forrige uge|måned|år|sommer|vinter|forår|efterår|mandag|tirsdag|onsdag|torsdag|fredag
        uger|måneder|måned|år siden
        i|siden 199*|200*|201*|202*|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|\
                december
    """,
    "en": """
        last week|month|year|summer|winter|spring|autumn|monday|tuesday|wednesday|thursday|friday
        weeks|months|month|years|year ago
        in|since 199*|200*|201*|202*|january|february|march|april|may|june|july|august|september|october|november|\
                december
    """,
    "de": """
        letzte|letzten|letztes|letzter|vorige|vorigen woche|monat|jahr|sommer|winter|herbst|montag|freitag
        vor [zwei|drei|vier|ein|einigen|paar] … wochen|monaten|monat|jahren|jahr
        im|seit januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|199*|200*|201*|202*
    """,
}
