"""A version of the checklist as officers will record in it; nothing is stored."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.editing import asked_for
from core.text import search_key
from producers.models import Site

from ..forms import PreviewForm
from ..models import Checklist
from ..preview import preview_of

MOST_FOUND = 20


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def checklist_preview(request, pk):
    """Show a version for a product of a set, or for a site (``?co_so=``)."""
    checklist = get_object_or_404(Checklist, pk=pk)
    sites = Site.objects.visible_to(request.user).for_display()
    site = asked_for(request, "co_so", sites)
    form = PreviewForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    day, sets = timezone.localdate(), chosen.get("bo")
    context = {
        "checklist": checklist,
        "trail": _trail(checklist),
        "form": form,
        "site": site,
        "found": _named(sites, chosen.get("q")),
        "sheet": preview_of(
            checklist, day=day, user=request.user, site=site, criteria_set=sets
        ),
    }
    return render(request, "inspections/checklist_preview.html", context)


def _trail(checklist: Checklist) -> list[tuple[str, str]]:
    return [
        ("Danh mục kiểm tra", reverse("inspections:checklist_list")),
        (str(checklist), checklist.get_absolute_url()),
    ]


def _named(sites, words):
    """Return the first sites of producers whose name has the words."""
    if not words:
        return []
    named = sites.filter(producer__search_key__contains=search_key(words))
    return named.order_by("producer__search_key", "pk")[:MOST_FOUND]
