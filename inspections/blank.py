"""The checklist of a site on paper: what is known is filled in, the answers are not."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from producers.models import Representative, Site
from products.models import Paper, Product

from .enums import HANDED_IN, Outcome
from .items import (
    cells_of,
    fitting_sets,
    is_asked_about,
    items_of,
    star_chains,
    stars_on,
)
from .models import (
    Checklist,
    Finding,
    ItemResult,
    Recommendation,
    SiteCheck,
    Visit,
)
from .sheets import Earlier, Entry, Group, in_groups


@dataclass(frozen=True)
class BlankSheet:
    """The paper of one site; lists are empty where the person sees nothing."""

    site: Site
    representative: Representative | None
    products: list[Product]
    papers: list[Paper]
    earlier: SiteCheck | None
    findings: list[Finding]
    recommendations: list[Recommendation]
    groups: list[Group]


def blank_sheets(
    sites: Iterable[Site],
    *,
    checklist: Checklist,
    day: datetime.date,
    user,
    visit: Visit | None = None,
) -> list[BlankSheet]:
    """Return the paper of each site, in a number of queries that does not grow.

    Products are those that a visit on the day asks about, or the given visit does.
    """
    sites = list(sites)
    known = _Known(sites, day=day, user=user, visit=visit)
    items = list(items_of(checklist))
    fitting = fitting_sets(known.all_products, checklist)
    stars = stars_on(day, star_chains(items, known.all_products))
    return [known.sheet_of(site, items, fitting, stars) for site in sites]


class _Known:
    """What is known of several sites, read at once."""

    def __init__(self, sites: Sequence[Site], *, day, user, visit: Visit | None):
        self.sites, self.day, self.user = sites, day, user
        self.visit = visit or Visit(starts_on=day)
        self.all_products = self._products()
        self.products = _by(self.all_products, "site_id")
        producers = [site.producer_id for site in sites]
        self.papers = _by(
            Paper.objects.visible_to(user)
            .filter(producer__in=producers)
            .with_state(day)
            .for_list()
            .order_by("kind", "pk"),
            "producer_id",
        )
        self.recommendations = _by(
            Recommendation.objects.visible_to(user)
            .counted()
            .still_open()
            .filter(producer__in=producers)
            .exclude(visit=self.visit.pk)
            .select_related("visit")
            .order_by("visit__starts_on", "pk"),
            "producer_id",
        )
        self.representatives = self._representatives(producers)
        self.earlier = self._earlier_checks()
        self.findings = self._open_findings()
        self.said = self._said()

    def _products(self) -> list[Product]:
        made_there = (
            Product.objects.filter(site__in=self.sites)
            .with_standing(self.day)
            .select_related("criteria_set")
            .order_by("name", "pk")
        )
        return [one for one in made_there if is_asked_about(one, self.visit)]

    def _representatives(self, producers) -> dict[int, Representative]:
        """Return the personal data for those whose role needs it."""
        if not self.user.has_perm("producers.view_representative"):
            return {}
        rows = Representative.objects.filter(producer__in=producers).order_by("-pk")
        return {row.producer_id: row for row in rows}

    def _earlier_checks(self) -> dict[int, SiteCheck]:
        """Return the last check of each site that was handed in before the day."""
        rows = (
            SiteCheck.objects.visible_to(self.user)
            .filter(
                site__in=self.sites,
                visit__status__in=HANDED_IN,
                visit__starts_on__lte=self.day,
            )
            .exclude(visit=self.visit.pk)
            .select_related("visit")
            .order_by("visit__starts_on", "pk")
        )
        return {row.site_id: row for row in rows}

    def _open_findings(self) -> dict[int, list[Finding]]:
        rows = (
            Finding.objects.visible_to(self.user)
            .counted()
            .still_open()
            .filter(site_check__site__in=self.sites)
            .exclude(visit=self.visit.pk)
            .select_related("visit", "product", "site_check")
            .order_by("visit__starts_on", "pk")
        )
        found = defaultdict(list)
        for row in rows:
            found[row.site_check.site_id].append(row)
        return found

    def _said(self) -> dict[tuple, Earlier]:
        """Return what the last checks answered, by site, code and product."""
        checks = {check.pk: site for site, check in self.earlier.items()}
        rows = ItemResult.objects.filter(site_check__in=checks).exclude(
            outcome=Outcome.UNCHECKED
        )
        return {
            (checks[row.site_check_id], row.item.code, row.product_id): Earlier(
                row.outcome, row.note, None
            )
            for row in rows.select_related("item")
        }

    def sheet_of(self, site: Site, items, fitting, stars) -> BlankSheet:
        products = self.products[site.pk]
        cells = cells_of(items, fitting, products, set(), stars)
        entries = [Entry(cell) for cell in cells]
        for entry in entries:
            key = (site.pk, entry.cell.item.code, entry.cell.product_id)
            entry.earlier = self.said.get(key)
        return BlankSheet(
            site=site,
            representative=self.representatives.get(site.producer_id),
            products=products,
            papers=self.papers[site.producer_id],
            earlier=self.earlier.get(site.pk),
            findings=self.findings[site.pk],
            recommendations=self.recommendations[site.producer_id],
            groups=in_groups(entries),
        )


def _by(rows, name: str) -> defaultdict[int, list]:
    """Return the rows by one of their keys."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
