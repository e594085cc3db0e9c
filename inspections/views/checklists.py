from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Checklist
from ..sheets import reading_groups


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def checklist_list(request):
    context = {"checklists": Checklist.objects.annotate(item_count=Count("items"))}
    return render(request, "inspections/checklist_list.html", context)


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def checklist_detail(request, pk):
    checklist = get_object_or_404(Checklist, pk=pk)
    context = {"checklist": checklist, "groups": reading_groups(checklist)}
    return render(request, "inspections/checklist_detail.html", context)
