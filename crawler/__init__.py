"""Gathering: spiders fetch public listings, readers turn pages into facts. Scrapy is used here and nowhere else."""
