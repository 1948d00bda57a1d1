"""Every setting of a crawl, once, with its unit and reason. What is true of one site stands in its profile."""

import os

from crawler import __version__, bounds

BOT_NAME = "newskeep"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
USER_AGENT = f"newskeep/{__version__}"  # a profile's contact is added in brackets; we never pretend to be a browser

# --- Manners -------------------------------------------------------------------------------------------------------
DOWNLOAD_DELAY = 1.0  # seconds between two requests to a host; a site that asks for more gets more
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy would vary a delay by half, and so be faster than a site asks for
HOST_MAX_DELAY_S = 60.0  # a host that answers slowly is asked as seldom as its answers take, up to this
CONCURRENT_REQUESTS_PER_DOMAIN = 2
CONCURRENT_REQUESTS = 32  # a crawler has one site, so this only has to be more than a host's share
ROBOTS_MAX_CRAWL_DELAY_S = 60.0  # a longer Crawl-delay is held as this: sites write 3600 without meaning it
ROBOTS_MAX_AGE_S = 86400.0  # RFC 9309, 2.4: no copy is used for longer than a day
ROBOTS_ASK_AGAIN_S = 600.0  # after this a robots.txt that could not be had is asked for again, within a run
TDMREP = True  # ask each host of a crawl once a run for its tdmrep.json, when a page says nothing of text mining
HOST_MAX_WAIT_S = 600.0  # of rest for a host in a run, all in all; what asks for more goes to a later run
HOST_FIRST_WAIT_S = 5.0  # back-off for a 429 or 503 without Retry-After; doubles each time
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

# --- Bounds --------------------------------------------------------------------------------------------------------
DOWNLOAD_TIMEOUT = 60  # seconds for a whole response, not idle time
BODY_MAX_BYTES = (
    bounds.DEFAULT.body_bytes
)  # on the wire and after each decoding step; what is longer is cut, and no article
SITEMAP_MAX_BYTES = bounds.DEFAULT.sitemap_bytes  # the same for a sitemap
HEAD_MAX_BYTES = 64_000  # of a response's status line and headers; browsers give up at 256 KB, many servers at 16
HTML_MAX_BYTES = (
    bounds.DEFAULT.html_bytes
)  # that extraction is handed; the rest is cut, and the record says so (html_cut)
LINKS_MAX = bounds.DEFAULT.links  # read of one page
# What an answer may be, by what was asked for; anything else is dropped after its headers. Without a Content-Type it is
# looked at. Sitemaps and feeds come under every name of text, compressed ones as a stream of bytes.
html_types = ["text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"]
xml_types = [
    *html_types, "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/gzip",
    "application/x-gzip", "application/octet-stream", "binary/octet-stream",
]  # fmt: skip
CONTENT_TYPES = {
    "page": html_types, "site": html_types, "listing": html_types, "links": html_types,
    "sitemap": xml_types, "feed": xml_types,
    "wordpress": ["application/json", "text/json", "application/hal+json", "application/problem+json"],
}  # fmt: skip
# All responses that a process holds, from their first byte until they are read: with what the archive and the workers
# copy of them the parent stays below 250 MB. A response is counted as FLIGHT_FIRST_BYTES until more of it has come.
FLIGHT_MAX_BYTES = 60_000_000
FLIGHT_FIRST_BYTES = 500_000
DOWNLOAD_MAXSIZE = 0  # Scrapy would throw away what came so far
DOWNLOAD_FAIL_ON_DATALOSS = False  # as it would for a cut body; both are caught by the capture middleware
DOWNLOAD_WARNSIZE = 0  # the bound above is the word on size
REDIRECT_MAX_TIMES = 8
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.downloading.BoundedHandler", "https": "crawler.middlewares.downloading.BoundedHandler",
    "data": None, "file": None, "ftp": None, "s3": None,
}  # fmt: skip
TWISTED_DNS_RESOLVER = "crawler.middlewares.resolver.GuardedResolver"

# --- Retries within a run; what still fails is retried by later runs -----------------------------------------------
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]
RETRY_PRIORITY_ADJUST = -1
ERROR_RETRY_S = 3600.0  # a page that failed is due again after this long, doubled with every failure in a row
ERROR_RETRY_MAX_S = 30 * 86400.0
ERROR_RETRY_TIMES = 12  # such waits, then the page is given up: by then it has failed for more than three months

# --- Looking again --------------------------------------------------------------------------------------------------
# Seconds after its publication at which an article is looked at again. News is corrected within hours, if at all.
LOOK_AGAIN_S = [3600, 6 * 3600, 86400, 7 * 86400, 30 * 86400]

# --- The archive ---------------------------------------------------------------------------------------------------
ARCHIVE = True  # keep every response as a WARC record; without it no record can be traced to its bytes
ARCHIVE_COMPRESSION = "gzip"  # or zstd: smaller and faster, but fewer tools read it

# --- The engine ----------------------------------------------------------------------------------------------------
CONCURRENT_ITEMS = 1  # Scrapy starts this many tasks for every response; 1 makes the parent 30% cheaper
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the state knows what was seen, in this run and before
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 50_000_000  # bytes of responses in hand; 5 MB would hold 18 news pages
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # nobody reads its twenty counts a page: the report has ours
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the source of our callbacks at every start: 0.2 s
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # a drop is counted and written to rejects/, so it is no news for the log

# What Scrapy puts into a crawl by default, emptied: even what is switched off there is imported, and the remote control
# brings aiohttp, 0.2 s of CPU. What we want of it stands in our own list. Left out on purpose:
# - offsite: the guard knows the profile's domains. robotstxt takes a 503 for "allow all". httperror: every answer
#   reaches the spider, to be a record, a reject or an error, and counted.
# - cookies, and with them tldextract, which fetches its list past any guard. referer: a guest does not tell one page
#   which other it came from. httpproxy: with a proxy only its address would be checked (crawler/run/proxies.py).
# - metarefresh: article bodies are packed when it would look; the worker reports soft redirects.
EXTENSIONS_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.GuardMiddleware": 90,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    # Next to the wire from Scrapy's retry (550), so that what is asked for again waits as told.
    "crawler.middlewares.politeness.PolitenessMiddleware": 555,
    "crawler.middlewares.guard.RefusalMiddleware": 560,
    "crawler.middlewares.compression.AsServedMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "crawler.middlewares.guard.DowngradeMiddleware": 610,  # it has to see what Scrapy's redirects (600) answer to
    # A cut body is answered by a retry here, below Scrapy's redirects and above the capture.
    "crawler.middlewares.capture.WholeMiddleware": 940,
    "crawler.middlewares.intake.IntakeMiddleware": 945,
    "crawler.middlewares.capture.CaptureMiddleware": 950,
}
ITEM_PIPELINES = {"pipelines.stages.ScrapyStages": 100}

# --- The stages of a record, in order ------------------------------------------------------------------------------
STAGES = [
    "pipelines.forgotten.RefuseForgotten",
    "pipelines.rights.Rights",
    "pipelines.validate.Validate",
    "pipelines.dedupe.Dedupe",
    "pipelines.version.Version",
    "pipelines.copies.Copies",
    "pipelines.jsonl.Jsonl",
    "pipelines.rejects.Rejects",
]
VALIDATE_MIN_WORDS = 8  # the shortest news flash in the recorded pages has 9
DUPLICATE_MIN_WORDS = 30  # below it two texts may rightly be the same: corrections, market lines

# --- The run -------------------------------------------------------------------------------------------------------
OUTPUT = os.environ.get("NEWSKEEP_OUTPUT", "output")  # the store
JOBS = len(os.sched_getaffinity(0))  # worker processes, one a core
SITES_AT_ONCE = 16  # 0.35 MB and 31 ms of CPU each
WORKER_TIMEOUT_S = 10.0  # a page that takes longer to read is hostile or broken
LARGE_BODY_BYTES = 1_000_000  # decoded; pages beyond it, one in fifty, are read one at a time: they take 200 MB each
WORKER_MAX_BYTES = 300_000_000  # of memory beyond a new worker's; a page that needs more is hostile or broken
COMMIT_EVERY_S = 0.1  # a kill costs what is in flight and what came since the last commit
SEGMENT_ROTATE_BYTES = 1_000_000_000  # a damaged file costs us at most this much
# A run does not begin, and stops, with less free on the store's disk: what is in flight then still has room to be
# committed, and a full disk takes other programs down as well.
DISK_FREE_MIN_BYTES = 500_000_000
STOP_WAIT_S = 20.0  # for what is in flight when the run is stopped; the rest stays due
FEED_AHEAD = 2  # pages in hand a connection and a worker process: enough to keep both busy; a kill costs these
SOURCES_AT_ONCE = 4
SOURCE_MAX_DEPTH = 8  # link hops from a profile's own source
SITEMAP_MAX_DEPTH = bounds.DEFAULT.sitemap_depth  # steps from the first index
LISTING_MAX_PAGES = 500
# Traps end here. A profile may raise each (bounds); what ended is named in the report.
FRUITLESS_MAX = 500  # requests in a row that gave neither record, version nor 304, then the site's run ends
IDLE_SITEMAPS_MAX = 50  # sitemap files in a row without anything new, then no more of them
IDLE_PAGES_MAX = 20  # pages of one list in a row without anything new, then no more of it
ALLOW_NETWORKS: list[str] = []  # CIDR ranges beyond the public web, for every host; --allow-network adds to them
PROGRESS_EVERY_S = 30.0  # a log line, when there is no terminal
EXPECT_MIN_RECORDS = 10  # fewer records than this say nothing about the share that fills a field
