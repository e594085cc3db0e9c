"""A device asks the questions that the server asks: one rule in two languages."""

import datetime
import random
from types import SimpleNamespace

import pytest

from inspections.enums import Subject
from inspections.items import (
    cells_of,
    narrowed,
    products_of,
    recognised_stars,
    stars_on,
)
from products.enums import Grade, ProductState
from tests import factories

from .device import PAGE

CASES = 400
SETS = range(1, 5)
CELLS = """
async (cases) => {
  const { cellsOf } = await import("/static/js/field/items.js");
  return cases.map((one) =>
    cellsOf(one.items, one.products, one.answers, one.again).map((cell) => cell.key));
}
"""
PRODUCTS = """
async ({ products, about }) => {
  const { askedProducts } = await import("/static/js/field/items.js");
  return askedProducts(products, about).map((product) => product.id);
}
"""
STARS = """
async ({ products, about }) => {
  const { askedProducts } = await import("/static/js/field/items.js");
  return askedProducts(products, about).map(({ id, star }) => [id, star]);
}
"""
DAY = datetime.date(2026, 3, 10)


def a_case(chance: random.Random) -> dict:
    """Return rows of a pack: items, products of one site, answers there are."""
    items = [
        {
            "id": number,
            "code": f"c{number}",
            "subject": chance.choice(Subject.values),
            "sets": chance.choice([None, None, chance.sample(SETS, 2), [1]]),
            "stars": chance.choice(["", "", "3", "45", "5"]),
        }
        for number in range(1, chance.randint(2, 9))
    ]
    products = [
        {
            "id": number,
            "set": chance.choice([None, *SETS]),
            "star": chance.choice(["", "3", "4", "5"]),
        }
        for number in range(101, 101 + chance.randint(0, 4))
    ]
    some = [None, *(product["id"] for product in products)]
    answers = [
        {"item": chance.choice(items)["id"], "product": chance.choice(some)}
        for _ in range(chance.randint(0, 4))
    ]
    questions = [[one["code"], product] for one in items for product in some]
    again = chance.sample(questions, min(len(questions), chance.randint(0, 5)))
    return {
        "items": items,
        "products": products,
        "answers": answers,
        "again": chance.choice([None, again]),
    }


def asked_by_the_server(case: dict) -> list[str]:
    items = [
        SimpleNamespace(
            pk=one["id"],
            code=one["code"],
            subject=one["subject"],
            names_sets=bool(one["sets"]),
            stars=one["stars"],
        )
        for one in case["items"]
    ]
    products = [
        SimpleNamespace(pk=one["id"], criteria_set_id=one["set"])
        for one in case["products"]
    ]
    theirs = {one["set"] for one in case["products"]}
    fitting = {
        (one["id"], known)
        for one in case["items"]
        for known in one["sets"] or ()
        if known in theirs
    }
    answered = {(one["item"], one["product"]) for one in case["answers"]}
    stars = {one["id"]: one["star"] for one in case["products"]}
    cells = cells_of(items, fitting, products, answered, stars)
    if case["again"] is not None:
        cells = narrowed(cells, {tuple(one) for one in case["again"]}, answered)
    return [cell.key for cell in cells]


def test_questions_are_those_of_the_server(page, live_server):
    chance = random.Random(26)
    cases = [a_case(chance) for _ in range(CASES)]
    page.goto(live_server.url + PAGE)
    asked = page.evaluate(CELLS, cases)
    expected = [asked_by_the_server(case) for case in cases]
    assert sum(map(len, expected)) > CASES
    assert asked == expected


@pytest.mark.parametrize("handed_in", [False, True])
def test_products_are_those_of_the_server(
    page, live_server, transactional_db, handed_in
):
    check = factories.SiteCheckFactory(visit__starts_on=DAY)
    made = [
        factories.ProductFactory(site=check.site, state=state, state_since=since)
        for state in ProductState.values
        for since in (None, DAY, DAY + datetime.timedelta(days=1))
    ]
    for second, product in enumerate(made):  # a browser tells no two microseconds apart
        product.created_at += datetime.timedelta(seconds=second)
        product.save(update_fields=["created_at"])
    elsewhere = factories.ProductFactory()
    visit = check.visit
    if handed_in:
        visit.status, visit.submitted_at = "submitted", made[4].created_at
        visit.save()
        check.refresh_from_db()
    products = [
        {
            "id": product.pk,
            "site": product.site_id,
            "name": product.name,
            "state": product.state,
            "state_since": product.state_since and product.state_since.isoformat(),
            "created_at": product.created_at.isoformat(),
        }
        for product in [*made, elsewhere]
    ]
    about = {
        "site": check.site_id,
        "startsOn": DAY.isoformat(),
        "submittedAt": handed_in and visit.submitted_at.isoformat(),
        "answers": [],
    }
    page.goto(live_server.url + PAGE)
    asked = page.evaluate(PRODUCTS, {"products": products, "about": about})
    expected = [product.pk for product in products_of(check)]
    assert sorted(asked) == sorted(expected)
    assert 0 < len(expected) < len(made)


def test_stars_are_those_of_the_server(page, live_server, transactional_db):
    site = factories.SiteFactory()
    made = [factories.ProductFactory(site=site, name=f"{n}") for n in range(4)]
    for product, begun, grade in (
        (made[0], DAY, Grade.FOUR),
        (made[1], DAY + datetime.timedelta(days=1), Grade.FIVE),
        (made[1], datetime.date(2022, 1, 1), Grade.THREE),
        (made[2], datetime.date(2022, 1, 1), Grade.POTENTIAL_FIVE),
        (made[2], None, Grade.THREE),
    ):
        factories.RecognitionFactory(product=product, grade=grade, valid_from=begun)
    chains = recognised_stars(one.pk for one in made)
    products = [
        {
            "id": one.pk,
            "site": site.pk,
            "name": one.name,
            "state": one.state,
            "state_since": None,
            "created_at": one.created_at.isoformat(),
            "held": [
                [begun and begun.isoformat(), stars]
                for begun, stars in chains.get(one.pk, [])
            ],
        }
        for one in made
    ]
    about = {"site": site.pk, "startsOn": DAY.isoformat(), "answers": []}
    page.goto(live_server.url + PAGE)
    told = page.evaluate(STARS, {"products": products, "about": about})
    expected = stars_on(DAY, chains)
    assert told == [[one.pk, expected.get(one.pk, "")] for one in made]
    assert [stars for _, stars in told] == ["4", "3", "4", ""]
