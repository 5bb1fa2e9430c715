"""Robots rules read the strict way: a site whose robots.txt cannot be had is left alone (RFC 9309, section 2.3.1).

Scrapy by itself takes an error or a time-out for "everything is allowed".
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

from crawler.refusals import REFUSALS


class DenyAll(RobotParser):
    """Rules of a site that could not say what its rules are."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    @classmethod
    def from_crawler(cls, crawler: Any, robotstxt_body: bytes) -> DenyAll:
        """Build it for any body."""
        return cls("no rules")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Allow nothing."""
        return False


class StrictRobots(RobotsTxtMiddleware):
    """Scrapy's robots middleware, which denies where robots.txt answers 5xx, 401, 403, 429, or not at all."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of a request's site.

        Of several requests that wait for one robots.txt, Scrapy hands the rules to the first and None, which means
        "allowed", to the others; so the rules are looked up again after the wait.
        """
        await super().robot_parser(request)
        rules = self._parsers[urlsplit(request.url).netloc]
        return DenyAll("its robots.txt is still being read") if isinstance(rules, Deferred) else rules

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status in REFUSALS:
            self._deny(netloc, f"robots.txt answered {response.status}")
        elif response.status >= 400:
            await super()._parse_robots(response.replace(body=b""), netloc, request)
        else:
            await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._deny(netloc, f"robots.txt could not be read ({type(exc).__name__})")

    def _deny(self, netloc: str, reason: str) -> None:
        self._stats.inc_value("robotstxt/denied_unread")
        waiting = self._parsers[netloc]
        rules = DenyAll(reason)
        self._parsers[netloc] = rules
        if isinstance(waiting, Deferred):
            waiting.callback(rules)
