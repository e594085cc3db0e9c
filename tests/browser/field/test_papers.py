"""What is on file of a producer stands at hand where it is checked."""

import pytest
from playwright.sync_api import expect

from .bench import PACK

STANDING = {
    51: ("4 sao", "valid", "còn hiệu lực", "2099-12-31"),
    # It ran out after the pack had been taken along.
    52: ("3 sao", "valid", "còn hiệu lực", "2020-01-31"),
}


def standing(product):
    stars, status, words, last = STANDING.get(product["id"], ("", "", "", None))
    told = {"stars": stars, "status": status, "status_words": words}
    return product | told | {"valid_to": last}


def paper(kind, number, expires_on, status, product=None):
    return {
        "producer": 11,
        "product": product,
        "kind": kind,
        "number": number,
        "expires_on": expires_on,
        "status": status,
    }


PAPERS = [
    paper("Giấy chứng nhận an toàn thực phẩm", "12/2019", "2020-02-28", "còn hạn"),
    paper("Bản tự công bố sản phẩm", "", "2099-01-31", "còn hạn", product=51),
    paper("Giấy đăng ký kinh doanh", "4800", None, "không ghi thời hạn"),
]


@pytest.fixture
def bench(new_bench):
    pack = PACK | {
        "papers": PAPERS,
        "products": [standing(one) for one in PACK["products"]],
    }
    bench = new_bench(pack=pack, viewport={"width": 360, "height": 740})
    bench.prepare()
    bench.start()
    return bench


def lines(bench, words):
    """Unfold a part; return what each of its lines says, and in which tone."""
    part = bench.page.locator("details", has_text=words)
    part.locator("summary").click()
    return [
        (
            " ".join(line.inner_text().split()),
            line.locator(".status").get_attribute("data-tone"),
        )
        for line in part.locator("li").all()
    ]


def test_recognitions_and_papers_as_they_are_today(bench):
    bench.add("HTX Hòa An")
    bench.check("HTX Hòa An")
    assert lines(bench, "Công nhận của sản phẩm (3)") == [
        ("Rượu men lá 4 sao, còn hiệu lực thời hạn đến ngày 31/12/2099", "good"),
        ("Rượu ngô 3 sao, hết hạn thời hạn đến ngày 31/01/2020", "bad"),
        ("Trà xanh chưa được công nhận", "plain"),
    ]
    assert lines(bench, "Giấy tờ (3, 1 đã hết hạn)") == [
        (
            "Giấy chứng nhận an toàn thực phẩm số 12/2019 đã hết hạn ngày 28/02/2020",
            "bad",
        ),
        (
            "Bản tự công bố sản phẩm còn hạn đến ngày 31/01/2099 Rượu men lá",
            "good",
        ),
        ("Giấy đăng ký kinh doanh số 4800 không ghi thời hạn", "plain"),
    ]


def test_nothing_on_file_shows_no_part(bench):
    bench.add("Hộ Đức Long")
    bench.check("Hộ Đức Long")
    expect(bench.page.locator("#ho-so")).to_be_hidden()
