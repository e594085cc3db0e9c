"""The desk of proposals to revoke: from an inspection to a decision."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, asked_for, sent
from core.exports import Column
from core.listing import answer_list
from history.services import latest_changes
from products.exceptions import ProductError
from products.models import Recognition
from products.views.shared import trail_of as trail_of_product

from .. import services
from ..exceptions import InspectionError
from ..filters import ProposalFilter
from ..forms import BasisForm, DecideForm, DropForm, ProposalForm, ProposeForm
from ..models import RevocationBasis, RevocationProposal, SiteCheck
from ..revoking import PROPOSABLE, findings_behind
from .acts import carried_out
from .trails import trail_of_check

VIEW = "inspections.view_revocationproposal"
ADD = "inspections.add_revocationproposal"
CHANGE = "inspections.change_revocationproposal"
DECIDE = "inspections.decide_revocation"
FORM_METHODS = ["GET", "HEAD", "POST"]
REFUSALS = (InspectionError, ProductError)
NOT_YET = "Chỉ đề xuất thu hồi từ buổi kiểm tra đã duyệt hoặc đã ký."
COLUMNS = [
    Column("Sản phẩm", lambda row: row.recognition.product, 40),
    Column("Chủ thể", lambda row: row.recognition.product.producer, 40),
    Column("Địa bàn hiện nay", lambda row: row.recognition.product.site.area, 24),
    Column("Hạng sao", lambda row: row.recognition.get_grade_display()),
    Column("Lý do", lambda row: row.ground_words, 60),
    Column("Thời hạn tính từ", lambda row: row.get_counted_from_display(), 30),
    Column("Ngày kết luận, xác nhận", lambda row: row.counted_on),
    Column("Ngày cuối để quyết định", lambda row: row.last_day),
    Column("Thời hạn", lambda row: row.limit_words, 24),
    Column("Trạng thái", lambda row: row.get_state_display()),
    Column("Quyết định thu hồi", lambda row: row.decision, 30),
    Column("Lý do không thu hồi", lambda row: row.closing_reason, 40),
]


@require_safe
@permission_required(VIEW, raise_exception=True)
def proposal_list(request):
    rows = RevocationProposal.objects.visible_to(request.user).for_list()
    filters = ProposalFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Đề xuất thu hồi",
        columns=COLUMNS,
        page="inspections/proposal_list.html",
        fragment="inspections/_proposal_results.html",
        date=filters.date,
    )


@require_safe
@permission_required(VIEW, raise_exception=True)
def proposal(request, uuid):
    return _page(request, _found(request, uuid, VIEW))


@require_http_methods(FORM_METHODS)
@permission_required(ADD, raise_exception=True)
def propose(request, uuid):
    """Propose to revoke what was checked on a site; ``?nhan_dinh=`` names a finding."""
    checks = SiteCheck.objects.permitted_to(request.user, ADD).for_list()
    found = checks.select_related("visit__host", "visit__place")
    check = get_object_or_404(found, uuid=uuid)
    if check.visit.status not in PROPOSABLE:
        messages.error(request, NOT_YET)
        return redirect(check)
    form = ProposeForm(
        instance=RevocationProposal(),
        check=check,
        finding=asked_for(request, "nhan_dinh", findings_behind(check)),
        date=timezone.localdate(),
        cancel_url=check.get_absolute_url(),
        **sent(request),
    )
    save = partial(_propose, check, form, by=request.user)
    return _answer(request, form, save, "Đề xuất thu hồi", trail_of_check(check))


def _propose(check, form, *, by):
    """Make the proposals; go to the one, or to the desk where there are several."""
    made = services.propose_revocation(
        check,
        form.cleaned_data["recognitions"],
        draft=form.instance,
        grounds=form.cleaned_data["grounds"],
        behind=form.behind(),
        by=by,
    )
    return made[0] if len(made) == 1 else reverse("inspections:proposal_list")


@require_http_methods(FORM_METHODS)
@permission_required(CHANGE, raise_exception=True)
def proposal_edit(request, uuid):
    found = _found(request, uuid, CHANGE)
    back = found.get_absolute_url()
    form = ProposalForm(instance=found, cancel_url=back, **sent(request))
    save = partial(_save, form, by=request.user)
    return _answer(request, form, save, "Sửa đề xuất thu hồi", _trail(found))


def _save(form, *, by):
    grounds, version = form.cleaned_data["grounds"], form.base_version
    return services.save_proposal(form.instance, grounds, by=by, base_version=version)


@require_http_methods(FORM_METHODS)
@permission_required(DECIDE, raise_exception=True)
def proposal_decide(request, uuid):
    found = _found(request, uuid, DECIDE)
    if not found.is_waiting:
        messages.error(request, services.HANDLED)
        return redirect(found)
    form = DecideForm(
        instance=found.recognition,
        proposal=found,
        cancel_url=found.get_absolute_url(),
        **sent(request),
    )
    save = partial(_decide, found, form, by=request.user)
    title = f"Quyết định thu hồi: {found.recognition.product}"
    return _answer(request, form, save, title, _trail(found))


def _decide(found, form, *, by):
    given = form.cleaned_data
    return services.decide_revocation(
        found,
        decision=given["end_decision"],
        reasons=given["reasons"],
        ended_on=given["ended_on"],
        note=given["end_note"],
        by=by,
        base_version=form.base_version,
    )


@require_POST
@permission_required(DECIDE, raise_exception=True)
def proposal_drop(request, uuid):
    found = _found(request, uuid, DECIDE)
    form = _drop_form(found, request.POST)
    if carried_out(form, partial(services.drop_proposal, found, by=request.user)):
        messages.success(request, "Đã ghi: không thu hồi.")
        return redirect(found)
    return _page(request, found, form, status=422)


@require_http_methods(FORM_METHODS)
@permission_required(CHANGE, raise_exception=True)
def basis_create(request, pk):
    rows = Recognition.objects.permitted_to(request.user, CHANGE)
    recognition = get_object_or_404(rows.select_related("product__producer"), pk=pk)
    back = recognition.get_absolute_url()
    form = BasisForm(recognition=recognition, cancel_url=back, **sent(request))
    save = partial(_add_bases, recognition, form, by=request.user)
    trail = trail_of_product(recognition.product)
    return _answer(request, form, save, "Thêm căn cứ thu hồi", trail)


def _add_bases(recognition, form, *, by):
    """Add what was named; go to the proposal where there is one."""
    for behind in form.behind():
        basis = services.add_basis(recognition, behind, by=by)
    return basis.proposal or recognition


@require_POST
@permission_required(CHANGE, raise_exception=True)
def basis_remove(request, pk):
    reach = Recognition.objects.permitted_to(request.user, CHANGE)
    rows = RevocationBasis.objects.filter(recognition__in=reach.values("pk"))
    related = rows.select_related("proposal", "recognition__product")
    basis = get_object_or_404(related, pk=pk)
    services.remove_basis(basis, by=request.user)
    messages.success(request, "Đã bỏ căn cứ.")
    return redirect(basis.proposal or basis.recognition)


def _answer(request, form, save, title, trail):
    return answer_form(
        request,
        form,
        save,
        done="Đã lưu.",
        context={"title": title, "trail": trail},
        refusals=REFUSALS,
    )


def _found(request, uuid, right) -> RevocationProposal:
    rows = RevocationProposal.objects.permitted_to(request.user, right)
    told = rows.with_limit(timezone.localdate()).for_list()
    return get_object_or_404(told, uuid=uuid)


def _trail(found) -> list[tuple[str, str]]:
    """Return the way to a page below a proposal."""
    return [
        ("Đề xuất thu hồi", reverse("inspections:proposal_list")),
        (str(found.recognition.product), found.get_absolute_url()),
    ]


def _page(request, found, refused=None, *, status=200):
    """Show a proposal with the acts that are open to the person."""

    def may(right):
        reach = RevocationProposal.objects.permitted_to(request.user, right)
        return reach.filter(pk=found.pk).exists()

    may_decide = found.is_waiting and may(DECIDE)
    context = {
        "proposal": found,
        "bases": found.bases.select_related("finding"),
        "trail": _trail(found)[:1],
        "may_change": may(CHANGE),
        "may_decide": may_decide,
        "form": refused or (_drop_form(found) if may_decide else None),
        "changes": latest_changes(found),
    }
    return render(request, "inspections/proposal.html", context, status=status)


def _drop_form(found, *given) -> DropForm:
    action = reverse("inspections:proposal_drop", args=[found.uuid])
    return DropForm(*given, action=action)
