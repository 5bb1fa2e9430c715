"""Streams a body too large for memory to whoever takes it in, behind the same fence as every other request.

Scrapy holds a whole body before anybody sees it. A spider first asks for the address through Scrapy, which judges it by
the fence and robots.txt and follows redirects, and lets go of the body; then the body of the address that answered is
streamed here: no redirects, the name resolved by the fence's own resolver, certificates checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure
from twisted.web.client import Agent, BrowserLikePolicyForHTTPS, ResponseDone
from twisted.web.http import PotentialDataLoss
from twisted.web.http_headers import Headers

from crawler.kept_pages import BadAnswer

STALLED_AFTER = 90
"""Seconds without a byte after which a stream is given up."""

CONNECT_SECONDS = 30


class Broken(Exception):
    """A stream ended before its end; asking again may help. The message says how."""


def stream(url: str, user_agent: str, take: Callable[[bytes], None], most_bytes: int) -> Deferred[None]:
    """Hand the body at ``url`` to ``take`` piece by piece.

    Fails with ``Broken`` where the connection breaks, and with whatever ``take`` raises, which ends the stream. An
    answer other than 200, or more than ``most_bytes``, is a ``BadAnswer``.
    """
    agent = Agent(_reactor(), BrowserLikePolicyForHTTPS(), connectTimeout=CONNECT_SECONDS)
    headers = Headers({"User-Agent": [user_agent], "Accept": ["application/json"], "Accept-Encoding": ["gzip"]})
    asked = agent.request(b"GET", url.encode("ascii"), headers)

    def deliver(response: Any) -> Deferred[None]:
        done: Deferred[None] = Deferred()
        if response.code != 200:
            response.deliverBody(_Body(lambda data: None, done, most_bytes=100_000))
            return done.addBoth(lambda _: Failure(BadAnswer(f"it answered {response.code}")))
        response.deliverBody(_Body(take, done, most_bytes))
        return done

    return asked.addCallbacks(deliver, _not_reached)


def _reactor() -> Any:
    """Return the reactor that Scrapy has installed: whoever imports it first decides which, so it is looked up late."""
    from twisted.internet import reactor

    return reactor


def _not_reached(failure: Failure) -> None:
    error = failure.value
    raise Broken(f"it could not be reached ({str(error)[:120] or type(error).__name__})")


class _Body(Protocol):
    """Passes bytes on as they come; gives up where none come, or whoever takes them will have no more."""

    def __init__(self, take: Callable[[bytes], None], done: Deferred[None], most_bytes: int) -> None:
        self._take, self._done, self._left = take, done, most_bytes
        self._clock = _reactor().callLater(STALLED_AFTER, self._stalled)

    def dataReceived(self, data: bytes) -> None:
        """Take in what came."""
        if self._done.called:
            return
        self._clock.reset(STALLED_AFTER)
        self._left -= len(data)
        try:
            if self._left < 0:
                raise BadAnswer("it is larger than any directory")
            self._take(data)
        except Exception as error:  # noqa: BLE001  Whatever the taker says goes to who asked, and the stream ends.
            self._end(Failure(error))

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """The body is whole, or the connection broke."""
        if self._done.called:
            return
        if reason.check(ResponseDone, PotentialDataLoss):
            self._clock.cancel()
            self._done.callback(None)
        else:
            what = "closed too early" if reason.check(ConnectionDone) else type(reason.value).__name__
            self._end(Failure(Broken(f"the connection broke ({what})")))

    def _stalled(self) -> None:
        self._end(Failure(Broken(f"nothing came for {STALLED_AFTER} seconds")))

    def _end(self, failure: Failure) -> None:
        if self._clock.active():
            self._clock.cancel()
        if not self._done.called:
            self._done.errback(failure)
        if self.transport:
            self.transport.loseConnection()  # type: ignore[misc]  # zope.interface declares it without "self"
