"""Reads the figures of a page as a person does: the number, and where it leads."""

from html.parser import HTMLParser


class _Figures(HTMLParser):
    """Collects (address, number) of cards, of compared figures and of chart rows."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.tag = self.url = self.row_url = None
        self.in_chart = self.hidden = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = (attrs.get("class") or "").split()
        self.hidden = self.hidden or "visually-hidden" in classes
        if tag == "table":
            self.in_chart = "bar-chart" in classes
        elif tag == "tr":
            self.row_url = None
        elif tag == "a" and {"figure-value", "computed"} & set(classes):
            self.url = attrs["href"]
        elif tag == "a" and self.in_chart:
            self.row_url = attrs["href"]
        elif tag == "td" and self.in_chart and "number" in classes and self.row_url:
            self.url, self.row_url = self.row_url, None

    def handle_endtag(self, tag):
        if tag in ("span", "thead"):
            self.hidden = False

    def handle_data(self, data):
        if self.url and not self.hidden and data.strip():
            self.found.append((self.url, int(data.strip().replace(".", ""))))
            self.url = None


def figures_in(html: str) -> list[tuple[str, int]]:
    """Return the address and the number of every figure on the page."""
    parser = _Figures()
    parser.feed(html)
    return parser.found
