"""Runs the crawl of programs' own sites in a process of its own with small caps: ``python -m tests.crawl_quickly``.

Arguments: the run's folder, the address that serves the invented hosts, the seconds a request may take, the most bytes
of a body. Prints the reason the crawl ended early, "" where it did not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scrapy.crawler import CrawlerProcess

from catalog.settings import Settings
from crawler.fetch import _ending, assert_guarded
from crawler.settings import scrapy_settings
from crawler.spiders.program_sites import ProgramSites


def main() -> int:
    """Crawl."""
    folder, base, seconds, most = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    settings = Settings(program_sites_url=base, request_delay=0)
    chosen = {"DOWNLOAD_TIMEOUT": seconds, "DOWNLOAD_MAXSIZE": most, "LOG_LEVEL": "ERROR"}
    process = CrawlerProcess(scrapy_settings(settings, base) | chosen)
    crawler = process.create_crawler(ProgramSites)
    assert_guarded(crawler)
    process.crawl(crawler, folder=folder, base=base)
    process.start()
    print(_ending(crawler))
    return 0


if __name__ == "__main__":
    sys.exit(main())
