from functools import partial

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import answer_form, sent
from core.exports import Column
from core.listing import answer_list
from history.services import latest_changes

from ..filters import CampaignFilter
from ..forms import CampaignForm
from ..models import Campaign, Visit
from ..services import save_campaign

COLUMNS = [
    Column("Đợt kiểm tra", lambda row: row.name, 60),
    Column("Hình thức", lambda row: row.get_kind_display()),
    Column("Từ ngày", lambda row: row.starts_on),
    Column("Đến ngày", lambda row: row.ends_on),
    Column("Địa bàn", lambda row: ", ".join(map(str, row.areas.all())), 40),
    Column("Số cơ sở dự kiến", lambda row: row.planned_checks),
    Column("Số buổi", lambda row: row.visit_count),
]


@require_safe
@permission_required("inspections.view_campaign", raise_exception=True)
def campaign_list(request):
    rows = Campaign.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        CampaignFilter(request.GET, rows, request=request),
        title="Các đợt kiểm tra",
        columns=COLUMNS,
        page="inspections/campaign_list.html",
        fragment="inspections/_campaign_results.html",
        may_add=request.user.has_perm("inspections.add_campaign"),
    )


@require_safe
@permission_required("inspections.view_campaign", raise_exception=True)
def campaign_detail(request, pk):
    campaigns = Campaign.objects.visible_to(request.user).prefetch_related("areas")
    campaign = get_object_or_404(campaigns, pk=pk)
    seen = Visit.objects.visible_to(request.user).filter(campaign=campaign)
    visits = list(seen.for_list())
    editable = Campaign.objects.editable_by(request.user)
    context = {
        "campaign": campaign,
        "visits": visits,
        "done_checks": sum(one.check_count for one in visits if one.is_handed_in),
        "may_edit": editable.filter(pk=pk).exists(),
        "may_add_visit": request.user.has_perm("inspections.add_visit"),
        "changes": latest_changes(campaign),
    }
    return render(request, "inspections/campaign_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_campaign", raise_exception=True)
def campaign_create(request):
    return _answer(request, Campaign(), "Thêm đợt kiểm tra", [])


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_campaign", raise_exception=True)
def campaign_edit(request, pk):
    campaign = get_object_or_404(Campaign.objects.editable_by(request.user), pk=pk)
    trail = [(str(campaign), campaign.get_absolute_url())]
    return _answer(request, campaign, "Sửa đợt kiểm tra", trail)


def _answer(request, campaign, title, trail):
    home = ("Các đợt kiểm tra", reverse("inspections:campaign_list"))
    trail = [home, *trail]
    back = trail[-1][1]
    form = CampaignForm(
        instance=campaign, user=request.user, cancel_url=back, **sent(request)
    )
    context = {"title": title, "trail": trail}
    save = partial(_save, form, by=request.user)
    return answer_form(
        request, form, save, done="Đã lưu đợt kiểm tra.", context=context
    )


def _save(form, *, by) -> Campaign:
    campaign = form.instance
    if campaign._state.adding:
        campaign.uuid = form.cleaned_data["uuid"] or campaign.uuid
    return save_campaign(
        campaign,
        areas=form.cleaned_data["areas"],
        by=by,
        base_version=form.base_version,
    )
