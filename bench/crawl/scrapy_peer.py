"""The peer scrapy: every page of the bench's site once, title and main text into JSON lines."""
import scrapy


class Peer(scrapy.Spider):
    name = "peer"
    custom_settings = {"CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "ROBOTSTXT_OBEY": False,
                       "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "DEPTH_LIMIT": 0}

    def __init__(self, hosts="10", port="18700", **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [f"http://127.1.0.{h}:{port}/" for h in range(1, int(hosts) + 1)]

    def parse(self, response):
        yield {"url": response.url, "title": response.css("title::text").get(),
               "text": " ".join(response.css(".TRS_Editor ::text").getall())}
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href, self.parse)
