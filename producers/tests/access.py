"""The access table of producers, their sites and representatives."""

from tests.access import SIGN_IN, Row

LIST = (SIGN_IN, 200, 200, 200, 200, 200, 200)
ADD = (SIGN_IN, 403, 200, 200, 200, 403, 200)
WRITE = (SIGN_IN, 403, 200, 200, 200, 403, 404)


def rows(world):
    producer = {"pk": world.producer.pk}
    return [
        Row("producers:list", get=LIST),
        Row("producers:create", get=ADD, post=ADD),
        Row("producers:edit", producer, get=WRITE, post=WRITE),
        Row("producers:representative_edit", producer, get=WRITE, post=WRITE),
        Row("producers:site_create", producer, get=WRITE, post=WRITE),
        Row(
            "producers:site_edit",
            {"pk": world.product.site_id},
            get=WRITE,
            post=WRITE,
        ),
    ]
