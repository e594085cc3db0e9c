"""Rows for tests around the end of a certificate."""

import datetime

import factory
from factory.django import DjangoModelFactory

from products.enums import LapseCause
from products.models import Lapse, Recognition

from .factories import RecognitionFactory


class LapseFactory(DjangoModelFactory):
    """Why a recognition was not renewed."""

    class Meta:
        model = Lapse

    recognition = factory.SubFactory(RecognitionFactory)
    cause = LapseCause.NO_NEED


def running_to(valid_to: datetime.date, **recognition) -> Recognition:
    """Create a recognition of the older rules whose last valid day is the one given."""
    valid_from = datetime.date(2023, 6, 1)
    return RecognitionFactory(valid_from=valid_from, valid_to=valid_to, **recognition)
