"""The words of walls: what their headings and sentences say, and below each list a line that it matches."""

import re
from dataclasses import dataclass


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wall:
    """A kind of wall. `heads` match a whole heading or title, `says` a part of one of its sentences."""

    reason: str
    heads: re.Pattern[str]
    says: re.Pattern[str]


PAYWALL = "paywall"

# What stands below the beginning of a story that is to be paid for: "Subscribe to continue reading"
STUB_END = _pattern(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)",
    r"(?:article|story|content) is (?:exclusive(?:ly)? )?(?:for|available to|reserved for) (?:our )?"
    r"(?:subscribers|members)",
    r"to (?:continue|keep) reading(?: this (?:article|story))?,? (?:please )?(?:subscribe|register"
    r"|log ?in|sign (?:in|up)|become|start)",
    r"(?:subscribe|register|sign (?:in|up)|log ?in|become a member) (?:now |for free )?to (?:continue|keep) reading",
    r"you(?:[’']ve| have) (?:reached|read) (?:your|all) .{0,30}free (?:articles?|stories)",
    r"dieser (?:artikel|inhalt|beitrag) ist (?:exklusiv |nur )?für (?:unsere )?(?:abonnent|mitglieder)",
    r"mit .{1,30}-?abo weiterlesen",
    r"(?:article|contenu) (?:est )?réservé (?:aux|à nos) abonnés",
    r"il vous reste .{1,12} de cet article",
    r"contenido exclusivo para suscriptores",
    r"contenuto riservato agli abbonati",
    r"هذا المحتوى (?:متاح )?للمشتركين",
)

WALLS = (
    Wall(
        "challenge",
        _pattern(
            r"just a moment(?:\.{3}|…)?",
            r"(?:nur )?einen moment(?: bitte)?(?:\.{3}|…)?",
            r"un (?:momento|instant)(?:\.{3}|…)?",
            r"bir dakika(?: lütfen)?(?:\.{3}|…)?",
            r"checking your browser(?: before accessing .{1,60})?(?:\.{3}|…)?",
            r"attention required!?",
            r"access denied",
            r"access to this page has been denied.{0,120}",
            r"ddos-guard",
            r"sorry, you have been blocked",
            r"(?:please wait|one moment(?:,? please)?)(?:\.{3}|…)?",
            r"are you a robot\??",
            r"(?:robot|security|human) (?:check|verification)",
            r"verify(?:ing)? (?:that )?you are (?:a )?human\.?(?: this .*)?",
            r"pardon our interruption\W{0,3}",
            r"you are being redirected(?:\.{3}|…)?",
            r"before we continue(?:\.{3}|…)?",
            r"javascript is (?:disabled|not available|required)\.?",
            r"request unsuccessful.{0,120}",
        ),  # "Just a moment..."
        _pattern(
            r"enable (?:javascript|js) and (?:cookies to continue|disable any ad ?blocker)",
            r"incapsula incident id",
            r"(?:needs to|must) review the security of your connection",
            r"checking if the site connection is secure",
            r"(?:check|verify)(?:ing)? (?:that |if )?(?:you are|you[’']re) (?:a )?(?:human|not a (?:ro)?bot)",
            r"ray id:",
            r"(?:made|make|makes) us think (?:that )?you (?:are|were) a bot",
            r"you are using automation tools",
            r"(?:make sure|confirm|verify|know) (?:that )?(?:you[’']re|you are) (?:not a robot|a human)",
            r"press (?:&|and) hold to confirm",
            r"unusual (?:activity|traffic) from your (?:computer )?network",
            r"you don[’']t have permission to access .{1,300} on this server",
            r"checking your browser before",
            r"we check your browser before",
            r"why have i been blocked",
            r"using a security service to protect itself",
            r"cloudflare ray id",
            r"sucuri (?:website )?firewall",
            r"javascript is (?:required|disabled|not available)",
            r"(?:make sure|ensure) (?:that )?(?:javascript and cookies|cookies and javascript) are enabled",
            r"(?:javascript|cookies) (?:and (?:javascript|cookies) )?(?:is|are) (?:disabled|blocked) ",
            r"enter the characters you see below",
            r"überprüfen, ob sie ein mensch sind",
        ),  # "Enable JavaScript and cookies to continue"
    ),
    Wall(
        "soft_404",
        _pattern(
            r"(?:error:? ?|http ?|erreur |errore |fehler )?4(?:04|10)\b(?:[\s:.,–-]*(?:error|erreur|fehler|"
            r"(?:page |file )?not foun",
            r"|gone|this page could not be found|oops))*[\s!.]*",
            r"(?:oops|whoops|sorry|not found|nothing (?:was )?found|nothing here)\b[\s!.,]*(?:(?:page|that|this"
            r"|the) .{0,60})?",
            r".{0,40}\b(?:page|content|article|story) (?:(?:was |is |could |can)?not (?:be )?(?:found|available)"
            r"|(?:does not|doesn[’']t|no longer) exists?|(?:is )?(?:unavailable|no longer available))[\s!.]*",
            r".{0,20}\bcan(?:no|[’'])t (?:seem to )?find (?:that|the|this) (?:page|article|story).{0,40}",
            r".{0,20}\b(?:page|article|story) can(?:no|[’'])t be found[\s!.]*",
            r"(?:seite )?(?:wurde )?nicht gefunden[\s!.]*",
            r"(?:die )?seite (?:wurde |konnte )?nicht gefunden(?: werden)?[\s!.]*",
            r"page (?:introuvable|non trouvée)[\s!.]*",
            r"página no encontrada[\s!.]*",
            r"página não encontrada[\s!.]*",
            r"pagina non trovata[\s!.]*",
            r"sayfa bulunamadı[\s!.]*",
            r"(?:הדף|העמוד) לא נמצא[\s!.]*",
            r"الصفحة غير موجودة[\s!.]*",
            r"صفحه مورد نظر یافت نشد[\s!.]*",
            r"страница не найдена[\s!.]*",
        ),  # "Page not found"
        _pattern(
            r"the (?:page|article|story|content) (?:that )?you (?:are|were|[’']re) (?:looking|searching) for",
            r"the (?:page|article|url) you (?:have )?requested (?:could|can|was|is|has|does) ?(?:not|n[o’']t|been)",
            r"nothing was found at this location",
            r"(?:this|the) (?:page|article|story) is no longer available",
            r"may have been (?:withdrawn|removed|moved|deleted)",
            r"die (?:gewünschte|angeforderte|gesuchte) seite",
            r"la page (?:que vous (?:recherchez|cherchez)|demandée)",
            r"la página (?:que buscas|solicitada)",
            r"الصفحة (?:التي تبحث|المطلوبة)",
            r"aradığınız sayfa",
        ),  # "The page you are looking for may have been removed"
    ),
    Wall(
        "maintenance",
        _pattern(
            r"(?:site |website |scheduled |under |down for )*maintenance(?: mode)?[\s!.]*",
            r"we(?:[’']ll| will) be (?:right )?back(?: soon| shortly)?[\s!.]*",
            r"wartungsarbeiten[\s!.]*",
            r"(?:site )?en maintenance[\s!.]*",
            r"coming soon[\s!.]*",
            r"service unavailable",
            r"(?:sitio )?en mantenimiento[\s!.]*",
            r"bakım(?: çalışması)?[\s!.]*",
            r"الموقع تحت الصيانة[\s!.]*",
        ),  # "Site Maintenance"
        _pattern(
            r"unavailable for scheduled maintenance",
            r"performing (?:some |scheduled )?maintenance",
            r"(?:site|page|website) is (?:currently |temporarily )?(?:down for|under(?:going)?) "
            r"(?:scheduled )?maintenance",
            r"we(?:[’']ll| will) be back (?:online )?(?:soon|shortly)",
            r"wegen wartungsarbeiten (?:derzeit |vorübergehend )?nicht",
        ),  # "Briefly unavailable for scheduled maintenance."
    ),
    Wall(
        "server_error",
        _pattern(
            r"(?:error:? ?)?(?:http )?50[0-4]\b(?:[\s:.,–-]*(?:error|internal server error|bad gateway|service "
            r"(?:temporarily )?unavailabl",
            r"|gateway time-?out|backend fetch failed))*[\s!.]*",
            r"internal server error[\s!.]*",
            r"bad gateway(?: error code 502)?",
            r"gateway time-?out",
            r"(?:database|application) error",
            r"error establishing a database connection",
            r"wordpress › error",
            r"too many requests[\s!.]*",
            r"(?:fatal|server|unexpected) error[\s!.]*",
            r"something went wrong[\s!.]*",
            r"an error (?:has )?occurred[\s!.]*",
        ),  # "500 Internal Server Error"
        _pattern(
            r"there has been a critical error on (?:this|your) website",
            r"error establishing a database connection",
            r"server encountered an (?:internal|unexpected) (?:error|condition)",
            r"unable to complete your request",
            r"you have sent too many requests",
            r"guru meditation",
            r"backend fetch failed",
            r"bad gateway error code",
            r"web server reported a bad gateway",
            r"if you are (?:a visitor of|the owner of) this website",
        ),  # "There has been a critical error on this website."
    ),
    Wall(
        "region_block",
        _pattern(
            r"(?:error )?451\b(?:[\s:.,–-]*unavailable (?:due to|for) legal reasons)?[\s!.]*",
            r"(?:this )?(?:page|content|site|article) is (?:not|un)\s?available in your (?:region|country"
            r"|location)[\s!.]*",
        ),  # "451: Unavailable due to legal reasons"
        _pattern(
            r"access this website from a country belonging to the european economic area",
            r"not available (?:in|to (?:visitors|readers) (?:in|from)) (?:your (?:region|country)"
            r"|most european countries)",
            r"unavailable in (?:most european countries|your (?:region|country))",
        ),  # "Our website is currently unavailable in most European countries"
    ),
    Wall(
        "consent_wall",
        _pattern(
            r"before you continue(?: to .{1,60})?[\s.]*",
            r"your (?:privacy|consent|cookie)(?: choices| settings| matters)?(?:,? please)?[\s!.]*",
            r"(?:cookies?|privacy|consent)[ -](?:consent|settings|preferences|notice|choices|wall|manager)[\s!.]*",
            r"we (?:value|respect|care about) your privacy[\s!.]*",
            r".{1,40} is part of the yahoo family of brands",
            r"zustimmung(?: zu cookies)?[\s!.]*",
            r"(?:ihre )?(?:privatsphäre|datenschutz-?einstellungen|cookie-?einstellungen)[\s!.]*",
            r"weiterlesen mit werbung",
            r"gestion des cookies",
            r"votre vie privée[\s!.]*",
            r"configuración de cookies",
            r"çerez (?:ayarları|politikası|tercihleri)",
        ),  # "Before you continue to Daily Example"
        _pattern(
            r"we (?:and our (?:\d+ )?partners[^.]{0,60} )?(?:use|store|set) cookies",
            r"we and our (?:\d+ )?partners",
            r"we use cookies (?:and|to|on)\b",
            r"click(?:ing)? [‘“\"']?accept",
            r"(?:accept|reject) all\b",
            r"wir und unsere (?:bis zu )?(?:\d+ )?partner",
            r"(?:alle|allen) (?:cookies )?(?:akzeptieren|zustimmen)",
            r"wie gewohnt mit werbung",
            r"mit werbung und tracking",
            r"nous et nos (?:\d+ )?partenaires",
            r"nous utilisons des cookies",
            r"tout accepter",
            r"utilizamos cookies",
            r"utilizziamo i cookie",
            r"çerez(?:ler)?(?:i)? kullan(?:ıyoruz|ır)",
        ),  # "We and our 800 partners store cookies on your device."
    ),
    Wall(
        PAYWALL,
        _pattern(
            r"subscribe to (?:read|continue(?: reading)?|unlock|keep reading)(?: this (?:article|story))?[\s!.]*",
            r"(?:this (?:article|story) is )?(?:for )?subscribers? only[\s!.]*",
            r"(?:become a|for) (?:member|subscriber)s?(?: to read)?",
            r"keep reading(?: with a subscription)?[\s!.]*",
            r"jetzt weiterlesen[\s!.]*",
            r"réservé aux abonnés[\s!.]*",
        ),  # "Subscribe to read"
        _pattern(
            STUB_END.pattern,
            r"cancel any ?time",
            r"unlimited (?:digital )?access\b",
        ),  # "Subscribe to continue reading"
    ),
    Wall(
        "parked_domain",
        _pattern(
            r"\S{3,80}\.\w{2,24} is (?:for sale|parked|available)[\s!.]*",
            r"(?:this )?domain (?:is )?(?:for sale|parked)[\s!.]*",
        ),  # "daily.example is for sale"
        _pattern(
            r"(?:this|the) domain(?: name)? (?:may be|is|has been) (?:for sale|parked|registered|expired)",
            r"buy this domain",
        ),  # "This domain may be for sale."
    ),
)

LOGIN = Wall(
    "login_wall",
    _pattern(
        r"(?:please )?(?:log|sign)[ -]?in(?: (?:to|with) .{1,40}| or (?:register|sign up))?[\s!.]*",
        r"log ?on",
        r"welcome back[\s!.]*",
        r"anmelden[\s!.]*",
        r"einloggen[\s!.]*",
        r"connexion",
        r"se connecter",
        r"iniciar sesión",
        r"accedi",
        r"giriş(?: yap)?",
        r"تسجيل الدخول",
        r"ورود",
        r"התחברות",
        r"registration required[\s!.]*",
        r"(?:my )?account",
    ),  # "Log In ‹ Daily Example — WordPress"
    _pattern(
        r"(?:log|sign) ?in (?:with|to) your .{0,30}account to (?:read|continue|view)",
        r"to sign in to your account",
        r"(?:forgot|lost) your password",
        r"must be logged in",
    ),  # "Sign in with your account to read this story."
)
