"""Searching a release: Whoosh finds words, numpy columns filter, count and measure distance. No network, no Scrapy."""
