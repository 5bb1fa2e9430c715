"""Scrapy's settings for every spider: polite, capped, fenced. Each that differs from Scrapy's default says why."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from catalog.settings import Settings, is_loopback
from crawler.fencing import INVENTED_PROXY, OFFLINE, ORIGINS, origin

STATES = "ONLY_STATES"
"""Scrapy setting: postal codes to gather, separated by commas; "" for all."""

INSURERS = "ONLY_INSURERS"
"""Scrapy setting: ids of insurers' directories to ask, separated by commas; "" for all."""

PAGE_BYTES = 10_000_000
"""Largest page, unpacked."""

HTTP_HANDLER = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
"""The handler whose connections go through Twisted's resolver, and so through the fence."""


def user_agent(settings: Settings) -> str:
    """Return who we say we are: the project, its version, and where to reach whoever runs it."""
    contact = f"+{settings.contact}" if settings.contact else "somebody's own copy, no contact set"
    return f"iop-finder/{version('iop-finder')} ({contact})"


def delay(settings: Settings, url: str) -> float:
    """Return the seconds between two requests: under one only where the setting points at loopback."""
    return settings.request_delay if is_loopback(url) else max(1.0, settings.request_delay)


def scrapy_settings(settings: Settings, base_url: str) -> dict[str, Any]:
    """Return Scrapy's settings for a source at ``base_url``, the only origin that may be loopback."""
    return {
        "USER_AGENT": user_agent(settings),
        "ROBOTSTXT_OBEY": True,
        # One request at a time a host, in an even rhythm.
        "DOWNLOAD_DELAY": delay(settings, base_url),
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.fencing.Fence": 50,
            "crawler.obeying.StrictRobots": 100,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
        },
        "TWISTED_DNS_RESOLVER": "crawler.fencing.FencedResolver",
        STATES: settings.states,
        INSURERS: settings.insurers,
        OFFLINE: settings.offline,
        ORIGINS: [origin(base_url)] if base_url and (is_loopback(base_url) or not settings.offline) else [],
        INVENTED_PROXY: settings.program_sites_url if is_loopback(settings.program_sites_url) else "",
        # Only the web, and only through the handler that the resolver guards.
        "DOWNLOAD_HANDLERS": {
            "http": HTTP_HANDLER, "https": HTTP_HANDLER, "file": None, "data": None, "ftp": None, "s3": None,
        },
        # Both let code on this machine be run from outside the process.
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        # A server cannot fill the memory or hold the run.
        "DOWNLOAD_MAXSIZE": PAGE_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": 30,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "DEPTH_LIMIT": 3,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "REFERER_ENABLED": False,
        "LOG_LEVEL": "INFO",
    }  # fmt: skip
