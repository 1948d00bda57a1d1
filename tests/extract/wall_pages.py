"""Walls as their makers serve them, with their reasons, and stories that only speak of such things."""

from tests.extract.pages import PARAGRAPHS


def pg(title: str, body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def art(title: str, first: str, head: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in (first, *PARAGRAPHS))
    return pg(f"{title} | The Daily Example", f"<article><h1>{title}</h1>{paragraphs}</article>", head)


FILLER = "<p>If you are a visitor of this website, please try again in a few minutes. If you are the owner of this website, you can find more about what has happened in the help center of the company.</p>"
WALLS = [
    ("challenge", pg("Just a moment...",'<noscript>Enable JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={cvId:"3"};</script><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>')),
    ("challenge", pg("Nur einen Moment…",'<h1>daily.example</h1><p>Überprüfen, ob Sie ein Mensch sind. Dies kann einige Sekunden dauern.</p><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>')),
    ("challenge", pg("daily.example",'<h1>daily.example</h1><p>Verify you are human by completing the action below.</p><p>daily.example needs to review the security of your connection before proceeding.</p><div class="cf-turnstile"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script><p>Ray ID: <code>8f0</code></p>')),
    ("challenge", pg("Attention Required! | Cloudflare",'<h1>Sorry, you have been blocked</h1><h2>You are unable to access daily.example</h2><h2>Why have I been blocked?</h2><p>This website is using a security service to protect itself from online attacks. The action you just performed triggered the security solution. There are several actions that could trigger this block including submitting a certain word or phrase, a SQL command or malformed data.</p><h2>What can I do to resolve this?</h2><p>You can email the site owner to let them know you were blocked. Please include what you were doing when this page came up and the Cloudflare Ray ID found at the bottom of this page.</p>')),
    ("challenge", pg("daily.example",'<p id="cmsg">Please enable JS and disable any ad blocker</p><script data-cfasync="false">var dd={\'rt\':\'c\',\'cid\':\'A\',\'hsh\':\'2\',\'t\':\'fe\',\'s\':1,\'host\':\'geo.captcha-delivery.com\'}</script><script src="https://ct.captcha-delivery.com/c.js"></script>')),
    ("challenge", pg("Access Denied",'<h1>Access Denied</h1><p>You don\'t have permission to access "http&#58;&#47;&#47;daily&#46;example&#47;" on this server.</p><p>Reference&#32;&#35;18&#46;2d351ab8&#46;1557333295&#46;a4e16ab</p>')),
    ("challenge", pg("",'<script src="/_sec/cp_challenge/crypto-3.3.js"></script><div id="sec-if-cpt-container"></div><p>Powered and protected by Akamai. Please wait while we check your browser before you can go on to the page.</p>')),
    ("challenge", '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"><script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script></head><body><iframe src="/_Incapsula_Resource?SWUDNSAI=9&incident_id=1">Request unsuccessful. Incapsula incident ID: 877000260089423451-324</iframe></body></html>'),
    ("challenge", pg("",'<p>Request unsuccessful. Incapsula incident ID: 877000260089423451-324 which you may tell to the owner of this site when you ask him.</p>')),
    ("challenge", pg("You are being redirected...",'<noscript>Javascript is required. Please enable javascript before you are allowed to see this page.</noscript><script>var s={},u,c,U,r,i,l=0,a,e=eval,w=String.fromCharCode,sucuri_cloudproxy_js=\'\',S=\'cz0\';</script>')),
    ("challenge", pg("Sucuri WebSite Firewall - Access Denied",'<h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner (or you manage this site), please whitelist your IP or if you think this block is an error please open a support ticket and make sure to include the block details (displayed in the box below), so we can assist you in troubleshooting the issue.</p><h2>Block details:</h2><table><tr><td>Your IP:</td><td>1.2.3.4</td></tr></table>')),
    ("challenge", pg("Access to this page has been denied",'<div><h1>Access to this page has been denied because we believe you are using automation tools to browse the website.</h1><p>This may happen as a result of the following:</p><ul><li>Javascript is disabled or blocked by an extension (ad blockers for example)</li><li>Your browser does not support cookies</li></ul><p>Please make sure that Javascript and cookies are enabled on your browser and that you are not blocking them from loading.</p><p>Reference ID: #x</p><div id="px-captcha"></div></div><script>window._pxAppId="PX"</script>')),
    ("challenge", pg("daily.example",'<h1>Before we continue...</h1><p>Press & Hold to confirm you are a human (and not a bot).</p><p>Reference ID 3a-2b</p><script src="https://captcha.px-cdn.net/PX/captcha.js"></script>')),
    ("challenge", pg("Pardon Our Interruption",'<h1>Pardon Our Interruption</h1><p>As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen:</p><ul><li>You\'re a power user moving through this website with super-human speed.</li><li>You\'ve disabled cookies in your web browser.</li><li>A third-party browser plugin, such as Ghostery or NoScript, is preventing JavaScript from running.</li></ul><p>To regain access, please make sure that cookies and JavaScript are enabled before reloading the page.</p>')),
    ("challenge", pg("Human Verification",'<div id="captcha-container"></div><script src="https://x.captcha.awswaf.com/x/captcha.js"></script><h1>JavaScript is disabled</h1><p>In order to continue, we need to verify that you\'re not a robot. This requires JavaScript. Enable JavaScript and then reload the page.</p>')),
    ("challenge", pg("",'<script src="/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39-8ed7-437e-a3be-862e0f06eea3/ips.js"></script>')),
    ("challenge", pg("Robot Check",'<h4>Enter the characters you see below</h4><p>Sorry, we just need to make sure you\'re not a robot. For best results, please make sure your browser is accepting cookies.</p>')),
    ("challenge", pg("Daily Example",'<p>JavaScript is not available. We’ve detected that JavaScript is disabled in this browser. Please enable JavaScript or switch to a supported browser to continue using this site.</p>')),
    ("challenge", pg("Bloomberg - Are you a robot?","<h3>We've detected unusual activity from your computer network</h3><p>To continue, please click the box below to let us know you're not a robot.</p><h3>Why did this happen?</h3><p>Please make sure your browser supports JavaScript and cookies and that you are not blocking them from loading.</p>")),
    ("consent_wall", pg("Before you continue to Daily Example",'<h1>Before you continue</h1><p>We use cookies and data to deliver and maintain services, track outages and protect against spam, fraud and abuse. If you choose to accept all, we will also use cookies and data to develop and improve new services and to show personalised content and ads.</p><button>Reject all</button><button>Accept all</button><p>You may also visit the tools page at any time for your options.</p>')),
    ("consent_wall", pg("Yahoo is part of the Yahoo family of brands",'<h1>Yahoo is part of the Yahoo family of brands</h1><p>When you use our sites and apps, we use cookies to provide our sites and apps to you, authenticate users, apply security measures, and prevent spam and abuse, and measure your use of our sites and apps.</p><p>If you click Accept all, we and our partners, including 237 who are part of the IAB Transparency and Consent Framework, will also store and/or access information on a device and use precise geolocation data.</p><button>Accept all</button><button>Reject all</button>')),
    ("consent_wall", pg("Zustimmung zu Cookies | Tageblatt",'<h1>Weiterlesen mit Werbung</h1><p>Besuchen Sie unsere Seite wie gewohnt mit Werbung und Tracking. Zustimmung ist jederzeit widerrufbar. Wir und unsere Partner verarbeiten Ihre Daten. Details zu Werbe- und Analysetrackern in der Datenschutzerklärung.</p><button>Akzeptieren und weiter</button><p>Weiterlesen mit dem Pur-Abo ohne Werbung und Tracking für 4,99 im Monat.</p>')),
    ("login_wall", pg("Log in to continue - Daily",'<h1>Log in to continue reading</h1><p>Sign in with your account to read this story. It is free and takes only a minute of your time today.</p><form><input type="email"><input type="password"></form>')),
    ("login_wall", pg("Welcome back | Daily",'<h1>Welcome back</h1><p>Enter your email address to sign in to your account or to create a new one on the site of the Daily.</p><form action="/login"><input name="email"><input type="password"></form>')),
    ("paywall", pg("Subscribe to read | The Daily",'<h1>Subscribe to read</h1><p>Subscribe to unlock this article. Try unlimited access: only $1 for 4 weeks. Then $75 per month. Complete digital access to quality journalism on any device. Cancel anytime during your trial.</p><a href="/sub">See all plans</a>')),
    ("soft_404", pg("Daily Example",'<h1>Sorry, we can’t find that page</h1><p>The page you are looking for may have been removed, had its name changed, or is temporarily unavailable. Try the search or go back to the front page.</p>')),
    ("soft_404", pg("Error 404 | Daily",'<h1>Oops!</h1><p>That page can’t be found. It looks like nothing was found at this location. Maybe try one of the links below or a search?</p>')),
    ("soft_404", pg("Daily",'<h1>410 Gone</h1><p>This article is no longer available. It may have been withdrawn by our editors, or its licence may have run out in the meantime.</p>')),
    ("maintenance", pg("Site Maintenance",'<h1>We&rsquo;ll be back soon!</h1><p>Sorry for the inconvenience but we&rsquo;re performing some maintenance at the moment. If you need to you can always contact us, otherwise we&rsquo;ll be back online shortly!</p>')),
    ("maintenance", pg("Maintenance",'<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>')),
    ("server_error", pg("WordPress › Error",'<p>There has been a critical error on this website.</p><p><a href="https://wordpress.org/x/">Learn more about troubleshooting WordPress.</a></p>')),
    ("server_error", pg("Database Error",'<h1>Error establishing a database connection</h1>')),
    ("server_error", pg("500 Internal Server Error",'<h1>Internal Server Error</h1><p>The server encountered an internal error or misconfiguration and was unable to complete your request. Please contact the server administrator to inform of the time the error occurred.</p>')),
    ("server_error", pg("daily.example | 502: Bad gateway",'<h1>Bad gateway Error code 502</h1><p>Visit cloudflare.com for more information.</p>'+ FILLER)),
    ("server_error", pg("503 Backend fetch failed",'<h1>Error 503 Backend fetch failed</h1><p>Backend fetch failed</p><h3>Guru Meditation:</h3><p>XID: 123</p>')),
    ("region_block", pg("451: Unavailable due to legal reasons",'<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time.</p>')),
    ("server_error", pg("Too Many Requests",'<h1>Too many requests</h1><p>You have sent too many requests in a given amount of time. Please wait a little and then try again, thank you for your patience.</p>')),
    ("parked_domain", pg("daily.example - domain for sale",'<h1>daily.example is for sale</h1><p>This domain may be for sale. Click here to inquire about this domain and get a price quote from its owner within a day.</p>')),
]  # fmt: skip

STORIES = [
    art("Just a moment: what Cloudflare's challenge costs readers","The page says Just a moment and asks whether you are human, and every day millions of readers wait for it."),
    art("Access denied: how the ministry keeps reporters out","Reporters were told that access to the archive had been denied for reasons that nobody could name on Tuesday."),
    art("404 page not found: the museum of lost websites","A museum in the old harbour collects pages that say 404, and it has ten thousand of them by now."),
    art("We use cookies: what the new consent law means","We and our partners use cookies, says every site, and from Monday on it will need a better reason for it."),
    art("Log in to vote: island tries online ballots","Log in, choose, done: the island votes online for the first time this Sunday, with a paper trail beside it."),
    art("Subscribe to read: the return of the paywall","Subscribe to continue reading, the sign said, and this time most of the readers did as it told them."),
    art("Site maintenance: crane down for a month","Down for maintenance is the sign at the old crane, and it will hang there until the middle of the next month."),
    art("Are you a robot? Port hires its first machine","Are you a robot, the children asked the new machine on the quay, and it told them that it was one indeed."),
    art("500 Internal Server Error: when the tax office went dark","Internal server error was all that the tax office had to say on the last day that returns could be handed in."),
    art("Verify you are human, says the bank","Verify you are human: with these words the bank now greets those who come for their own money."),
    art("Attention required! Schools short of teachers","Attention required, wrote the teachers on the wall of the ministry, which has not filled a post since May."),
    art("Harbour opens again","The harbour has opened again after the storm of the week before, its master said on Monday morning.", '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><script>(function(){window.__CF$cv$params={r:"1"};var a=document.createElement("script");a.src="/cdn-cgi/challenge-platform/scripts/jsd/main.js";})()</script>'),
    art("Please wait: the queue at the border grows","Please wait here, says the sign, and thousands have been doing so since the border was closed on Friday."),
    pg("EU fines shop over cookies - Daily","<article><h1>EU fines shop over cookies</h1><p>The commission has fined an online shop three million for its cookies, a spokesman said on Monday in Brussels.</p></article>"),
    pg("Not found: search for lost ferry ends - Daily","<article><h1>Not found: search for lost ferry ends</h1><p>The coast guard has ended its search for the lost ferry off the island after nine days, an officer said.</p></article>"),
    pg("Maintenance closes tunnel - Daily","<article><h1>Maintenance closes tunnel</h1><p>The tunnel will be closed for maintenance on both Sundays of May, from six in the morning until noon, the city said.</p></article>"),
    pg("Sign-in fault hits bank - Daily","<article><h1>Sign-in fault hits bank</h1><p>Customers of the bank could not sign in to their accounts on Monday; the fault was found by noon, it said.</p></article>"),
]  # fmt: skip
