"""What the pages of products share."""

from producers.views import trail_of as trail_of_producer


def trail_of(product) -> list[tuple[str, str]]:
    """Return the breadcrumbs of a page below a product."""
    return [
        *trail_of_producer(product.producer),
        (str(product), product.get_absolute_url()),
    ]
