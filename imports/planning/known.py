"""What the database holds of what a file speaks of, loaded in a few queries.

The number of queries does not depend on the number of rows: few keys are asked for by
name, many by loading what lies in the scope.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable

from django.db.models import Q, QuerySet

from producers.models import Producer, Representative, Site
from products.cells import decision_key
from products.enums import DecisionKind
from products.models import Decision, Product, Recognition, RecognitionEnd

from .records import Record
from .scope import Scope

FEW = 300

PRODUCER = (
    "name",
    "earlier_names",
    "legal_kind",
    "tax_code",
    "registration_number",
    "phones",
    "email",
    "website",
    "state",
    "match_key",
    "version",
)
NAMED = ("name", "match_key", "tax_code")  # by what a producer is told apart
SITE = ("producer_id", "place_id", "area_id", "address", "is_main", "version")
REPRESENTATIVE = ("producer_id", "name", "sex", "ethnicity", "version")
PRODUCT = (
    "producer_id",
    "site_id",
    "name",
    "variant",
    "criteria_set_id",
    "brand",
    "barcode",
    "match_key",
    "version",
)
DECISION = ("issuer_id", "number", "signed_on", "version")
RECOGNITION = (
    "product_id",
    "decision_id",
    "grade",
    "score",
    "regime_id",
    "criteria_set_id",
    "code",
    "certificate_number",
    "valid_from",
    "valid_to",
    "dates_as_printed",
    "note",
    "ended_on",
    "ended_by_removal",
    "end_decision_id",
    "version",
)


def records(
    rows: QuerySet,
    names: tuple[str, ...],
    *,
    lock: bool,
    owners: Container[int] | None = None,
) -> Iterable[Record]:
    """Return stored rows as records; locked until the transaction ends, if asked.

    With ``owners`` only the rows that belong to them, by the first column.
    """
    if lock:
        rows = rows.select_for_update(no_key=True)
    for pk, *values in rows.order_by("pk").values_list("pk", *names):
        if owners is not None and values[0] not in owners:
            continue
        yield Record(rows.model, pk, dict(zip(names, values, strict=True)))


class KnownProducers:
    """The producers of the scope that a file may mean, with their sites.

    Their representatives are known only where the file speaks of people.
    """

    def __init__(
        self,
        scope: Scope,
        codes: set[str],
        keys: set[str],
        *,
        with_people: bool,
        lock: bool,
    ):
        self.scope = scope
        self.by_pk: dict[int, Record] = {}
        self.by_code: dict[str, Record] = {}
        self.by_key: dict[str, list[Record]] = defaultdict(list)
        self.sites: dict[Record, list[Record]] = defaultdict(list)
        self.representatives: dict[Record, Record] = {}
        # Key, name, match key and tax code of all, where these were loaded anyway.
        self.everybody: list[tuple[int, str, str, str]] | None = None
        is_many = len(codes) + len(keys) > FEW
        rows = self.scope.producers() if is_many else self._asked_for(codes, keys)
        everybody = []
        for record in records(rows, PRODUCER, lock=lock):
            name, key, code = map(record.stored.__getitem__, NAMED)
            everybody.append((record.pk, name, key, code))
            if code in codes or key in keys:
                self.add(record)
        if is_many:
            self.everybody = everybody
        self.codes_elsewhere = self._codes_elsewhere(codes)
        if self.by_pk:
            self._load_sites(lock)
            if with_people:
                self._load_representatives(lock)

    def add(self, record: Record) -> None:
        """Take in a producer, stored or just planned."""
        if record.pk is not None:
            self.by_pk[record.pk] = record
        if record["tax_code"]:
            self.by_code[record["tax_code"]] = record
        self.by_key[record["match_key"]].append(record)

    def _asked_for(self, codes: set[str], keys: set[str]) -> QuerySet:
        asked = Q(tax_code__in=codes) | Q(match_key__in=keys)
        return self.scope.producers().filter(asked)

    def names(self) -> list[tuple[int, str, str, str]]:
        """Return (key of the row, name, match key, tax code) of the whole scope."""
        if self.everybody is not None:
            return self.everybody
        rows = self.scope.producers().order_by("pk")
        return list(rows.values_list("pk", *NAMED))

    def _codes_elsewhere(self, codes: set[str]) -> set[str]:
        """Return the tax codes of the file that belong to producers out of scope."""
        missing = codes - self.by_code.keys()
        if not missing:
            return set()
        rows = Producer.objects.exclude(tax_code="")
        if len(missing) <= FEW:
            rows = rows.filter(tax_code__in=missing)
        return missing.intersection(rows.values_list("tax_code", flat=True))

    def _load_sites(self, lock: bool) -> None:
        rows = of_producers(Site.objects.all(), self.by_pk, self.scope)
        for record in records(rows, SITE, lock=lock, owners=self.by_pk):
            self._add_site(record)

    def _add_site(self, record: Record) -> None:
        producer = self.by_pk[record["producer_id"]]
        record.links["producer"] = producer
        self.sites[producer].append(record)

    def sites_by_pk(self, asked: set[int], *, lock: bool) -> dict[int, Record]:
        """Return the known sites by their keys, with those asked for.

        Others may have added some since the sites were loaded.
        """
        sites = {site.pk: site for found in self.sites.values() for site in found}
        if late := asked - sites.keys():
            rows = Site.objects.filter(pk__in=late)
            for record in records(rows, SITE, lock=lock, owners=self.by_pk):
                self._add_site(record)
                sites[record.pk] = record
        return sites

    def _load_representatives(self, lock: bool) -> None:
        rows = of_producers(Representative.objects.all(), self.by_pk, self.scope)
        for record in records(rows, REPRESENTATIVE, lock=lock, owners=self.by_pk):
            producer = self.by_pk[record["producer_id"]]
            record.links["producer"] = producer
            self.representatives[producer] = record


def of_producers(rows: QuerySet, producers: dict, scope: Scope, path="producer"):
    """Return the rows that belong to the producers, or to all of the scope if many."""
    if len(producers) <= FEW:
        return rows.filter(**{f"{path}__in": list(producers)})
    return rows.filter(**{f"{path}__in": scope.producers().values("pk")})


class KnownProducts:
    """The products of the matched producers, with their recognitions."""

    def __init__(self, producers: KnownProducers, *, lock: bool):
        self.by_key: dict[tuple[Record, str], Record] = {}
        self.recognitions: dict[Record, list[Record]] = defaultdict(list)
        if not producers.by_pk:
            return
        rows = of_producers(Product.objects.all(), producers.by_pk, producers.scope)
        products = {
            record.pk: record
            for record in records(rows, PRODUCT, lock=lock, owners=producers.by_pk)
        }
        at = {record["site_id"] for record in products.values()}
        sites = producers.sites_by_pk(at, lock=lock)
        for record in products.values():
            producer = producers.by_pk[record["producer_id"]]
            record.links = {"producer": producer, "site": sites[record["site_id"]]}
            self.by_key[producer, record["match_key"]] = record
        if products:
            rows = of_producers(
                Recognition.objects.all(),
                producers.by_pk,
                producers.scope,
                "product__producer",
            )
            for record in records(rows, RECOGNITION, lock=lock, owners=products):
                product = products[record["product_id"]]
                record.links["product"] = product
                self.recognitions[product].append(record)


class KnownDecisions:
    """All decisions of some kinds, by their number as it is compared.

    The known recognitions are tied to those that awarded and ended them.
    """

    def __init__(
        self,
        products: KnownProducts,
        kinds: Collection[str] = (DecisionKind.RECOGNISE,),
        *,
        lock: bool,
    ):
        self.by_pk: dict[int, Record] = {}
        self.by_key: dict[str, list[Record]] = defaultdict(list)
        rows = Decision.objects.filter(kind__in=kinds)
        for record in records(rows, DECISION, lock=lock):
            self.by_pk[record.pk] = record
            self.by_key[decision_key(record["number"])].append(record)
        for found in products.recognitions.values():
            for recognition in found:
                for name in ("decision", "end_decision"):
                    if decision := self.by_pk.get(recognition[f"{name}_id"]):
                        recognition.links[name] = decision


def known_ends(products: KnownProducts, *, lock: bool) -> dict[Record, set[str]]:
    """Return on which grounds the known recognitions were ended, by recognition."""
    ended = {
        recognition.pk: recognition
        for found in products.recognitions.values()
        for recognition in found
        if recognition["ended_on"]
    }
    reasons: dict[Record, set[str]] = defaultdict(set)
    if not ended:
        return reasons
    rows = RecognitionEnd.objects.all()
    if len(ended) <= FEW:
        rows = rows.filter(recognition__in=list(ended))
    for record in records(rows, ("recognition_id", "reason"), lock=lock):
        if recognition := ended.get(record["recognition_id"]):
            reasons[recognition].add(record["reason"])
    return reasons
