"""The health probes: open to everybody, read only."""

from tests.access import PEOPLE, Row

EVERYBODY = (200,) * len(PEOPLE)
NOBODY = (405,) * len(PEOPLE)


def rows(world):
    return [
        Row("healthz", get=EVERYBODY, post=NOBODY),
        Row("readyz", get=EVERYBODY, post=NOBODY),
    ]
