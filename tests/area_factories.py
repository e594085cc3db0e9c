"""Rows that maps draw."""

import factory
from factory.django import DjangoModelFactory

from areas.models import Boundary

from .factories import AreaFactory

# A square around the middle of Cao Bằng, as the coordinates of a MultiPolygon.
SQUARE = [[106.1, 22.6], [106.3, 22.6], [106.3, 22.8], [106.1, 22.8], [106.1, 22.6]]


class BoundaryFactory(DjangoModelFactory):
    class Meta:
        model = Boundary

    area = factory.SubFactory(AreaFactory)
    polygons = factory.LazyFunction(lambda: [[SQUARE]])
