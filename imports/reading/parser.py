"""Running the fast reader where it can do no harm.

It is native code and asks for as much memory as the sheet's outermost cell says, and
where that fails it takes its process with it. So it works in a child process with a
limit on memory and time.
"""

import pickle
import subprocess
import sys
from pathlib import Path

from ..exceptions import FileRefusedError
from .archive import damaged
from .book import Sheet

CHILD = Path(__file__).with_name("child.py")
SECONDS = 60
PASSWORD, DAMAGED = 3, 4  # exit statuses of the child; any other failure is its size


def parse(data: bytes) -> list[Sheet]:
    """Return the worksheets of a workbook with their cells and merged ranges."""
    try:
        outcome = subprocess.run(
            [sys.executable, "-I", str(CHILD)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    if outcome.returncode == PASSWORD:
        raise FileRefusedError(
            "password",
            "Tệp có mật khẩu. Xin mở bằng Excel, bỏ mật khẩu rồi lưu và tải lên lại.",
        )
    if outcome.returncode == DAMAGED:
        raise damaged()
    if outcome.returncode != 0:
        raise _too_much()
    return [
        Sheet(name, rows, is_hidden, merges)
        for name, is_hidden, rows, merges in pickle.loads(outcome.stdout)
    ]


def _too_much() -> FileRefusedError:
    return FileRefusedError(
        "too_large",
        "Bảng tính trải quá rộng so với một danh sách. Xin xóa các dòng, cột, trang"
        " tính thừa rồi tải lên lại.",
    )
