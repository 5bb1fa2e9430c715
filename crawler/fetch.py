"""The process of one source: ``python -m crawler.fetch SOURCE ROOT RUN``, settings as a line of JSON on standard input.

Fetches what is missing of the run, reads it, and prints progress and the outcome, one JSON object a line.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
from scrapy.crawler import Crawler, CrawlerProcess

from catalog.settings import Settings
from catalog.sources import source_folder
from crawler.isolation import end_with_parent
from crawler.run import sources
from crawler.settings import HTTP_HANDLER, scrapy_settings
from crawler.spider import GatheringSpider, Outcome, Progress


def tell(message: Progress | Outcome) -> None:
    """Print one message for the process that started this one."""
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()


def fetch(spider: type[GatheringSpider], folder: Path, settings: Settings) -> str:
    """Fetch a run; return why it ended early, "" where it did not."""
    base = spider.base_url(settings)
    process = CrawlerProcess(scrapy_settings(settings, base))
    crawler = process.create_crawler(spider)
    assert_guarded(crawler)
    unstarted: list[str] = []
    begun = process.crawl(crawler, folder=folder, base=base, tell=tell)
    begun.addErrback(lambda failure: unstarted.append(failure.getErrorMessage()))
    process.start()
    return unstarted[0] if unstarted else _ending(crawler)


def _ending(crawler: Crawler) -> str:
    """Return why a crawl ended: an exception in a spider counts, although Scrapy calls such a run finished."""
    assert crawler.stats
    why = getattr(crawler.spider, "why_stopped", "")
    reason = str(crawler.stats.get_value("finish_reason", "it never started"))
    errors = crawler.stats.get_value("spider_exceptions/count", 0)
    if not why and (reason != "finished" or errors):
        why = f"the crawl ended with {reason!r} and {errors} errors; see its log"
    return why


def assert_guarded(crawler: Crawler) -> None:
    """Raise where web requests would not go through the handler that the resolver guards."""
    handlers = {scheme: path for scheme, path in crawler.settings.getwithbase("DOWNLOAD_HANDLERS").items() if path}
    if handlers != {"http": HTTP_HANDLER, "https": HTTP_HANDLER}:
        raise RuntimeError(f"requests are handled by {handlers}, which the fence does not guard: use {HTTP_HANDLER}")


def _first_line() -> bytes:
    """Return the first line of standard input and take in nothing of what comes after it."""
    line = b""
    while not line.endswith(b"\n") and (byte := os.read(0, 1)):
        line += byte
    return line


def main() -> int:
    """Run one source; return the exit status."""
    name, root, run = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    settings = Settings.model_validate_json(_first_line())
    end_with_parent()
    spider, folder = sources()[name], source_folder(root, name) / run
    failed = fetch(spider, folder, settings)
    if not failed:
        tell(Progress(name, "read", spider.total, spider.total, "reading what was fetched"))
        try:
            spider.read_saved(folder, root == settings.sample, spider.base_url(settings))
        except ValueError as error:
            failed = str(error)
    tell(Outcome(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
