from uuid import uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.editing import asked_for
from core.exports import Column
from core.listing import answer_list
from products.models import Product

from .. import services
from ..exceptions import InspectionError
from ..filters import ReviewFilter
from ..forms import CommentForm
from ..models import ChecklistItem, ReviewComment, SiteCheck, Visit
from ..review import changes_since_signed, desk_of, reviewable_by
from ..visit_page import steps_of
from .trails import trail_of

RIGHT = "inspections.review_visit"
COLUMNS = [
    Column("Buổi kiểm tra", lambda row: row.host or row.place, 36),
    Column("Địa bàn", lambda row: row.place.full_name, 36),
    Column("Ngày kiểm tra", lambda row: row.starts_on),
    Column("Nộp lúc", lambda row: row.submitted_at.date()),
    Column("Số cơ sở", lambda row: row.check_count),
    Column("Đã trả lời", lambda row: row.answered_count),
    Column("Không đạt", lambda row: row.failed_count),
    Column("Nhận định đang mở", lambda row: row.finding_count),
    Column("Ảnh", lambda row: row.photo_count),
    Column("Không đạt chưa có ảnh", lambda row: row.bare_count),
    Column("Trạng thái", lambda row: row.get_status_display()),
]


@require_safe
@permission_required(RIGHT, raise_exception=True)
def review_list(request):
    rows = reviewable_by(request.user)
    filters = ReviewFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Bàn duyệt",
        columns=COLUMNS,
        page="inspections/review_list.html",
        fragment="inspections/_review_results.html",
        today=timezone.localdate(),
    )


@require_safe
@permission_required(RIGHT, raise_exception=True)
def review(request, uuid):
    """Show one check (``?phieu=``) beside the last visit; ``?khac=1`` what changed."""
    return desk(request, uuid)


def desk(request, uuid, *, status=200, refused=None):
    """Show a visit on the desk; ``refused`` is the form of a step not taken."""
    visit = _visit(request, uuid)
    checks = visit.site_checks.for_list()
    check = asked_for(request, "phieu", checks, key="uuid")
    only = request.GET.get("khac") == "1"
    context = {
        "visit": visit,
        "trail": [("Bàn duyệt", reverse("inspections:review_list"))],
        "key": uuid4(),
        "today": timezone.localdate(),
        "may_comment": visit.status in ("submitted", "approved"),
        "versions": visit.signed_versions.exists(),
        **desk_of(visit, check, user=request.user, changed_only=only),
        **steps_of(visit, request.user, refused),
    }
    return render(request, "inspections/review.html", context, status=status)


@require_POST
@permission_required(RIGHT, raise_exception=True)
def review_comment(request, uuid):
    visit = _visit(request, uuid)
    form = CommentForm(request.POST)
    back = reverse("inspections:review", args=[visit.uuid])
    if not form.is_valid():
        typed = request.POST.get("text", "")[:4000]
        messages.error(request, f"Hãy ghi ý kiến, tối đa 2.000 ký tự. {typed}")
        return redirect(back)
    comment = _comment(visit, form.cleaned_data)
    if comment.site_check:
        back += f"?phieu={comment.site_check.uuid}#y-{comment.key}"
    try:
        services.add_comment(comment, by=request.user)
    except InspectionError as error:
        messages.error(request, f"{error} “{comment.text}”")
    else:
        messages.success(request, "Đã ghi ý kiến.")
    return redirect(back)


def _comment(visit, data) -> ReviewComment:
    """Return the unsaved comment; 404 for a check or question that is not there."""
    check = item = product = None
    if data["phieu"]:
        check = get_object_or_404(visit.site_checks, uuid=data["phieu"])
        check.visit = visit
    if data["o"]:
        if check is None:
            raise Http404
        item_pk, _, product_pk = data["o"].partition("-")
        item = get_object_or_404(
            ChecklistItem, checklist=visit.checklist_id, pk=item_pk
        )
        if int(product_pk):
            product = get_object_or_404(Product, site=check.site_id, pk=product_pk)
    return ReviewComment(
        uuid=uuid5(data["uuid"] or uuid4(), f"{check and check.pk} {data}"),
        visit=visit,
        site_check=check,
        item=item,
        product=product,
        text=data["text"],
    )


@require_POST
@permission_required("inspections.change_sitecheck", raise_exception=True)
def comment_resolve(request, uuid):
    """Tick off what a reviewer asked; for those who may write where it was asked."""
    checks = SiteCheck.objects.editable_by(request.user)
    visits = Visit.objects.editable_by(request.user)
    own = ReviewComment.objects.filter(site_check__in=checks.values("pk"))
    own |= ReviewComment.objects.filter(
        site_check__isnull=True, visit__in=visits.values("pk")
    )
    rows = own.select_related("visit", "site_check", "item")
    comment = get_object_or_404(rows, uuid=uuid)
    try:
        services.resolve_comment(comment, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    if comment.site_check is None:
        return redirect(comment.visit)
    return redirect("inspections:site_check_record", comment.site_check.uuid)


@require_safe
@permission_required("inspections.view_minutes", raise_exception=True)
def visit_versions(request, uuid):
    """Lay a visit that was opened again beside what was signed."""
    rows = Visit.objects.permitted_to(request.user, "inspections.view_minutes")
    visit = get_object_or_404(rows.select_related("host", "place"), uuid=uuid)
    found = changes_since_signed(visit)
    if found is None:
        raise Http404("Buổi kiểm tra này chưa có bản ký nào để so.")
    before, later, changes = found
    context = {
        "visit": visit,
        "trail": trail_of(visit),
        "before": before,
        "later": later,
        "reason": later.reason if later else visit.return_comment,
        "changes": changes,
    }
    return render(request, "inspections/visit_versions.html", context)


def _visit(request, uuid) -> Visit:
    rows = Visit.objects.permitted_to(request.user, RIGHT).select_related(
        "campaign", "checklist", "host", "place__parent"
    )
    return get_object_or_404(rows, uuid=uuid)
