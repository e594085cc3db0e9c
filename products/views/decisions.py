from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import answer_form, sent
from core.exports import Column
from core.listing import answer_list
from core.pagination import paginate
from core.scans import download
from history.services import latest_changes

from .. import services
from ..exceptions import ProductError
from ..filters import DecisionFilter
from ..forms import DecisionForm
from ..models import Decision, Recognition

COLUMNS = [
    Column("Số, ký hiệu", lambda row: row.number),
    Column("Ngày ký", lambda row: row.signed_on),
    Column("Có hiệu lực từ ngày", lambda row: row.begins_on),
    Column("Loại", lambda row: row.get_kind_display()),
    Column("Cơ quan ban hành", lambda row: row.issuer, 40),
    Column("Người ký", lambda row: row.signer, 30),
    Column("Chức vụ người ký", lambda row: row.signer_title, 30),
    Column("Trích yếu", lambda row: row.title, 60),
    Column("Đính chính quyết định", lambda row: row.corrects, 30),
    Column("Bản quét", lambda row: "có" if row.file else "chưa có"),
    Column("Số sản phẩm trong địa bàn", lambda row: row.line_count),
]


@require_safe
@permission_required("products.view_decision", raise_exception=True)
def decision_list(request):
    lines = Recognition.objects.visible_to(request.user)
    rows = Decision.objects.counting(lines).for_list()
    return answer_list(
        request,
        DecisionFilter(request.GET, rows, request=request),
        title="Quyết định",
        columns=COLUMNS,
        page="products/decision_list.html",
        fragment="products/_decision_results.html",
        may_add=request.user.has_perm("products.add_decision"),
    )


@require_safe
@permission_required("products.view_decision", raise_exception=True)
def decision_detail(request, pk):
    decision = get_object_or_404(Decision.objects.for_list(), pk=pk)
    lines = Recognition.objects.visible_to(request.user).of_decision(decision)
    today = timezone.localdate()
    context = {
        "decision": decision,
        "corrections": decision.corrections.all(),
        "page": paginate(request, _told(lines, today)),
        "today": today,
        "may_edit": request.user.has_perm("products.change_decision"),
        "may_open_scan": _scans_open_to(request.user).filter(pk=pk).exists(),
        "changes": latest_changes(decision),
        "trail": [("Quyết định", reverse("products:decision_list"))],
    }
    return render(request, "products/decision_detail.html", context)


def _told(lines, date):
    """Return the lines with what the decision did to each product."""
    told = lines.with_status(date).with_change().for_list().by_name()
    return told.prefetch_related("bases")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("products.add_decision", raise_exception=True)
def decision_create(request):
    return _answer(request, Decision(), "Thêm quyết định", [])


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("products.change_decision", raise_exception=True)
def decision_edit(request, pk):
    decision = get_object_or_404(Decision.objects.for_list(), pk=pk)
    trail = [(str(decision), decision.get_absolute_url())]
    return _answer(request, decision, "Sửa quyết định", trail)


def _answer(request, decision, title, trail):
    trail = [("Quyết định", reverse("products:decision_list")), *trail]
    form = DecisionForm(instance=decision, cancel_url=trail[-1][1], **sent(request))

    def save():
        version = form.base_version
        return services.save_decision(decision, by=request.user, base_version=version)

    return answer_form(
        request,
        form,
        save,
        done="Đã lưu quyết định.",
        context={"title": title, "trail": trail},
        refusals=(ProductError,),
    )


@require_safe
@permission_required("products.view_decision", raise_exception=True)
def decision_file(request, pk):
    decision = get_object_or_404(_scans_open_to(request.user), pk=pk)
    return download(decision.file, f"quyết định {decision.number}")


def _scans_open_to(user):
    """Return the decisions whose scan the person may open.

    A scan names every product of the decision, so it opens to those who look after
    one of them, and to those who write decisions.
    """
    scanned = Decision.objects.exclude(file="")
    if user.has_perm("products.change_decision"):
        return scanned
    return scanned.touching(Recognition.objects.visible_to(user))
