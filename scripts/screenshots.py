"""Draw the pictures of the README anew, from a portal with demonstration data.

python scripts/screenshots.py [ADDRESS]    the portal of `make run` by default
"""

import io
import sys
from pathlib import Path

import chromium
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
PASSWORD = "ocop-demo-2026"
PHONE, DESK = {"width": 390, "height": 780}, {"width": 1280, "height": 860}
COLOURS = 128  # enough for flat pages; a quarter of the size


def sign_in(page: Page, username: str) -> None:
    page.goto("/tai-khoan/dang-nhap/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def keep(page: Page, name: str) -> None:
    """Write what the window shows, with few colours."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    FOLDER.mkdir(exist_ok=True)
    shot.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def follow(page: Page, name: str) -> None:
    """Follow the first link of that name."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def draw_desk(page: Page) -> None:
    sign_in(page, "dieuphoi")
    keep(page, "viec-hom-nay")
    follow(page, "huyện Hòa An ngày 15/09/2023")
    keep(page, "so-lieu")
    page.goto("/chu-the/?q=nhat")
    follow(page, "Nhật Cao Bằng")
    keep(page, "ho-so-chu-the")


def draw_import(page: Page) -> None:
    sign_in(page, "quantri")
    page.goto("/nhap-excel/")
    follow(page, "phu-luc-hoa-an")
    keep(page, "nhap-excel")


def draw_phone(page: Page) -> None:
    sign_in(page, "canbo.xahoaan")
    page.goto("/kiem-tra/?tinh_trang=pending")
    follow(page, "UBND xã Hòa An")
    follow(page, "Ghi kết quả")
    keep(page, "phieu-kiem-tra")


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        for size, draw in (
            (DESK, draw_desk),
            (DESK, draw_import),
            (PHONE, draw_phone),
        ):
            context = browser.new_context(
                base_url=address, viewport=size, locale="vi-VN"
            )
            draw(context.new_page())
        browser.close()


if __name__ == "__main__":
    main()
