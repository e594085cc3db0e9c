"""The least an import can do: read the file, and one bulk statement a table.

No row is checked, nothing is looked for, nothing is recorded.
"""

import datetime
import io

from python_calamine import CalamineWorkbook

from core.bulk import insert_all, reserve_keys
from producers.identity import kind_of_name, match_key
from producers.models import Producer, Site
from products.dates import last_valid_day
from products.models import CriteriaSet, Decision, Product, Recognition
from products.models.products import product_key

from .lists import ROWS

GRADES = {"3 sao": "3", "***": "3", "4 sao": "4", "5 sao": "5"}


def write_one_table(data: bytes, site: Site) -> None:
    """Write the products alone, all of one producer."""
    Product.objects.bulk_create(
        Product(
            producer=site.producer,
            site=site,
            name=line[1],
            match_key=product_key(line[1]),
        )
        for line in _read(data)
    )


def write_all_tables(data: bytes, place: dict) -> None:
    """Write every record that the list holds, one statement for each table."""
    lines = _read(data)
    keys = _keys(lines)
    [criteria_set, *_] = CriteriaSet.objects.filter(name=lines[0][8])
    sites: dict[str, Site] = {}
    decisions: dict[tuple, Decision] = {}
    products, recognitions = [], []
    for _, name, owner, address, phone, star, number, day, _ in lines:
        if owner not in sites:
            sites[owner] = _site(keys, owner, phone, address, place)
        if (number, day) not in decisions:
            decisions[number, day] = Decision(
                pk=next(keys[Decision]), number=number, signed_on=_day(day)
            )
        site, decision = sites[owner], decisions[number, day]
        product = Product(
            pk=next(keys[Product]),
            producer=site.producer,
            site=site,
            name=name,
            criteria_set=criteria_set,
            match_key=product_key(name),
        )
        products.append(product)
        pk = next(keys[Recognition])
        recognitions.append(_recognition(pk, product, decision, GRADES[star]))
    insert_all([site.producer for site in sites.values()])
    for rows in (sites.values(), decisions.values(), products, recognitions):
        insert_all(list(rows))


def _keys(lines: list[list]) -> dict:
    owners = len({line[2] for line in lines})
    return reserve_keys(
        {
            Producer: owners,
            Site: owners,
            Decision: len({(line[6], line[7]) for line in lines}),
            Product: len(lines),
            Recognition: len(lines),
        }
    )


def _site(keys: dict, owner: str, phone: float, address: str, place: dict) -> Site:
    producer = Producer(
        pk=next(keys[Producer]),
        name=owner,
        legal_kind=kind_of_name(owner),
        phones=f"0{phone:.0f}",
        match_key=match_key(owner),
    )
    return Site(pk=next(keys[Site]), producer=producer, address=address, **place)


def _recognition(pk: int, product: Product, decision: Decision, grade) -> Recognition:
    return Recognition(
        pk=pk,
        product=product,
        decision=decision,
        grade=grade,
        valid_from=decision.signed_on,
        valid_to=last_valid_day(decision.signed_on),
    )


def _day(text: str) -> datetime.date:
    day, month, year = map(int, text.split("/"))
    return datetime.date(year, month, day)


def _read(data: bytes) -> list[list]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sheet.to_python()[-ROWS:]
