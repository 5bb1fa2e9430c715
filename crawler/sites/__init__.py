"""Programs' own web sites: what to ask of each, the pages kept, and whose facts a page tells. Knows no Scrapy."""
