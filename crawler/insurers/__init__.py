"""Insurers' own directories: what they list becomes evidence of an insurer, its networks and plans. Knows no Scrapy."""

INSURERS_SOURCES = ("plan_net", "exchange_plans")
"""Ids of the sources that are insurers' own directories."""
