from django.http import JsonResponse
from django.views.decorators.http import require_safe

from .enums import Level
from .models import Area
from .wording import search_words

MOST_SUGGESTED = 20


@require_safe
def search(request):
    """Suggest units, of both eras, where the person holds the right asked for.

    ``quyen`` is the permission that the form needs, ``cap`` the levels it takes,
    communes if it names none.
    """
    areas = request.user.areas_with(request.GET.get("quyen", ""))
    units = (
        Area.objects.covered_by(areas)
        .filter(level__in=request.GET.getlist("cap") or [Level.COMMUNE])
        .matching(search_words(request.GET.get("q", "")))
        .for_display()[: MOST_SUGGESTED + 1]
    )
    found = [{"id": unit.pk, "text": unit.full_name} for unit in units]
    return JsonResponse(
        {"results": found[:MOST_SUGGESTED], "more": len(found) > MOST_SUGGESTED}
    )
