"""The pages on which people decide between two texts."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.pagination import paginate

from ..decisions import (
    REFUSALS,
    DecidedError,
    MovedOnError,
    decide,
    dispute_of,
    drop,
)
from ..forms import DecisionForm
from ..kinds import KINDS
from ..models import Operation
from ..wording import question_of

RIGHT = "inspections.change_sitecheck"
MOVED_ON = (
    "Hồ sơ vừa được sửa thêm sau khi bạn mở trang này. Hãy xem lại rồi chọn lần nữa."
)


@require_safe
@permission_required(RIGHT, raise_exception=True)
def conflict_list(request):
    rows = (
        Operation.objects.undecided()
        .visible_to(request.user)
        .select_related("user", "visit__host", "visit__place")
        .select_related("site_check__site__producer", "site_check__visit")
    )
    page = paginate(request, rows)
    for row in page:
        row.words = KINDS[row.kind].words
    context = {"page": page}
    return render(request, "fieldwork/conflict_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(RIGHT, raise_exception=True)
def conflict(request, op_id):
    operation = _found(request.user, op_id)
    if not operation.is_undecided:
        context = _about(operation, request.user)
        return render(request, "fieldwork/conflict_decided.html", context)
    dispute = dispute_of(operation, user=request.user)
    if request.method != "POST":
        form = DecisionForm(dispute=dispute, user=request.user)
        return _page(request, dispute, form)
    form = DecisionForm(request.POST, dispute=dispute, user=request.user)
    return _decide(request, dispute, form)


def _decide(request, dispute, form):
    """Store what was chosen, or show the form again with what is wrong."""
    dropping = "bo" in request.POST
    if not _may_go_on(form, dispute, dropping):
        return _page(request, dispute, form, 422)
    try:
        _settle(request, dispute, form, dropping)
    except DecidedError:
        messages.info(request, "Đã có người chọn trước.")
    except MovedOnError:
        fresh = dispute_of(dispute.operation, user=request.user)
        again = DecisionForm(dispute=fresh, user=request.user)
        return _page(request, fresh, again, 409, MOVED_ON)
    except REFUSALS as error:
        form.add_error(None, str(error))
        return _page(request, dispute, form, 422)
    return redirect("fieldwork:conflicts")


def _may_go_on(form, dispute, dropping: bool) -> bool:
    """Say whether enough was told; to drop a text nothing need be chosen."""
    valid = form.is_valid()
    if dropping:
        return "ly_do" not in form.errors
    if dispute.blocked:
        form.add_error(None, dispute.blocked)
    return valid and not dispute.blocked


def _settle(request, dispute, form, dropping) -> None:
    reason = form.cleaned_data["ly_do"]
    if dropping:
        drop(dispute.operation, by=request.user, reason=reason)
        messages.success(request, "Đã bỏ bản gửi từ máy; bản đang lưu giữ nguyên.")
        return
    seen = form.cleaned_data["seen"]
    decide(dispute.operation, form.chosen(), seen=seen, by=request.user, reason=reason)
    messages.success(request, "Đã ghi bản bạn chọn.")


def _page(request, dispute, form, status=200, notice=""):
    context = _about(dispute.operation, request.user) | {
        "dispute": dispute,
        "form": form,
        "notice": notice,
        "own": dispute.operation.user_id == request.user.pk,
    }
    return render(request, "fieldwork/conflict.html", context, status=status)


def _about(operation: Operation, user) -> dict:
    return {
        "operation": operation,
        "words": KINDS[operation.kind].words,
        "question": question_of(operation, user),
        "about": operation.site_check or operation.visit,
        "trail": [("Cần chọn giữa hai bản", reverse("fieldwork:conflicts"))],
    }


def _found(user, op_id) -> Operation:
    """Return an operation that was kept for a person, the person's own or nearby."""
    rows = Operation.objects.visible_to(user).filter(body__isnull=False)
    related = rows.select_related(
        "user", "decided_by", "visit__host", "visit__place", "site_check__visit"
    ).select_related("site_check__site__producer")
    found = get_object_or_404(related, op_id=op_id)
    if found.kind not in KINDS:
        raise Http404
    return found
