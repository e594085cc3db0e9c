"""The workbench as a person holds it, over what was taken along."""

from playwright.sync_api import expect

SHELL = "/di-co-so/"
TODAY = "2026-11-27"

# As on a disk without room: what is typed in this tab stays with the tab.
FULL = """() => {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.roomy = transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
    if (mode === "readwrite") throw new DOMException("full", "QuotaExceededError");
    return transaction.call(this, stores, mode, ...more);
  };
}"""
ROOM = "() => { IDBDatabase.prototype.transaction = IDBDatabase.prototype.roomy; }"


def item(number, group, text, subject="producer", **more):
    return {
        "id": number,
        "code": f"c{number}",
        "group": group,
        "text": text,
        "hint": "",
        "basis": "",
        "subject": subject,
        "sets": None,
        "severity": "remedy",
        **more,
    }


ITEMS = [
    item(1, "Hồ sơ", "Giấy phép", hint="Xem bản gốc.", basis="Điều 9"),
    item(2, "Hồ sơ", "Giấy khám sức khỏe", severity="remind"),
    item(3, "Nhãn", "Nhãn mác", "product"),
    item(4, "Nhãn", "Tem rượu", "product", sets=[9]),
    item(5, "Nhãn", "Biểu trưng"),
]


def site(number, name, place="Nước Hai"):
    return {
        "site": {
            "id": number,
            "producer": number + 10,
            "name": name,
            "address": place,
            "place": 4,
            "of": [4],
        },
        "producer": {"id": number + 10, "name": name, "state": "active"},
    }


def product(number, at, name, criteria_set=None):
    return {
        "id": number,
        "site": at,
        "producer": at + 10,
        "name": name,
        "set": criteria_set,
        "state": "active",
        "state_since": None,
        "created_at": "2025-01-01T00:00:00+07:00",
    }


SITES = [site(1, "HTX Hòa An"), site(2, "Cơ sở Huy Hoàng"), site(3, "Hộ Đức Long")]
PACK = {
    "user": {"id": 7, "name": "Lan"},
    "made_at": f"{TODAY}T08:00:00+07:00",
    "checklists": {"2": {"number": 2, "name": "Danh mục", "items": ITEMS}},
    "agencies": [
        {
            "id": 30,
            "name": "UBND xã Hòa An",
            "code": "UBND",
            "area": 4,
            "valid_from": "2025-07-01",
            "valid_to": None,
        },
        {"id": 31, "name": "Sở Công Thương", "code": "SCT", "area": 1},
    ],
    "campaigns": [
        {
            "id": 6,
            "name": "Kiểm tra năm 2026",
            "kind": "periodic",
            "starts_on": "2026-01-01",
            "ends_on": "2030-12-31",
            "places": [4],
        }
    ],
    "places": [{"id": 4, "name": "Xã Hòa An", "full_name": "Xã Hòa An"}],
    "sites": [one["site"] for one in SITES],
    "producers": [one["producer"] for one in SITES],
    "products": [
        product(51, 1, "Rượu men lá", 9),
        product(52, 1, "Rượu ngô", 9),
        product(53, 1, "Trà xanh", 8),
        product(54, 2, "Cơm cháy"),
    ],
    "papers": [],
    "last": {
        "1": {
            "date": "2025-06-15",
            "visit": "v",
            "answers": {
                "c1|0": {
                    "outcome": "failed",
                    "note": "Đã hết hạn",
                    "severity": "remedy",
                    "open": True,
                    "closed_on": None,
                }
            },
        }
    },
    "open": {
        "findings": [],
        "recommendations": [
            {
                "uuid": "r",
                "producer": 11,
                "text": "Gia hạn giấy phép.",
                "due_on": "2025-07-15",
                "direction": "producer",
                "date": "2025-06-15",
            }
        ],
    },
    "visits": [],
    "phrases": {"c3": ["Thiếu khối lượng tịnh."]},
    "team": [
        {"role": "head", "name": "", "title": "Phó Chánh Văn phòng", "agency": 31}
    ],
}
OFFER = {
    "places": [{"id": 4, "name": "Xã Hòa An", "sites": 3, "products": 4}],
    "visits": [],
    "campaigns": [],
}


class Bench:
    """One tab of the workbench; what it shows is found by what people read."""

    def __init__(self, page):
        self.page = page

    def prepare(self):
        """Take the places along, as before a day out."""
        self.page.goto(f"{SHELL}#/chuan-bi")
        self.page.get_by_role("button", name="Tải về máy").click()
        self.heading("Ghi buổi kiểm tra mới")

    def heading(self, name):
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def start(self):
        """Open a new visit; return its name."""
        self.page.get_by_role("button", name="Ghi buổi").click()
        self.heading("UBND xã Hòa An, ngày")
        return self.page.url.rpartition("/")[2]

    def add(self, *names):
        for name in names:
            self.page.get_by_role("button", name=f"Thêm {name}").click()
            expect(self.page.get_by_role("link", name=name)).to_be_visible()

    def check(self, name):
        """Open the check of one producer; return its name."""
        self.page.get_by_role("link", name=name).click()
        self.heading(name)
        return self.page.url.rpartition("/")[2]

    def cell(self, number, product_id=0):
        return self.page.locator(f"#o-{number}-{product_id}")

    def answer(self, number, words, product_id=0):
        choice = self.cell(number, product_id).get_by_role("radio", name=words)
        choice.first.check()

    def answered(self, words):
        """Wait until so many questions have an answer, as in 3/8."""
        line = self.page.locator(".check-progress p").first
        expect(line).to_have_text(f"Đã trả lời {words}")

    def sent(self):
        """Wait until the server has everything."""
        state = self.page.locator("[data-sync]")
        expect(state).to_contain_text("Đã gửi")

    def sending(self, kind):
        """Wait in a ``with`` until an operation of the kind has been answered."""

        def is_it(response):
            said = response.request.post_data or ""
            return response.url.endswith("/gui/") and f'"kind":"{kind}"' in said

        return self.page.expect_response(is_it)

    def take_sample(self, code, quantity, **more):
        """Fill in the form of the samples and write it down."""
        form = self.page.locator("[aria-labelledby=mau]")
        if not form.get_by_label("Mã mẫu").last.is_visible():
            form.get_by_text("Thêm mẫu").click()
        fields = {"Mã mẫu": code, "Số lượng mẫu": quantity, **more}
        for label, text in fields.items():
            form.get_by_label(label, exact=True).last.fill(text)
        form.get_by_role("button", name="Ghi mẫu").click()

    def open_minutes(self):
        self.page.get_by_role("link", name="Đọc và ký biên bản").click()
        self.heading("Biên bản:")

    def draw(self):
        """Sign in the frame, as a finger does."""
        canvas = self.page.locator("canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + 40, box["y"] + 40)
        mouse.down()
        mouse.move(box["x"] + 160, box["y"] + 110, steps=8)
        mouse.move(box["x"] + 200, box["y"] + 50, steps=8)
        mouse.up()

    def sign(self, side, name):
        """Sign the open minutes for a side, and wait until that is seen."""
        self.page.get_by_role("radio", name=side).check()
        self.page.get_by_label("Họ và tên người ký").fill(name)
        self.draw()
        self.page.get_by_role("button", name="Ký biên bản").click()
        signed = self.page.locator("[data-list=signatures] > li", has_text=side)
        expect(signed).to_contain_text(name)
