"""Words of danger in what people write: violence, threats, suicide, an accident, somebody held or forced to work.

A clerk looks at such a text at once, and its receipt begins with the emergency numbers. Danish, English and German are
read together, because people mix them at night. The expressions err on the side of looking; a word alone (accident,
fire, violence) is no danger, somebody to whom it happens is. The table is written in a small notation, one expression
per line: `a|b` is either word, `a*` a word that begins so, `[a|b]` may stand there, `…` leaves room for up to six
words of the sentence (none of them "nobody"), `.` is the end of a clause, `!a|b` stands for any next word but these,
`…!a|b` for no such word among the next eight. `{who}` and `{whom}` are the people in PEOPLE. Nothing repeats without
bound, so the time grows with the length of the text only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from app.core.analysis import LONGEST_WORD, clean, fold

WORD_OR_END = re.compile(r"[^\W_]+|[.!?;,]|\n\s*\n")
APOSTROPHES = re.compile("['`´‘]")

PEOPLE: Mapping[str, Mapping[str, str]] = {
    "da": {
        "who": "han|hun|de|mand|manden|mænd|kone|konen|kæreste|kæresten|eks|eksen|ex|eksmand|ekskone|ekskæreste"
        "|ægtefælle|samlever|partner|far|faren|mor|moren|papfar|stedfar|bror|broren|onkel|fætter|søn|sønnen|svigerfar"
        "|svigermor|svigerforældre|familie|chef|chefen|arbejdsgiver|arbejdsgiveren|mester|bonden|landmanden|nabo|naboen"
        "|udlejer|udlejeren|værtsfar|værtsfaren|fyr|fyren|ven|agenten|nogen",
        "whom": "mig|os|hende|ham|dem|kone|konen|kæreste|børn|børnene|barn|barnet|søn|sønnen|datter|datteren|døtre"
        "|dreng|drengen|pige|pigen|kvinde|kvinden|mor|søster|baby|babyen|veninde|veninden",
        "his": "sin|sit|sine|min|mit|mine|vores|hans|hendes|deres|den|det|de|en|et|begge|lille|små|store|egen|egne|to",
    },
    "en": {
        "who": "he|hes|she|shes|they|husband|husbend|hubby|wife|partner|boyfriend|bf|girlfriend|fiance|ex|father|mother"
        "|dad|mum|mom|stepfather|stepdad|brother|uncle|cousin|son|inlaws|family|man|men|guy|boss|employer|owner|farmer"
        "|manager|landlord|neighbour|neighbours|neighbor|flatmate|roommate|colleague|somebody|someone|agent",
        "whom": "me|us|her|him|them|wife|girlfriend|kids|kid|children|child|childs|son|daughter|daughters|boy|girl"
        "|woman|mother|mum|mom|sister|baby|friend",
        "his": "my|our|his|her|their|the|a|both|small|little|own|two|three|year|old",
    },
    "de": {
        "who": "er|sie|mann|ehemann|männer|frau|freund|freundin|partner|lebensgefährte|verlobter|ex|exmann|exfreund"
        "|vater|mutter|papa|mama|stiefvater|bruder|onkel|cousin|sohn|schwiegervater|schwiegermutter|schwiegereltern"
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
            {who} … slår|slog|slået|sparker|sparkede|tæver|bankede|banker|banket|mishandler|kvæler|niver {whom} !op|sammen|ud|fra
            {who} … skubber|skubbede|kaster|tager {whom} ned|ind|fat|efter|hårdt|omkuld …!bus*|tog|råd
            {whom} … bliver|blev|blevet … slået|banket|tævet|mishandlet !op|sammen|ud|fra|til|fast
            jeg|vi|hun|børnene … bliver|blev|blevet … slået|banket|tævet|mishandlet|overfaldet|gennembanket !op|sammen|ud|fra|til|fast
            slår|slå|banker|tæver [{his}] kone|konen|børnene|børn|mig !op|ned|fast|løs|til|sammen|ud
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
            tør ikke|slet|aldrig [ikke|mere] [at] gå|tage|komme|være|blive|sove|vende [alene] [her] hjem|hjemme|tilbage
            bange for [min|mine|vores|hendes|sin|at] mand|ham|kæreste|eks|eksmand|far|familie|brødre|bror|ægtefælle|han !om|ikke
            flygtet|flygte|flygter|løbet|stukket|gemmer|skjuler [væk] [mig|os|sig] [hjemme] for|fra [min|sin|vores|hendes] mand|ham|kæreste|far|familie
            {who} må ikke|endelig [ikke] vide|opdage|finde|høre
            uden at {who} opdager|ved|hører|mærker|finder|får
        """,
        "en": """
            {who} … hits|hit|hitting|beats|beat|beating|beated|slaps|slapped|punches|punched|kicks|kicked|chokes|choked|strangles|strangled|strangling|bites|hurts|hurting|abuses|abused|attacks|attacked|assaulted|shakes [{his}] {whom} !out|up …!fine|fines|bill|fee|fees|charge|feelings
            {who} … pushed|pushes|throws|threw|grabs|grabbed|pulls|pulled [{his}] {whom} against|down|by|on|at|hard|around|across
            {who} … violent|hits|beats !film|films|game|games|movie|movies|protest*
            {who} … lays|laid|puts|raised|raises [his|her] hand|hands on|against|to {whom}
            beats|hits|beating|hitting [{his}] wife|kids|children|child|mother|girlfriend
            i|im|ive|she|shes|we|children|kids|woman|daughter|friend … being|get|gets|got|been|was|am|is|are beaten|hit|abused|attacked|assaulted|strangled|stabbed …!tax*|fine|fines|bill|fee|fees|inflation|cost*
            violent|abusive husband|wife|partner|boyfriend|girlfriend|ex|father|man|marriage|relationship|boss|home|landlord
            domestic|family|physical|psychological|partner|honour violence|abuse
            violence at|in|from|against [{his}] home|marriage|relationship|family|husband|partner|women|children|wife
            victim|because|escape|escaped|running|fleeing|flee of|from|the [{his}] violence|abuse|husband|boyfriend|partner
            {who} … has|with|took|pulled|holds|held a knife|gun|axe !licen*|permit
            stabbed|strangled|smashing {whom}|me|with|up|the|everything
            womens|woman|women|crisis|battered shelter|refuge
            afraid|scared|terrified|frightened|fear|affraid|scaried to|of|about go|going|be|being|stay|staying|sleep|return|returning [back] [at|to] home|house
            afraid|scared|terrified|frightened|fear|affraid of|from|that [my|her|our] him|husband|boyfriend|partner|ex|father|brother|brothers|he|family|dad !wont|not|will|loses|cannot|cant|needs|must
            afraid|scared|fear for my|her|our|their life|lives|safety
            ran|run|running|hiding|hide|fled|escaped|escape away|from [from] [my|her|our] husband|him|boyfriend|partner|ex|father|family
            {who} must|should|cant|cannot|may|mustnt [not] know|find|see|learn [out] …!how|danish|english|job|work
            without {who}|him|her [my] [husband|partner|boyfriend] [him] knowing|finding|noticing
            not|dont|isnt feel|feeling|safe [safe] at|with|in home|him|husband|my own
        """,
        "de": """
            {who} … schlägt|schlagt|schlug|schlagen|prügelt|verprügelt|haut|tritt|würgt|schubst|ohrfeigt|misshandelt|quält [{his}] {whom} !um …!vor
            {whom} … geschlagen|verprügelt|zusammengeschlagen|getreten|gewürgt|geohrfeigt|misshandelt|verhauen|angegriffen|gequält
            {who} … zugeschlagen|zuschlägt|handgreiflich|gewalttätig|ausgerastet|losgegangen
            {who} … schlägt alles|wieder|zu|immer !vor
            ich|sie|wir|kinder|freundin … werde|wird|werden|wurde|wurden|worden … geschlagen|verprügelt|misshandelt|überfallen|bedroht
            schlägt|schlagen|verprügelt|prügelt|haut [{his}] frau|kinder|kind|mich !um …!vor
            gewalttätig|gewalttätige|gewalttätiger|gewalttätigen|prügelnder [ex] mann|ehemann|partner|vater|freund|beziehung|ehe|frau
            häusliche|häuslicher|häuslichen|körperliche|psychische|partnerschaftliche gewalt
            gewalt in|gegen|von|durch [{his}|der|dem|meinem|ihrem|meinen] ehe|familie|beziehung|partnerschaft|frauen|kinder|mann|partner|freund|mich
            opfer|wegen von|der|häuslicher gewalt
            wegen gewalt
            prügel|schläge bekomme|bekommt|kriege|kriegt|bezogen|von|zu
            mit dem|einem|der messer|pistole|axt|gürtel
            frauenhaus|frauenhäuser|frauenhauses
            traue|traut|trau|trauen|wage mich|sich|uns nicht|nimmer [mehr] [zurück] nach|heim|hause|zu|heimzugehen|zurück
            angst nach hause|heim
            angst [zu] hause|daheim|heimzugehen
            angst [hier] [noch] [mehr] vor [{his}|meinem|meiner|dem|ihrem|unserem] mann|ehemann|ihm|freund|vater|exmann|ex|exfreund|partner|bruder|familie|chef
            angst um mein|ihr|unser|das leben
            geflohen|geflüchtet|abgehauen|weggelaufen|verstecke|versteckt|verstecken [mich|sich|uns] vor|von [meinem|ihrem|dem] mann|ihm|freund|vater|partner|ex
            vor meinem|ihrem mann|freund|vater geflohen|geflüchtet|weggelaufen|abgehauen|verstecken|versteckt
            {who} darf [das|es|nichts|davon|auf|keinen] [davon|fall] nicht|nichts|nie [davon] erfahren|wissen|merken|mitbekommen
            ohne dass {who} [etwas|es|das|davon] [davon] erfährt|merkt|weiß|mitbekommt
        """,
    },
    "threats": {
        "da": """
            {who} … truer|true|truede|truet [med] [at] {whom}|slå|dræbe|tage|skyde|brænde|gøre|kniv …!opsige|opsigelse|bøde*|fyre|fyring|inkasso|sagsanlæg|advokat|retten
            trusler på livet
            dødstrus*|morddrøm|mordtrus*
            {who}|vil|vi … slå|slår|slog {whom} ihjel
            {who} … dræber|dræbe|myrde|myrder|skyde|skyder [{his}] {whom} 
            {who} … stalker|forfølger|overvåger|opsøger {whom}
            stalking|stalket|stalker|stalkes
            bange for mit|vores|hendes|hans|sit liv
            jeg|hun|vi|barn|barnet|børnene|veninde er|føler [mig|os] [alvorlig|akut] [vist] i [stor|alvorlig] fare !for
            livsfare|livstruende
            tvangsægteskab*|tvangsgift*|omskæring|omskåret|genopdragelsesrejse*
            tvinger|tvunget|tvinges … [til] [at] gifte|giftes|ægteskab
        """,
        "en": """
            {who} … threatens|threaten|threatened|threatening|threatning|threathens|treatens [to] {whom}|kill|hurt|beat|hit|burn|shoot|stab|harm|take|send …!evict*|eviction|fine|fines|fire|firing|dismiss*|dismissal|court|lawyer|terminate|deposit
            i|we|she|friend … threatened|threatening by|with [my|her|his|a] {who}|knife|gun
            death threat|threats
            threatened|threatens|threatening|threats to kill|murder|stab|shoot
            he|hes|she|they|husband|ex|boyfriend|partner|brother|brothers|father|uncle|man|guy|neighbour|someone|family … kill|kills|murder|shoot|stab [{his}] {whom} …!deadline
            {who} … stalks|stalking|stalked|follows|following {whom}|everywhere …!instagram|facebook|linkedin
            stalker|stalkers|stalked
            i|im|we|she|shes|child|children|kids|friend … in [great|real|serious|big|immediate] danger !of
            danger to life
            life|lives in|at danger|risk
            forced|force|forcing [my|her|our] [sister|daughter|friend] [me|her|to] [into] marriage|marry
            female genital mutilation
            genital mutilation|cutting
        """,
        "de": """
            {who} … bedroht|bedrohte|bedrohen [{his}] {whom}
            {whom} … bedroht|gestalkt
            {who} … droht|drohte|gedroht [mir|uns|ihr|den|damit] [kindern] [mir|uns] [etwas] [mich|uns|sie] umzubringen|töten|anzutun|schlagen|schlägen|gewalt|messer|mord
            {who} … droht|drohte [mir|uns|ihr] . …!kündigung|kündigen|klage|anwalt|inkasso|strafe|bußgeld
            droht|gedroht … umzubringen|umbringt|umbringen|töten|erstechen
            morddroh*|todesdroh*
            {who} … bringt|bringe {whom} um
            {who} … umbringen|umbringt|abstechen|erschießen|ermorden
            {who} … mich|uns|sie töten|tötet|totschlagen|totschlägt|tot
            {who} … stalkt|verfolgt|auflauert|lauert [{his}] {whom}|mir|ihr|uns|vor|am|auf
            stalker|stalking
            ich|wir|sie|kind|kinder|freundin bin|sind|ist [hier] in [großer|echter|akuter] gefahr
            lebensgefahr|todesangst|lebensbedrohlich*
            zwangsheirat*|zwangsverheirat*|zwangsehe|genitalverstümmelung|beschneiden
            zwingt|zwingen|gezwungen … heiraten|heirat
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
        """,
        "en": """
            rape|raped|rapes|raping|rapist !seed|oil|seeds
            sexual|sexually assault*|abuse*|abusing|harass*|violence|molest*
            molest*|groped|gropes
            {who} … forces|forced|forcing|makes … sex|sleep with|prostitut*
            {who}|forced … to have sex
            {who} … touches|touched|touching [{his}] {whom} [in|between|under|where|private] …!base|heart
            forced|force into|to prostitut*|sex
        """,
        "de": """
            vergewaltig*
            sexuell*|sexueller übergriff*|missbrauch*|belästig*|gewalt|genötig*|nötigung
            {whom} … missbraucht|vergewaltigt|begrapscht|angefasst
            {who} … missbraucht|begrapscht|belästigt [{his}] {whom}
            {who} … fasst {whom} … an
            {who} … zwingt|zwang|gezwungen … sex|geschlechtsverkehr|schlafen|anschaffen|prostitu*
            zwangsprostitu*
        """,
    },
    "suicide": {
        "da": """
            selvmord*|selvmor|selmord*|suicid*
            tage|tager|taget|tog [mit|sit|hans|hendes] liv|livet [af] [mig|sig|dage]
            tage|tager|tog livet af
            vil|ønsker|gider|kan|orker|magter|har ikke|aldrig [mere|længere|længer|lyst] [til] [at] [mere|længere] leve|vågne
            gider|orker|magter ikke [mere|længere] livet
            ikke [mere|længere] [at] være her mere|længere
            jeg|hun|han|vil|søn|datter|mand|kone [ønsker|har] [jeg] vil|ville|håber|ønsker|ønskede|var|gerne [gerne|bare|hellere|helst|også|jeg|at] [gerne|bare|hellere|helst|også|var] dø|død !med
            lyst til at dø
            livet [er] [ikke] … værd at leve
            ingen grund til at leve
            ingen mening med livet
            bedre uden mig
            hellere være død
            gøre|gør [en] ende|slut på det|mit|livet|alt|hele
            hænge|hænger|skyde|skyder|dræbe|dræber mig|sig [selv] .
            slå|slår|slog mig|sig [selv] ihjel
            springe|hoppe|hopper|springer ud [fra|foran|af] [broen|toget|et|vinduet]
            hoppe|springe foran [et] tog|toget
            skære|skærer|skåret|cutter [mig|sig] [selv] i mig|sig [selv]
            cutter sig|mig
            skade|skader|skadet mig|sig selv
            selvskad*|selvmordstruet
            gøre|gør [mig|sig] selv|mig|sig fortræd|noget
            overdosis
            taget|tog|sluger|slugt [mange|alle|for] [en] [masse|mange] [mine|sine] piller|sovepiller|panodil*|tabletter
            jeg kan ikke mere|mer|længere|længer .|nu|hjælp
            kan ikke klare [det|livet|at] [leve|mere] mere|længere .
            selvmordstanker
            livslinien|livslinjen
            mod på livet
            se|ser ingen|ikke [nogen] udvej
        """,
        "en": """
            suicid*|suiside|sucide*|sucidal|suisid*
            kill|killing|killed|hang|hanging|shoot|shot|drown|harm|harming|harms|hurt|hurting myself|himself|herself|themself|themselves|my self
            kill my self
            end|ending|ended|take|taking|took my|his|her|our own|life|lives [life]
            end it all
            end|ending it|everything .
            dont|not|no|never|doesnt|didnt [any] want|wants|wanna|wish|wanting|longer|like [to] [longer] live|living|exist|alive|existing|wake [here|in|with|at] .
            dont|not|no|never|doesnt [want|wants|wanna|wish|longer] [to] [want|wish] [to] live|wake [up] anymore|any|more|longer|again|tomorrow
            dont|not|no|doesnt want|wants|wanna [to] be|go alive|here|around|on any|anymore|living .
            dont|not|no|doesnt want|wants|wanna [to] be here|alive|around anymore|any|longer
            cant|cannot|not go|keep|carry on [with] living|anymore|any|like . 
            cant|cannot|not go|carry on living|anymore|any
            cant|cannot|can [not] live anymore|any
            cant|cannot go|carry on .
            want|wants|wanna|wanted|wish|ready|rather|like|going|prefer|better|feel [to] [i] [could|was|were|would] [just|be|like] [be] die|dead|dying !of|for
            better off dead|without
            world|everyone|everybody|family|kids|they … better off without me
            better without me
            no|any reason|point|sense|purpose|will [to|in|of] [be|go|carry] live|living|alive|life|on
            life [is|has] [not|no] worth living|nothing|meaning
            nothing [left] to live for
            tired|sick|done of|with living|life|being [alive] .
            jump|jumping|jumped off|from|infront|in|out [front|of] [the|a|of] bridge|train|window|balcony|roof|building|balkony
            cuts|cutting|cut [her|his|my] herself|himself|myself|wrists|wrist|arms
            self harm|harming|harms|injury|injuring
            selfharm*
            overdose|overdosed|overdosing
            took|taken|swallowed|swallow|ate [too] [all|many|a|the|my|her|his] [lot|many|whole|of|bottle|box] [of] [the|my|her|his|sleeping] pills|tablets
            thoughts of death|dying|ending|suicide
            i give up on life
            no way out .
            cant take it anymore|any|longer .|i|help|please|with
            say goodbye to everyone|everybody|this|the world|life
        """,
        "de": """
            suizid*|selbstmord*|selbsmord*|suicid*
            das|mein|sein|ihr|unser leben nehmen|genommen|nimmt|beenden|nehme
            leben ein ende setzen|machen|zu
            will|möchte|wollen|mag|kann|würde|wollte [ich|so|hier] nicht|nimmer|net|nie [mehr|länger|weiter] [weiter] [so] leben|weiterleben|aufwachen|da . 
            will|möchte|wollen|mag|kann|würde|wollte nicht|nimmer|net [mehr|länger] leben|weiterleben|aufwachen
            nicht [mehr] [auf|mehr] [der|dieser] welt sein
            nicht mehr da|hier sein [will|möchte|wollen]
            leben mehr|nicht [hat|ist] sinn|wert|mehr|lebenswert
            leben [hat|macht|ist] keinen sinn
            will|möchte|wollte|würde [ich|am|einfach|nur|lieber|liebsten|gern|gerne] [nur|noch|einfach|lieber|liebsten] [noch] sterben|tot|totsein
            wäre|wär [ich|lieber|gern|doch|besser|nur] [doch|lieber|besser|schon] tot
            sterben will|möchte|wollen|wollte
            bringe|bring mich [noch|sonst|dann|jetzt] um
            {who}|sohn|tochter … bringt sich [noch|sonst|dann] um
            mich|sich|selbst umbringen|umzubringen|umbringt|umgebracht|aufhängen|erhängen|töten|erschießen|ertränken
            mir|sich etwas|was antun|anzutun|angetan|antut
            mich|sich selbst [zu] töten|verletz*|umbring*|etwas
            schluss|ende machen [mit] [dem|allem] [leben] 
            allem|leben ein ende
            lebensmüde|todessehnsucht|todeswunsch|sterbenwollen
            besser [dran] ohne mich
            keinen|keine|kein sinn|grund|ausweg|ausweg|lebensmut|lebenswillen [mehr] [zu|im|am|zum] [leben|weiterzuleben] [mehr] .
            keinen|keine|kein ausweg|lebensmut|lebenswillen
            keinen grund [mehr] zu leben
            ritzt|ritze|ritzen|schneidet|schneide [mich|sich|mir|die] [sich|arme|in] [arme|haut]
            selbstverletz*|selbstverletzend*
            überdosis
            tabletten|schlaftabletten|pillen … geschluckt|genommen|schlucken
            von [der|einer|dem|einem|die] brücke|balkon|dach|hochhaus springen|springt|gesprungen|stürzen
            vor [den|einen|die] zug|bahn werfen|springen|wirft
            ich kann nicht mehr|länger .|weiter|bitte|hilfe
            ich kann nimmer .
            kann|will|mag nicht mehr weiter|weiterleben
            halte|halt das|es|leben nicht mehr|länger aus . 
            telefonseelsorge
        """,
    },
    "child": {
        "da": """
            barn|barnet|børn|børnene|datter|søn … misbrugt|mishandlet|mishandles|misbruges|omsorgssvigt*|vanrøgt*|sultet|kidnappet|bortført
            omsorgssvigt*|børnemishandl*|pædofil*|incest|børnebortfør*|bortført|kidnap*
            børnemisbrug|overgreb
            bange for [at] [mit|vores|mine] barn|barnets|barnet|børnene|børnenes sikkerhed|liv
            søn|datter|barn|dreng|pige|teenager|barnet … er|har [været] [siden] forsvundet|bortkommet|stukket
            barn|barnet|børn|børnene … alene hjemme|om [hele] natten|nat|dage|dag|dagevis
            barn|børn|barnet|børnene|skrig|nogen … skriger|skrige|råber|hjælp [om] [hver] [om] nat|natten|hjælp|aften
            jeg|vi hører|hørte|høre skrig|skrigen|hun|nogen|naboen [skrige|skriger]
            låser|låste|lukker [børn|barn] [børnene|barnet|ham|hende] [inde]  inde
        """,
        "en": """
            child|children|kid|kids|son|daughter|baby|girl|boy|pupil … abused|molested|neglected|neglect|starved|kidnapped|abducted|mistreated|bruises|unsafe
            child|childrens abuse|neglect|abuser|molest*|marriage|protection|abduction
            pedophil*|paedophil*|incest|kidnap*|abducted|abduction
            child|children|kid|kids|baby|son|daughter … left|leaves|leave|alone [alone|at|home] [at|for|all|home|the|without] night|days|house|alone|flat|apartment …!school|train|bus
            child|children|kid|kids|neighbour|neighbours|woman|girl … screams|screaming|screamed … night|help|hits|beat|beating|every|door
            hear|heard|hearing [a|the|woman|child|her|loud] [child|woman|neighbour|neighbours|kids] screaming|screams|scream
            son|daughter|child|kid|boy|girl|teenager [is|has|did] [is|been|not] missing|disappeared|vanished !document*|letter|from|some|a
            daughter|son|child|boy|girl … come|came home since|last|tonight
            locks|locked [the] [my] child|children|kids|son|daughter|her|him in|inside|up
        """,
        "de": """
            kind|kinder|sohn|tochter|baby|mädchen|junge … missbraucht|misshandelt|vernachlässigt|entführt|verwahrlos*|verhungert|blaue flecken
            kind|kinder|tochter|sohn … blaue flecken
            kindeswohlgefährd*|kindesmissbrauch*|kindesmisshandl*|kindesentführ*|pädophil*|inzest|verwahrlos*|vernachlässigt
            kind|sohn|tochter|junge|mädchen|enkel … verschwunden|vermisst|weggelaufen|abgehauen !formular|papier|unterlagen
            kind|kinder|sohn|tochter|kleine|kleinen … allein|alleine [zu|in|die|ganze|nachts] [hause|wohnung|nacht|ganze] nachts|nacht|tagelang|nächte|eingesperrt …!schulweg
            kind|kinder|frau|nachbarin|jemand … schreit|schreien|geschrien|weint [jede|die|um|ganze|immer] nacht|hilfe|nachts|ganze
            höre|hören|hörte|hört [die|ein|nachts|jede|laute|das|eine] [nacht|frau|kind|laute] schreie|schreien|hilfeschreie|schrei
            schreie|hilferufe aus|nebenan|von
        """,
    },
    "illness": {
        "da": """
            bløder|blødt|blødning !tandkød
            meget blod
            blod ud|over|overalt|i fra|det|alt|munden|urinen
            bevidstløs*|besvimet|besvimede|livløs
            falder|faldt|faldet om
            kan|vil|får|trækker|næsten ikke [få|trække] [rigtig] [luft|vejret|vågne|vågner]  vejret|luft|vågne
            kan ikke [rigtig] ånde|vække|trække|komme [ham|hende] [vejret|op]
            trækker [ikke] [længere] ikke vejret
            får ikke luft
            vågner ikke [op]
            ondt|smerter|trykken|stikker [i] i|for brystet|hjertet
            brystsmerter|hjertestop|hjerteanfald|hjertetilfælde
            drukket|spist|slugt|sluger|drak [noget|en] [af] [noget] [klorin|afløbsrens|rengøringsmiddel|svampe|batteri|gift]  klorin|afløbsrens|rengøringsmiddel|opvaskemiddel|knapbatteri|batteri|gift|svampe|sprinklervæske
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
        """,
        "en": """
            bleeding|bleeds|bleed [badly|heavily] …!gums|gum|edge
            lot|lots|much|losing|loses|lost|so [of|much] blood !test*|sample*|pressure|type|sugar
            coughing|vomiting|coughs|losing|loses|pouring [up] blood
            unconscious|unconcious|unresponsive|fainted|faints
            passed|blacked out !of
            wont|doesnt|not|isnt|cant|cannot|stopped [be] wake|waking|breathe|breathing|breath|breathes|respond|responding [up]
            cant|cannot|can [barely|hardly|not] get [any] air|breath
            difficulty|trouble|hard|struggling|struggles [in|to] breathing|breathe|breath
            collapsed|collapses|collapse on|at|in|during|just|and|today|here …!company|firm|market|building|negotiat*
            grandmother|grandfather|mother|father|mum|dad|wife|husband|friend|colleague|guest|son|daughter|he|she … collapsed|collapses …!year|years
            chest [pain|hurts] pain|pains|hurts|hurt
            pain|pains|pressure|tightness|tight in [my|his|her|the] chest
            foam [at|from|on|in] [his|her|the] mouth
            swallowed|swallows|drank|drunk|guzzled|ate|eaten [a|some|the] [whole|of] [cleaning|drain|button|dish|washing|toilet|wild|poisonous] cleaner|bleach|battery|detergent|poison|fluid|liquid|mushrooms|pills|petrol
            poisoned|poisoning|carbon monoxide
            high|39|40|41 [degree|degrees|of] fever|temperature
            fever [of|is|at] 39|40|41 
            fever [since|at|in] [the] night|tonight
            lips [are|have|is|turned|gone|went|turning] [turned|gone] blue
            throat|face|tongue [is] swelling|swollen|swells|swelled
            house|flat|kitchen|apartment|building|room|car|stairwell|we|roof|something|it [is|are|has] [caught|s] on fire|burning|flames !insur*|regulation*|safety
            fire in [the|our|my] house|flat|kitchen|building|apartment|cellar|basement|roof …!insur*|last|year
            smoke in|from|coming [from] [the|our|my] stairwell|stairs|kitchen|flat|apartment|building|house|staircase
            smell|smells|smelling [of] gas
            gas leak
            need|call|send|please|want [us|for|an|me] [an] [urgent] ambulance|paramedic*
            electric shock|electrocuted
            burglar|intruder|somebody|someone|thief [is] [trying|breaking|in] [to|into|the|our] [break|in|my|house|garden|door] [in|right] [into|house] now
            breaking in|into [right|my|our] now|house|door …!insur*
            waters [have|has|just] broken|broke
            severe|heavy|strong|unbearable pain|bleeding
            contractions every|minutes|started|are
        """,
        "de": """
            blutet|blute|bluten|blutung|blutungen !zahnfleisch
            viel|überall|lauter blut
            bewusstlos*|ohnmächtig*|ohnmacht|leblos
            ist|sind [einfach|gerade|eben|plötzlich] umgekippt|zusammengebrochen …!firma|server|system
            mutter|vater|mann|frau|oma|opa|schwiegervater|schwiegermutter|kind|kollege|gast|er|sie … zusammengebrochen|umgekippt|weggetreten
            wacht|wachen nicht|nimmer|kaum
            wird|ist nicht|nimmer|kaum [mehr] wach|ansprechbar
            atmet nicht|kaum|schwer
            atemnot
            erstickt|ersticken|ersticke !in|an
            keine|kaum|schlecht|schwer luft [mehr|bekomme|bekommt|kriege|kriegt]
            kriegt|kriege|bekomme|bekommt|kriegen [er|sie] [kaum|schlecht|keine|schwer] luft
            schmerzen|stechen|druck|enge [in|auf] [der|in|meiner|seiner|ihrer] brust
            brustschmerzen|brustschmerz|herzstillstand
            krampft|krampfanfall
            schaum vor|vorm [dem|mund]
            verschluckt|getrunken|geschluckt|gegessen … reiniger|rohrreiniger|spülmittel|knopfzelle|batterie|gift|pilze|putzmittel
            reiniger|rohrreiniger|spülmittel|knopfzelle|batterie|gift|pilze|putzmittel|bleiche|benzin … verschluckt|getrunken|geschluckt|gegessen|trunken
            vergiftet|vergiftung|vergiftungen|kohlenmonoxid|giftnotruf
            hohes|40|41|39 [grad] fieber
            fieber [von|über] 39|40|41
            lippen [sind|werden|ist] [ganz] blau
            hals|zunge|gesicht … schwillt|geschwollen|zugeschwollen
            es|haus|wohnung|küche|auto|dach|keller brennt|brennen !unter|auf
            feuer|rauch im|in|aus [der|dem|unserem] treppenhaus|haus|küche|wohnung|keller|wohnhaus
            gasgeruch|riecht [hier] [stark] nach gas
            brauche|brauchen|braucht|ruft|rufen|schickt|schicken [wir|sie|einen|dringend|bitte] [einen|dringend] [einen] krankenwagen|rettungswagen|notarzt
            stromschlag
            einbrecher [ist|sind] im|in [unserem|meinem|der] garten|haus|wohnung
            fruchtblase
            starke|starken|unerträgliche schmerzen|blutung*
            wehen alle|haben|setzen
        """,
    },
    ACCIDENTS: {
        "da": """
            jeg|han|hun|de|min|mit|mine|vores|en|et|nogen|flere|to|barn|barnet|kollega|kollegaen|folk|mand er|blev [blevet|lige] kommet|hårdt|slemt|alvorligt [slemt|alvorligt|lige|til|hårdt] [til] skade|kvæstet|såret
            jeg|han|hun|de|min|mit|mine|vores|en|et|nogen|flere|to|barn|barnet|kollega|folk … er|lige kommet [slemt|alvorligt|hårdt] til skade
            ulykke|ulykken|uheld|trafikuheld|sammenstød|arbejdsulykke|trafikulykke … kvæstet|kvæstede|såret|bløder|bevidstløs|fastklemt|døde|dræbt
            jeg|han|hun|barn|barnet|søn|datter|kone|mand|kollega … kørt ned
            jeg|han|hun|søn|datter|barn|kollega er|blev [blevet|lige] påkørt|kørt|ramt [ned] [af]
            faldet|faldt|styrtet [ned|ud|lige] [af|ad|fra|ned] [en|et|den] [trappen|trapper] trappen|trappe|trapperne|stige|stigen|tag|taget|stillads|stilladset|vindue|vinduet|altan|altanen
            har|haft|få|får [lige|nok|vist|et|en] [et|en] blodprop|slagtilfælde|hjerneblødning|krampeanfald|kramper|anafylak*
            alvorlig ulykke
            der er|har sket|sker en [stor|slem|alvorlig] ulykke …!forsikring*|anmelde*|betaler|betale|erstatning*|sverige|tyskland|udlandet|papirer|bule|skade|på
            har|havde [lige|netop] [lige] haft|sket [en] ulykke …!forsikring*|anmelde*|betaler|betale|erstatning*|sverige|tyskland|udlandet|papirer|bule|skade|på
            armen|benet|hånden|fingeren|hånd|finger … i|af [en] maskinen|maskine|klemme
            barn|barnet|dreng|pige|mand|svømmer|søn|datter … drukner|druknet|druknede
        """,
        "en": """
            i|im|he|hes|she|shes|we|my|our|someone|somebody|people|man|woman|child|colleague|workmate|friend|kid … am|is|are|got|gets|been|badly|seriously|severely hurt|injured|wounded|burned|burnt|crushed !out|by
            accident|crash|collision … hurt|injured|bleeding|bleeds|unconscious|trapped|dying|killed|stuck|dead …!insur*|cover|pay|pays|claim|report|abroad|sweden|germany|norway|papers|form|damage|rental|lawyer|scratch|dent
            hit|knocked|struck|run [over|down] by a|the car|bus|truck|lorry|train|tram|bike|van !stop|people|line
            run|ran|knocked over|down by a|the car|bus|truck|lorry|train|tram|bike|van
            {who}|i … [was|got|been|is] [was] run|ran|knocked over|down [by] .|car|by
            ran|run over [my|a|the] [foot|child|man|woman|leg] child|man|woman|foot|leg|person|girl|boy
            fell|fallen|falls|fall off|from|down|out|of [of] [the|a|his|her|our|my] [the|a|third] [second|first] stairs|ladder|roof|scaffold|scaffolding|window|balcony|staircase|horse|height|tree
            have|having|has|had [he|she] [just|got] [a|an] heart|cardiac attack|arrest
            having|has|have|had [just|probably|maybe] a|an stroke|seizure|fit
            terrible|serious|bad|horrible|severe accident …!insur*|cover|pay|pays|claim|report|abroad|sweden|germany|norway|papers|form|damage|rental|lawyer|scratch|dent
            there|has|have|had|just [is|has|have|was] [just|been] [been|had] [a|an] [bad|terrible|car|work|serious] accident …!insur*|cover|pay|pays|claim|report|abroad|sweden|germany|norway|papers|form|damage|rental|lawyer|scratch|dent
            {who}|child|boy|girl|swimmer|kid … drowning|drowned !in
            hand|arm|finger|leg|foot … caught|stuck|crushed|cut in|off|by [the|a] [the] machine|machinery|saw|press|off
        """,
        "de": """
            ich|er|sie|wir|mein|meine|unser|unsere|jemand|leute|mann|frau|kind|kollege|kollegin|mehrere … schwer|schlimm|stark verletzt|gestürzt|verbrannt|verunglückt
            ich|er|sie|wir|jemand|mann|frau|kind|kollege|kollegin|sohn|tochter ist|bin|sind|wurde [gerade|eben|im|bei] [arbeit] verletzt
            unfall|unfalls|autounfall|arbeitsunfall|verkehrsunfall … verletzt|verletzte|verletzten|verletzter|blutet|bewusstlos|eingeklemmt|tote …!versicher*|zahlt|zahlen|melden|schaden|ausland|schweden|dänemark|unterlagen|blech*|anwalt|mietwagen
            angefahren|überfahren|umgefahren worden|von|mich|ihn|sie|ist|hat …!parkend*|auto [von] meins
            ich|er|sie|sohn|tochter|kind|kollege|vater|mutter|frau|mann … angefahren|überfahren !lassen
            treppe|leiter|dach|gerüst|fenster|balkon|pferd|baum … gefallen|gestürzt|runtergefallen|heruntergefallen|hinuntergefallen|runtergestürzt|abgestürzt
            hat|habe|haben|wohl|gerade|verdacht [gerade|wohl|vielleicht|auf|ich|einen|er|sie] [einen] herzinfarkt|schlaganfall|herzanfall|krampfanfall
            schlimmer|schlimmen|schwerer|schweren|furchtbarer unfall …!versicher*|zahlt|zahlen|melden|schaden|ausland|schweden|dänemark|unterlagen|blech*|anwalt|mietwagen
            hatte|hatten|hat|haben|gab|gibt|es [gerade|eben|soeben|es] [gerade|eben|hier] [einen] unfall …!versicher*|zahlt|zahlen|melden|schaden|ausland|schweden|dänemark|unterlagen|blech*|anwalt|mietwagen
            ertrinkt|ertrunken|ertrinken
            hand|arm|finger|bein|fuß … in|ab [der|die] [maschine|säge|presse] eingeklemmt|geraten|abgetrennt|maschine|säge|presse
        """,
    },
    "forced": {
        "da": """
            menneskehandel*|menneskehandlet|tvangsarbejde*|menneskesmug*
            som|er|næsten slave|slaver
            slaveri|slavearbejde|slaveagtig*
            {who}|firmaet|bureauet|virksomheden|agentur* … taget|tog|tager|beholder|beholdt|stjålet|gemt|gemmer|inddraget|konfiskeret … pas|passet|passene|rejsepas|opholdskort|papirer !billeder|kopi|foto …!ambassade*|kopi|konsulat*
            {who}|firmaet|bureauet|virksomheden … vil|nægter … give|udlevere … pas|passet|passene|papirer
            {who}|firmaet|bureauet … har mit|vores|mine|hendes|deres pas|passet|papirer …!nummer|kopi|ambassade*
            pas|passet|passene … taget|frataget|beslaglagt|tilbageholdt|inddraget … af|fra [min|vores] {who}
            {who} … tvinger|tvang|tvunget … arbejde|arbejder [uden|gratis] …!søndag*|lørdag*|weekend*|helligdag*
            tvinges|tvunget til at arbejde gratis|uden|hver|dag
            arbejder|arbejde [næsten] [hver|hele] [dag] uden [at] [få] løn|penge
            må|får|kan ikke [lov] [til] [at] gå|forlade|komme|tale|rejse|være [alene] [ud|huset|gården|værelset|lejligheden|med] [alene|af] ud|huset|gården|værelset|lejligheden|boligen|stedet|nogen
            må ikke forlade gården|huset|værelset|lejligheden|stedet
            {who} … lader [ikke] mig|os|hende ikke gå|rejse|komme|forlade|gå
            {who} … vil ikke lade mig|os|hende gå|rejse|komme|forlade
            {who} … tvinger {whom}
        """,
        "en": """
            forced|bonded|slave labour|labor|servitude
            human trafficking|traffickers|trafficker
            trafficked|trafficker*|slavery
            like|as|a [a] slave|slaves
            {who}|company|agency|firm … took|takes|taken|keeps|kept|keeping|stole|stolen|hides|hid|hiding|confiscated|withholds [away] [all] my|our|her|their|his|workers|everyones|all [our|my] passport|passports|papers|ids|documents|identity …!embassy|consulate|copy|copies|visa|photo|number|scan
            boss|employer|owner|farmer|agent|agency|husband|manager|company|firm|landlord … has|have|holds|holding|got my|our|her|their|all [our|the|my] passport|passports …!embassy|consulate|visa|copy|copies|number
            {who}|company|agency|firm … give|return|hand [me|us|her] [back] [my|our|her|the] [back] passport|passports …!copy
            passport|passports [was|were|has|have|is|are] [been] taken|confiscated|stolen|withheld|locked [away] [from|by] [me|us|my|the] {who}|us|me|company|agency
            took away my|our|her passport|passports|papers
            {who} … forces|forced|forcing [me|us|her|him|them] to work|cook|beg|steal|clean|marry|serve …!sunday*|holiday*|weekend*|overtime|weekends
            forces|forced|force|make|makes|made [me|us|her|them] [to] work without|for|12|14|16|18|every|all [free|pay|nothing|being|day] …!sunday*|holiday*|contract
            work|working|works [every|all] [day] without [any] pay|payment|salary|wages|money !slip
            not|never allowed|permitted|let to leave|go|speak|talk|phone [out|outside|alone|the|this|my] [to|of] house|home|room|flat|farm|apartment|outside|alone|anybody|anyone|place|out|building|site
            cant|cannot|not [allowed] leave [the|this|my] house|room|flat|farm|apartment|place|site …!deposit|contract|keys|lease|notice
            {who} [does|do|will|would] wont|not|dont|doesnt|never|refuses let|lets|letting|allow|allows|to [let|allow] me|us|her|them [to] [leave|go|out|speak|phone] [the] leave|go|out|speak|phone|outside|house …!early|earlier|before|contract|lease|holiday|holidays|vacation|sick|notice
            {who} … wont|not|doesnt|dont|never let|lets|allow|allows {whom} [to] leave|go|out|outside|see …!early|earlier|contract|lease|holiday|holidays|vacation|notice|school
            held|keeps|keep|kept|holding [me|us|her] [here] against my|our|her will
            {who} … controls|control [all] [my|her|everything|me] money|phone|everything|me|account
        """,
        "de": """
            menschenhandel*|zwangsarbeit*|menschenhändler*
            wie|als sklave|sklaven|sklavin|leibeigene
            sklaverei|sklavenarbeit
            {who}|firma|agentur … pass|pässe|reisepass|reisepässe|papiere|ausweis|ausweise … weggenommen|abgenommen|einbehalten|behält|behalten|versteckt|eingezogen|weggesperrt|gestohlen|genommen|eingesammelt …!kopie|führerschein
            {who}|firma|agentur … behält|hält|nahm|versteckt|nimmt|sammelt [mir|uns|ihr|alle] [mir|uns] [unsere|meinen|meine|ihren|unseren|den|die] [dänischen|polnischen] pass|pässe|reisepass|papiere|ausweis|ausweise
            {who}|firma|agentur … gibt|rückt|geben [mir|uns|ihr] [meinen|unsere|den|die|ihren] [pass|pässe] pass|pässe|reisepass|papiere nicht
            {who} … hat [noch] [meinen|unsere|ihren] pass|pässe|reisepass … weg|genommen|nicht
            pass|pässe|reisepass [wurde|wurden] [mir|uns|ihr] weggenommen|abgenommen
            {who} … zwingt|zwang|zwingen|gezwungen {whom}|zu …!sonntag*|feiertag*|wochenend*|überstunden
            arbeite|arbeiten|arbeitet|schuften [wir] [jeden|den|ganzen] [tag] ohne lohn|geld|bezahlung|gehalt
            darf|dürfen|kann [ich|wir|sie] [nicht|hier|das|die|den] [nicht|haus|hof|wohnung|zimmer|allein|alleine] [nicht] raus|rausgehen|verlassen|weggehen …!land|dänemark|eu|frist
            das|den|die haus|hof|wohnung|zimmer|gelände [nicht|darf] verlassen
            {who} … lässt|lassen mich|uns|sie|ihn nicht [mehr] [hier] [aus|allein|alleine|dem|der] [haus|wohnung|hof] raus|weg|gehen|fort|telefonieren|reden|heraus|hinaus|rein …!urlaub|früher
            {who} … nimmt|nahm mir|ihr|uns das|alles [ganze] geld|handy|telefon
        """,
    },
    "locked in": {
        "da": """
            låst|låser|låste|spærret|spærrer|lukket|lukker [{his}|han|mig|os] {whom} inde
            låst|spærret|lukket [mig|os|hende] inde !i
            låst|spærret|lukket inde i|på|af [et|en|min|mit|vores] {who}|værelse|værelset|kælder|kælderen|lejlighed|lejligheden|hus|huset|rum
            {who} … låser|låste|låst|lukker døren|dørene|mig|os|hende !op
            indespærret|indelåst|holdt fanget|gidsel|gidsler
            holder|holdes|holdt [mig|os|hende] fanget|indespærret|som
            låst|lukket|gemt mig inde|ude
        """,
        "en": """
            locked|locks|lock|locking|shut|trapped|imprisoned [{his}] {whom}|up|me [up] in|inside|up|here
            i|we|she|im|hes|shes|were … locked|trapped in|inside|up [a|the|my|our] [our] room|house|flat|cellar|basement|toilet|loo|bathroom|farm|container|van|truck|apartment|lift|elevator|here
            i|we|she|im am|are|is|being|been locked|held|kept in|inside|prisoner|captive|hostage|up
            {who} … locks|locked [me|us|her|the] [the] door|doors|in|inside [from|so|and]
            held|hold|kept [as|me|us|her|a] [as] [a] prisoner|captive|hostage
            locked|lock|locks myself|ourselves|herself in
        """,
        "de": """
            eingesperrt|eingeschlossen|sperrt|schließt|einsperrt|einschließt|festgehalten|gefangengehalten|gefangen {whom}|worden|werde|wurde|ein|hat|gehalten|in !preis
            {who} … sperrt|schließt [{his}] {whom} [immer|im|in|nachts] [zimmer|der|wohnung] ein
            {whom} … eingesperrt|eingeschlossen|festgehalten|einsperrt|einschließt|gefangen
            bin|sind|werde|werden|ist|wurde [ich|wir|hier|sie|im|in] [hier|im|in] [einem|zimmer|der|dem] [keller|wohnung|zimmer] eingesperrt|eingeschlossen|festgehalten
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
        i|siden 199*|200*|201*|202*|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december
    """,
    "en": """
        last week|month|year|summer|winter|spring|autumn|monday|tuesday|wednesday|thursday|friday
        weeks|months|month|years|year ago
        in|since 199*|200*|201*|202*|january|february|march|april|may|june|july|august|september|october|november|december
    """,
    "de": """
        letzte|letzten|letztes|letzter|vorige|vorigen woche|monat|jahr|sommer|winter|herbst|montag|freitag
        vor [zwei|drei|vier|ein|einigen|paar] … wochen|monaten|monat|jahren|jahr
        im|seit januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|199*|200*|201*|202*
    """,
}

NOBODY = "nobody |noone |no one |none |ingen |niemand |keiner |ohne verletzte |uden tilskadekomne "
GAP = rf"(?: (?!{NOBODY})[^ .]+){{0,6}}"


def tells_of_danger(text: str) -> bool:
    """Whether somebody should look at this text at once: it tells of danger to the writer or to another person."""
    told = _as_told(text)
    if DANGER.search(told):
        return True
    return any(ACCIDENT.search(sentence) and not LONG_PAST.search(sentence) for sentence in _sentences(told))


def _as_told(text: str) -> str:
    """The folded words with one space before and after each; a full stop ends a sentence, a comma a clause."""
    folded = _folded(APOSTROPHES.sub("", clean(text)))
    told = (piece[:LONGEST_WORD] if piece[0].isalnum() else "," if piece == "," else "." for piece in WORD_OR_END.findall(folded))
    return f" {' '.join(told)} . "


def _folded(text: str) -> str:
    """Folded, and ä or æ typed as a, too: schlägt, schlaegt and schlagt are one word."""
    return fold(text).replace("ae", "a")


def _sentences(told: str) -> Iterator[str]:
    return (f" {sentence} . " for sentence in told.split(" . "))


def _any_of(tables: Iterable[Mapping[str, str]]) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            _pattern(line, PEOPLE[language])
            for table in tables
            for language, lines in table.items()
            for line in lines.strip().splitlines()
        )
    )


def _pattern(expression: str, people: Mapping[str, str]) -> str:
    """The regular expression for one line of the table."""
    parts = list(_parts(expression.format_map(people)))
    return "".join(parts) + "(?= )"


def _parts(expression: str) -> Iterator[str]:
    for part in expression.split():
        if part == "…":
            yield GAP
        elif part == ".":
            yield " [.,]"
        elif part.startswith("…!"):
            yield rf"(?!(?: [^ .]+){{0,7}} (?:{_either(part[2:])}) )"
        elif part.startswith("!"):
            yield f"(?! (?:{_either(part[1:])}) )"
        elif part.startswith("["):
            yield f"(?: (?:{_either(part[1:-1])})(?= ))?"
        else:
            yield f" (?:{_either(part)})(?= )"


def _either(words: str) -> str:
    return "|".join(
        r"[.,]" if word == "." else _folded(word.removesuffix("*")) + "[^ ]*" * word.endswith("*") for word in words.split("|")
    )


DANGER = _any_of(table for kind, table in EXPRESSIONS.items() if kind != ACCIDENTS)
ACCIDENT = _any_of([EXPRESSIONS[ACCIDENTS]])
LONG_PAST = _any_of([LONG_AGO])
