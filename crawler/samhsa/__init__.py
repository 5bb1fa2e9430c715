"""Reading SAMHSA's records: the locator's JSON pages and the annual workbooks become listings. Knows no Scrapy."""
