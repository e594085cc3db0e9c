"""Which sites a visit may go to, and how they are searched."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from areas.models import BEGINNING
from core.filters import MOST_WORDS, ListFilter, SortFilter
from core.text import search_key
from producers.models import Site
from products.models import Product

from .enums import HANDED_IN
from .models import SiteCheck, Visit


def sites_for(visit: Visit, user) -> QuerySet[Site]:
    """Return the sites of the visit's place that the person sees.

    Each has ``last_checked_on``, the day of the last visit handed in that went there,
    and ``is_chosen`` where this visit goes there already. ``waits_since`` sorts those
    that nobody has checked yet before all others.
    """
    checks = SiteCheck.objects.filter(site=OuterRef("pk"))
    earlier = checks.filter(visit__status__in=HANDED_IN).exclude(visit=visit)
    days = earlier.order_by("-visit__starts_on").values("visit__starts_on")
    return (
        Site.objects.visible_to(user)
        .in_areas([visit.place])
        .for_display()
        .prefetch_related("products")
        .annotate(
            last_checked_on=Subquery(days[:1]),
            waits_since=Coalesce("last_checked_on", BEGINNING),
            is_chosen=Exists(checks.filter(visit=visit)),
        )
    )


class SiteChoiceFilter(ListFilter):
    """``q`` over producers, places and products; ``sap_xep``."""

    default_sort = "ten"

    sap_xep = SortFilter(
        {
            "ten": ("Tên chủ thể", "producer__search_key"),
            "lan_cuoi": ("Lần kiểm tra gần nhất", "waits_since"),
        }
    )

    class Meta:
        model = Site
        fields = []

    def search(self, queryset, name, value):
        for word in value.split()[:MOST_WORDS]:
            key = search_key(word)
            made_here = Product.objects.filter(
                site=OuterRef("pk"), search_key__contains=key
            )
            queryset = queryset.filter(
                Q(producer__search_key__contains=key)
                | Q(place__search_key__contains=key)
                | Exists(made_here)
            )
        return queryset
