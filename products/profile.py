"""Everything the portal knows of one product, as far as a person may see it."""

import datetime
from dataclasses import dataclass

from history.services import latest_changes
from producers.models import Producer

from .enums import Status
from .models import Dossier, Paper, Product, Recognition
from .scoring.rounds import Round, rounds_of


@dataclass(frozen=True)
class PaperActs:
    """What a person may do with the papers of a producer."""

    add: bool
    change: bool
    delete: bool


@dataclass(frozen=True)
class ProductActs:
    """What a person may do with a product and what hangs on it."""

    change: bool
    add_dossier: bool
    change_dossier: bool
    add_recognition: bool
    change_recognition: bool
    add_sheet: bool
    add_lapse: bool


@dataclass(frozen=True)
class Profile:
    """The sections of the product page; lists are empty where nothing is seen.

    ``steps`` is the chain with the dossiers that were refused in their places.
    """

    product: Product
    date: datetime.date
    recognitions: list[Recognition]
    steps: list[Recognition | Dossier]
    dossiers: list[Dossier]
    rounds: list[Round]
    papers: list[Paper]
    changes: list

    @property
    def scored_dossiers(self) -> list[tuple[Dossier, Round | None]]:
        """Return the dossiers, each with what its score sheets come to."""
        by_dossier = {one.dossier: one for one in self.rounds if one.dossier}
        return [(dossier, by_dossier.get(dossier)) for dossier in self.dossiers]

    @property
    def is_extended(self) -> bool:
        """Say whether the stars run on past their last day, by Điều 12."""
        return self.product.standing == Status.EXTENDED


def profile_of(product: Product, *, user, date: datetime.date) -> Profile:
    """Gather the page of a product in a constant number of queries."""
    recognitions = Recognition.objects.visible_to(user).filter(product=product)
    told = recognitions.with_status(date).with_change()
    related = told.for_list().prefetch_related("bases", "proposals")
    chain = list(related.newest_first())
    lapses = [lapse for row in chain if (lapse := row.known_lapse)]
    dossiers = list(Dossier.objects.visible_to(user).filter(product=product))
    papers = Paper.objects.visible_to(user).filter(product=product)
    return Profile(
        product=product,
        date=date,
        recognitions=chain,
        steps=_steps(chain, dossiers),
        dossiers=dossiers,
        rounds=rounds_of(product, user=user, dossiers=dossiers, recognitions=chain),
        papers=list(papers.with_state(date).order_by("kind", "pk")),
        changes=list(latest_changes(product, *chain, *dossiers, *lapses)),
    )


def _steps(
    chain: list[Recognition], dossiers: list[Dossier]
) -> list[Recognition | Dossier]:
    """Put what was refused between the recognitions, newest first."""

    def day(step: Recognition | Dossier) -> datetime.date:
        came = step.decided_on if isinstance(step, Dossier) else step.valid_from
        return came or datetime.date.min

    refused = [dossier for dossier in dossiers if dossier.has_failed]
    return sorted([*refused, *chain], key=day, reverse=True)


def paper_acts(producer: Producer, user) -> PaperActs:
    """Return what the person may do with the papers of the producer."""

    def may(verb: str) -> bool:
        reach = Producer.objects.permitted_to(user, f"products.{verb}_paper")
        return reach.filter(pk=producer.pk).exists()

    return PaperActs(add=may("add"), change=may("change"), delete=may("delete"))


def product_acts(product: Product, user) -> ProductActs:
    """Return what the person may do with the product and what hangs on it."""

    def may(right: str) -> bool:
        reach = Product.objects.permitted_to(user, f"products.{right}")
        return reach.filter(pk=product.pk).exists()

    return ProductActs(
        change=may("change_product"),
        add_dossier=may("add_dossier"),
        change_dossier=may("change_dossier"),
        add_recognition=may("add_recognition"),
        change_recognition=may("change_recognition"),
        add_sheet=may("add_scoresheet"),
        add_lapse=may("add_lapse"),
    )
