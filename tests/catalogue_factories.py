"""What comes from the public pages, for tests."""

import factory
from factory.django import DjangoModelFactory

from catalogue.models import MisuseKind, MisuseReport
from inspections.tests.pictures import picture

from .factories import ProductFactory


class MisuseReportFactory(DjangoModelFactory):
    """A report that waits; ``pictured`` gives it a picture of the label."""

    class Meta:
        model = MisuseReport

    product = factory.SubFactory(ProductFactory)
    product_name = factory.LazyAttribute(lambda row: str(row.product))
    place = factory.SelfAttribute("product.site.place")
    area = factory.SelfAttribute("product.site.area")
    kind = MisuseKind.EXPIRED
    seen_at = "Chợ trung tâm"
    text = "Nhãn còn in 4 sao."
    contact = "0900000001"

    class Params:
        pictured = factory.Trait(
            picture=factory.django.FileField(filename="label.jpg", data=picture())
        )
