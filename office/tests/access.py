"""The access table of the pages that compose several apps."""

from tests.access import SIGN_IN, Row

ALL = (SIGN_IN, 200, 200, 200, 200, 200, 200)


def rows(world):
    return [
        Row("office:home", get=ALL),
        Row("office:expiry", get=ALL),
        Row("office:expiry_owners", get=ALL),
        Row(
            "office:expiry_letters",
            get=(SIGN_IN, 403, 403, 403, 200, 403, 403),
            post=(SIGN_IN, 403, 403, 403, 422, 403, 403),
        ),
        Row("office:search", get=ALL, query="?q=ruou"),
        Row(
            "office:producer",
            {"pk": world.producer.pk},
            get=(SIGN_IN, 200, 200, 200, 200, 200, 404),
        ),
        Row(
            "office:sign_visit",
            {"uuid": world.visit.uuid},
            get=(SIGN_IN, 403, 403, 200, 200, 403, 403),
            post=(SIGN_IN, 403, 403, 302, 302, 403, 403),
        ),
    ]
