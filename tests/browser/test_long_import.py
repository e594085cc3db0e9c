"""A long list, done by a worker that the portal calls in a process of its own."""

import json

import pytest
from django.db import connection
from playwright.sync_api import expect

from accounts.enums import Role
from imports.models import ImportRun
from imports.tests.workbooks import workbook
from imports.worker import turn
from products.models import Product
from products.regimes import load_regimes
from tests.factories import UserFactory
from tests.places import load_cao_bang, unit

from . import sign_in

ROWS = 400
# A process has to start and to load the whole portal first, in milliseconds.
WORKER_PATIENCE = 60_000
# Settings that the worker has from the test, beside the database.
SHARED = ("CACHES", "MEDIA_ROOT", "STORAGES", "TASKS")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = ["TT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Hạng sao"]


def annex() -> dict:
    rows = [
        [n, f"Rượu số {n}", f"HTX Bản số {n // 2}", "Xã Hòa An", "4 sao"]
        for n in range(ROWS)
    ]
    return {"name": "dài.xlsx", "mimeType": XLSX, "buffer": workbook([TITLES, *rows])}


@pytest.fixture
def called_workers(settings, tmp_path, monkeypatch):
    """Let the portal call its workers, and share with them what it has."""
    settings.IMPORT_CALLS_WORKER = True
    settings.IMPORT_INLINE_ROWS = ROWS - 1
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": files}
    progress = settings.CACHES["progress"] | {"LOCATION": str(tmp_path / "progress")}
    settings.CACHES = settings.CACHES | {"progress": progress}
    names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    shared = {name: getattr(settings, name) for name in SHARED}
    shared["DATABASE"] = {name: connection.settings_dict[name] for name in names}
    monkeypatch.setenv("OCOP_TEST_SHARED", json.dumps(shared))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.browser.worker_settings")
    yield
    with turn() as is_ours:  # the last one has gone
        assert is_ours


@pytest.fixture
def desk(transactional_db, called_workers, new_context, live_server):
    load_cao_bang()
    load_regimes()
    context = new_context()
    user = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))
    sign_in(context, user, live_server.url)
    return context


def test_a_long_list_is_left_alone_and_found_done(desk):
    page = desk.new_page()
    page.goto("/nhap-excel/tai-len/")
    page.get_by_label("Tệp danh sách").set_input_files(annex())
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Đang xử lý danh sách").wait_for()
    expect(page.get_by_role("progressbar")).to_be_visible()
    address = page.url
    page.close()

    page = desk.new_page()
    page.goto(address)
    preview = page.get_by_role("heading", name="Xem trước khi ghi")
    preview.wait_for(timeout=WORKER_PATIENCE)
    assert (page.url, Product.objects.count()) == (address, 0)

    page.get_by_role("button", name="Ghi vào hệ thống").click()
    page.get_by_role("heading", name="Đang xử lý danh sách").wait_for()
    report = page.get_by_role("heading", name="Báo cáo nhập danh sách")
    report.wait_for(timeout=WORKER_PATIENCE)
    assert Product.objects.count() == ROWS


def test_a_long_list_is_stopped_and_thrown_away(desk, settings):
    settings.IMPORT_CALLS_WORKER = False
    page = desk.new_page()
    page.goto("/nhap-excel/tai-len/")
    page.get_by_label("Tệp danh sách").set_input_files(annex())
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Đang xử lý danh sách").wait_for()
    page.wait_for_load_state()  # so that the confirmation is asked for
    page.get_by_role("button", name="Dừng và bỏ tệp").click()
    page.get_by_role("dialog").get_by_role("button", name="Bỏ tệp").click()
    page.get_by_text("Đã bỏ tệp “dài.xlsx”; chưa có gì được ghi.").wait_for()
    assert not ImportRun.objects.exists()
