"""Draw the icons of the installed workbench anew from static/img/mark.svg.

python scripts/app_icons.py    after a change of the mark
"""

import io
from pathlib import Path

import chromium
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
SIZES = (192, 512)
PAPER = "#f6f4ee"
COLOURS = 64
# A system cuts a maskable icon to its own shape; what matters stays inside 80 %.
KINDS = {"icon": (100, "transparent"), "icon-maskable": (76, PAPER)}
PAGE = """<body style="margin:0;background:{ground};display:grid;height:100vh;
place-items:center"><div style="width:{share}vw">{mark}</div></body>"""


def draw(browser: Browser, name: str, size: int) -> None:
    share, ground = KINDS[name]
    mark = (FOLDER / "mark.svg").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(PAGE.format(ground=ground, share=share, mark=mark))
    path = FOLDER / f"{name}-{size}.png"
    path.write_bytes(small(page.screenshot(omit_background=True)))
    page.close()


def small(png: bytes) -> bytes:
    """Return the picture in as many colours as a flat drawing needs."""
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    few = image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    drawn = io.BytesIO()
    few.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name in KINDS:
            for size in SIZES:
                draw(browser, name, size)
        browser.close()


if __name__ == "__main__":
    main()
