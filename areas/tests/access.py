"""Suggestions of places: for everybody who is signed in, each in his own reach."""

from tests.access import SIGN_IN, Row


def rows(world):
    return [Row("areas:search", get=(SIGN_IN, *[200] * 6))]
