from ..forms import ScopeForm
from ..scope import area_asked_for


def scope_form(request):
    """Return the form of the unit and the day; a unit out of reach is 404."""
    area = area_asked_for(request.user, request.GET.get("dia_ban", ""))
    return ScopeForm(request.GET, user=request.user, area=area, by_visits=False)
