"""Pages that show every shared part, for tests of those parts alone."""

import datetime
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from core.charts import bars, parts
from core.filtering import chips
from core.forms import Difference, form_helper, section, side_by_side
from core.pagination import paginate
from core.widgets import DateInput
from ocop_portal import urls as portal

MARK = "/static/img/mark.svg"
HERE = Path(__file__).parent
GROUPS = [
    ("Thực phẩm", 7, "/?nhom=1"),
    ("Đồ uống", 2, "/?nhom=2"),
    ("Dược liệu", 1, ""),
]


class FilterForm(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    hang = forms.ChoiceField(
        label="Hạng sao",
        required=False,
        choices=[("", "Tất cả"), ("3", "3 sao"), ("4", "4 sao")],
    )
    ngay = forms.DateField(label="Tính đến ngày", required=False, widget=DateInput)


class VisitForm(forms.Form):
    name = forms.CharField(
        label="tên sản phẩm", max_length=50, help_text="Như trên nhãn."
    )
    visited_on = forms.DateField(label="ngày kiểm tra", widget=DateInput)
    kind = forms.ChoiceField(
        label="loại hình", choices=[("", "Chọn loại hình"), ("a", "hợp tác xã")]
    )
    outcome = forms.ChoiceField(
        label="kết luận",
        choices=[("p", "đạt"), ("f", "không đạt")],
        widget=forms.RadioSelect,
        help_text="Theo danh mục kiểm tra.",
    )
    agreed = forms.BooleanField(label="chủ thể đã đọc biên bản", required=False)
    file = forms.FileField(label="tệp đính kèm", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            section("Buổi kiểm tra", "name", side_by_side("visited_on", "kind")),
            section("Kết luận", "outcome", "agreed", "file"),
            save="Lưu phiếu",
            cancel_url="/mau/",
        )


def render(request, name, context):
    template = engines["django"].from_string((HERE / name).read_text(encoding="utf-8"))
    return HttpResponse(template.render(context, request))


def row(number):
    return SimpleNamespace(
        name=f"Mật ong rừng tự nhiên {number}",
        note="chai 500 ml",
        producer="Hợp tác xã Nông nghiệp Hồng Việt",
        grade="4" if number % 3 else "4+",
        words="4 sao" if number % 3 else "tiềm năng 5 sao",
        status=["còn hiệu lực", "sắp hết hạn", "hết hạn"][number % 3],
        tone=["good", "warn", "bad"][number % 3],
        valid_to=datetime.date(2024, 2, 29) if number % 4 else None,
    )


@login_not_required
def sample_list(request):
    filters = FilterForm(request.GET)
    found = [] if "không có" in request.GET.get("q", "") else range(60)
    results = engines["django"].from_string(
        (HERE / "results.html").read_text(encoding="utf-8")
    )
    context = {
        "filters": filters,
        "chips": chips(filters, request),
        "page": paginate(request, [row(number) for number in found]),
        "sort": "ten",
        "trail": [("Huyện Hòa An", "/"), ("Sản phẩm", "/mau/")],
        "bars": bars(GROUPS),
        "parts": parts(GROUPS),
        "rows": [("mã số thuế", "4800123456"), ("địa chỉ", "Phố Giữa, Nước Hai")],
        "changes": [],
        "photos": [SimpleNamespace(url=MARK, thumbnail_url=MARK, caption="Nhãn chai")],
        "results_template": results,
    }
    if request.htmx:
        return HttpResponse(results.render(context, request))
    return render(request, "list.html", context)


@login_not_required
def sample_form(request):
    form = VisitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, "Đã lưu phiếu kiểm tra.")
        return redirect("sample-list")
    differences = "xung-dot" in request.GET and [
        Difference("tên sản phẩm", "Rượu gạo", "Rượu gạo Nhật Cao Bằng")
    ]
    return render(request, "form.html", {"form": form, "differences": differences})


@login_not_required
def sample_public(request):
    return render(request, "public.html", {})


@login_not_required
def sample_delete(request):
    messages.warning(request, "Đã xóa giấy tờ.")
    return redirect("sample-list")


@login_not_required
def sample_fault(request):
    return HttpResponse("Hỏng", status=503)


handler400, handler403 = portal.handler400, portal.handler403
handler404, handler500 = portal.handler404, portal.handler500
urlpatterns = [
    path("mau/", sample_list, name="sample-list"),
    path("mau/nhap/", sample_form, name="sample-form"),
    path("mau/cong-khai/", sample_public, name="sample-public"),
    path("mau/xoa/", sample_delete, name="sample-delete"),
    path("mau/loi/", sample_fault, name="sample-fault"),
    *portal.urlpatterns,
]
