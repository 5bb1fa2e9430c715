"""No address found in data leads inside: nine forms of asking, names that resolve inside, and the one exception."""

import pytest
from scrapy import Request
from scrapy.settings import Settings as ScrapySettings
from scrapy.utils.test import get_crawler
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from catalog.settings import Settings
from crawler.fencing import INVENTED_PROXY, OFFLINE, ORIGINS, Fence, Fenced, FencedResolver, fault, is_public
from crawler.fetch import assert_guarded
from crawler.obeying import DenyAll
from crawler.settings import HTTP_HANDLER, delay, scrapy_settings, user_agent
from crawler.spiders.samhsa_locator import SamhsaLocator


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.0.0.1:8501/", "http://2130706433/", "http://127.2/", "http://0x7f.1/",
        "http://017700000001/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://0.0.0.0/", "http://10.0.0.5/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://100.64.0.1/", "http://224.0.0.1/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/",
        "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/", "http://router/",
        "http://metadata.google.internal/", "http://printer.local/", "file:///etc/passwd", "ftp://quiet.org/",
        "data:text/html,x", "javascript:alert(1)", "gopher://quiet.org/", "http://user:word@quiet.org/",
        "http://quiet.org:22/", "http://quiet.org:8080/", "http:///x", "http://[oops/", "//quiet.org/",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_are_refused(url):
    assert fault(url)


@pytest.mark.parametrize("url", ["http://quiet.org/", "https://www.quiet.org/iop?x=1", "https://quiet.org:443/",
                                 "http://8.8.8.8/", "https://[2606:4700:4700::1111]/"])  # fmt: skip
def test_public_addresses_pass(url):
    assert fault(url) == ""


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3", "169.254.1.1",
                                     "0.0.0.0", "100.64.1.1", "240.0.0.1", "2002:7f00:1::",
                                     "fe80::1%eth0"])  # fmt: skip
def test_addresses_inside_are_not_public(address):
    assert not is_public(address)


def fence(**settings):
    return Fence(get_crawler(settings_dict=settings))


def test_loopback_is_open_to_the_exact_origin_of_a_setting_only():
    guard = fence(**{ORIGINS: ["http://127.0.0.1:4321"]})
    guard.process_request(Request("http://127.0.0.1:4321/locator"))
    for url in ("http://127.0.0.1:4322/", "http://127.0.0.1/", "http://localhost:4321/", "https://127.0.0.1:4321/"):
        with pytest.raises(Fenced, match="not fetched"):
            guard.process_request(Request(url))


def test_a_proxy_named_by_data_is_dropped():
    request = Request("https://quiet.org/", meta={"proxy": "http://127.0.0.1:1"})
    fence().process_request(request)
    assert "proxy" not in request.meta


def test_invented_hosts_go_to_the_server_of_the_sample_and_nowhere_without_one():
    request = Request("http://quiet.example/iop")
    fence(**{INVENTED_PROXY: "http://127.0.0.1:4321"}).process_request(request)
    assert request.meta["proxy"] == "http://127.0.0.1:4321"
    with pytest.raises(Fenced, match="invented host"):
        fence().process_request(Request("http://quiet.example/iop"))


class Answers:
    """A reactor that resolves every name to one address."""

    def __init__(self, address):
        self.address = address


def resolver(address, monkeypatch, **settings):
    from scrapy.resolver import CachingThreadedResolver

    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda self, name, timeout=(): succeed(address))
    return FencedResolver.from_crawler(get_crawler(settings_dict=settings), Answers(address))


def outcome(deferred):
    got = []
    deferred.addBoth(got.append)
    return got[0]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"])
def test_a_name_that_resolves_inside_finds_nothing(address, monkeypatch):
    failure = outcome(resolver(address, monkeypatch).getHostByName("rebinding.org"))
    assert failure.check(DNSLookupError)


def test_a_public_name_resolves(monkeypatch):
    assert outcome(resolver("93.184.215.14", monkeypatch).getHostByName("quiet.org")) == "93.184.215.14"


def test_the_host_of_a_setting_resolves_to_loopback(monkeypatch):
    found = resolver("127.0.0.1", monkeypatch, **{ORIGINS: ["http://localhost:4321"]})
    assert outcome(found.getHostByName("localhost")) == "127.0.0.1"
    assert outcome(found.getHostByName("quiet.org")).check(DNSLookupError)


def test_every_setting_that_keeps_a_crawl_polite_and_capped():
    made = scrapy_settings(Settings(), "https://findtreatment.gov")
    assert made["ROBOTSTXT_OBEY"] and made["DOWNLOAD_VERIFY_CERTIFICATES"]
    assert not made["REMOTE_CONTROL_ENABLED"] and not made["TELNETCONSOLE_ENABLED"]
    assert made["DOWNLOAD_MAXSIZE"] <= 10_000_000 and made["DOWNLOAD_TIMEOUT"] <= 30
    assert made["DOWNLOAD_DELAY"] >= 1 and made["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert not made["COOKIES_ENABLED"] and made["REDIRECT_MAX_TIMES"] <= 5
    assert "JOBDIR" not in made


def test_haste_is_for_loopback_only():
    hasty = Settings(request_delay=0)
    assert delay(hasty, "https://findtreatment.gov") == 1
    assert delay(hasty, "http://127.0.0.1:4321") == 0
    assert delay(Settings(request_delay=5), "https://findtreatment.gov") == 5


def test_the_crawler_says_who_it_is():
    assert user_agent(Settings(contact="mailto:ops@quiet.org")).startswith("iop-finder/")
    assert "mailto:ops@quiet.org" in user_agent(Settings(contact="mailto:ops@quiet.org"))


def test_a_crawl_whose_handler_the_fence_does_not_guard_does_not_start():
    made = scrapy_settings(Settings(), "https://findtreatment.gov")
    assert_guarded(get_crawler(SamhsaLocator, made))
    other = made | {"DOWNLOAD_HANDLERS": made["DOWNLOAD_HANDLERS"] | {"http": "elsewhere.Handler"}}
    with pytest.raises(RuntimeError, match=HTTP_HANDLER.rsplit(".", 1)[1]):
        assert_guarded(get_crawler(SamhsaLocator, other))


def test_rules_that_could_not_be_read_allow_nothing():
    assert not DenyAll("robots.txt answered 503").allowed("https://quiet.org/", "iop-finder")


def test_scrapys_own_defaults_are_the_unsafe_ones_we_change():
    plain = ScrapySettings()
    assert not plain.getbool("DOWNLOAD_VERIFY_CERTIFICATES"), "our setting may no longer be needed"


def test_an_offline_run_reaches_named_servers_only():
    guard = fence(**{OFFLINE: True, ORIGINS: ["http://127.0.0.1:4321"], INVENTED_PROXY: "http://127.0.0.1:4321"})
    guard.process_request(Request("http://127.0.0.1:4321/locator"))
    guard.process_request(Request("http://quiet.example/"))
    with pytest.raises(Fenced, match="offline"):
        guard.process_request(Request("https://quiet.org/"))
