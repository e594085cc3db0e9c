from itertools import groupby

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import CriteriaSet, Regime
from ..tree import tree_of


@require_safe
@permission_required("products.view_regime", raise_exception=True)
def regime_list(request):
    regimes = list(Regime.objects.prefetch_related("criteria_sets"))
    for regime in regimes:
        sets = regime.criteria_sets.all()
        regime.sectors = [
            (sector, list(members))
            for sector, members in groupby(sets, key=lambda one: one.sector)
        ]
    return render(request, "products/regime_list.html", {"regimes": regimes})


@require_safe
@permission_required("products.view_criteriaset", raise_exception=True)
def criteria_set(request, pk):
    sets = CriteriaSet.objects.select_related("regime")
    row = get_object_or_404(sets, pk=pk)
    context = {
        "row": row,
        "tree": tree_of(row),
        "trail": [("Bộ tiêu chí", reverse("products:regime_list"))],
    }
    return render(request, "products/criteria_set.html", context)
