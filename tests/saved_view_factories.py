"""Who makes saved filters."""

import factory
from factory.django import DjangoModelFactory

from accounts.models import SavedView

from .factories import UserFactory


class SavedViewFactory(DjangoModelFactory):
    """Four stars of the product list, under a name of its own."""

    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory)
    listing = "products:list"
    name = factory.Sequence(lambda n: f"Bộ lọc thử {n}")
    query = "hang=4"
