"""What is stored of one row of a list, in words."""

from areas.models import Area
from producers.identity import match_key
from producers.models import Representative
from products.cells import score_text
from products.models import Product, Recognition
from products.models.products import product_key


def values_of(expected: dict[str, str]) -> dict[str, str]:
    """Return what is stored of the product, and of the award, that a row tells of.

    Blank values are left out, and so are those that follow from others unless the row
    is expected to say them: the kind of producer, the last day of an award.
    """
    rows = Product.objects.filter(
        match_key=product_key(expected["product"], expected.get("variant", "")),
        producer__match_key=match_key(expected["producer"]),
    )
    if "tax_code" in expected:
        rows = rows.filter(producer__tax_code=expected["tax_code"])
    product = rows.get()
    values = {**_of_product(product), **_of_producer(product.producer)}
    awards = [_of_award(award) for award in product.recognitions.order_by("pk")]
    values |= next((a for a in awards if _fits(a, expected)), {})
    if len(awards) > 1:
        values["awards"] = str(len(awards))
    implied = {"kind", "valid_to"} - expected.keys()
    return {k: v for k, v in values.items() if v and k not in implied}


def _fits(award: dict, expected: dict) -> bool:
    names = ("grade", "decision", "valid_from")
    return all(award[name] == expected.get(name, "") for name in names)


def _of_product(product: Product) -> dict[str, str]:
    return {
        "product": product.name,
        "variant": product.variant,
        "brand": product.brand,
        "barcode": product.barcode,
        "criteria_set": product.criteria_set.name if product.criteria_set else "",
        "place": place_words(product.site.place),
        "address": product.site.address,
    }


def place_words(place: Area) -> str:
    """Return a unit; with its district where it is one of before 1/7/2025."""
    if place.is_current or place.parent is None or place.parent.parent is None:
        return place.name
    return f"{place.name}, {place.parent.name}"


def _of_producer(producer) -> dict[str, str]:
    person = Representative.objects.filter(producer=producer).first()
    return {
        "producer": producer.name,
        "kind": producer.legal_kind,
        "tax_code": producer.tax_code,
        "registration": producer.registration_number,
        "phones": producer.phones,
        "email": producer.email,
        "website": producer.website,
        "state": "" if producer.state == "active" else producer.state,
        "representative": person.name if person else "",
        "sex": person.sex if person else "",
        "ethnicity": person.ethnicity if person else "",
    }


def _of_award(award: Recognition) -> dict[str, str]:
    decision = award.decision
    return {
        "grade": award.grade,
        "score": score_text(award.score),
        "decision": decision.number if decision else "",
        "issuer": str(decision.issuer or "") if decision else "",
        "signed_on": _day(decision.signed_on) if decision else "",
        "valid_from": _day(award.valid_from),
        "valid_to": _day(award.valid_to),
        "printed": award.dates_as_printed,
        "regime": str(award.regime or ""),
        "code": award.code,
        "certificate": award.certificate_number,
        "note": award.note,
    }


def _day(date) -> str:
    return "" if date is None else f"{date:%d/%m/%Y}"
