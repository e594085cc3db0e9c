"""The columns an annex may have, gathered from the apps that define them."""

from core.sheets import SheetField
from producers.resources import ProducerResource
from products.resources import ProductResource, RecognitionResource

PRODUCER_FIELDS = tuple(ProducerResource.sheet_fields())
PRODUCT_FIELDS = ("product", "variant", "brand", "barcode", "criteria_set")
RECOGNITION_FIELDS = tuple(
    name
    for name in RecognitionResource.sheet_fields()
    if name not in ("product_name", "owner_name")
)

FIELDS: dict[str, SheetField] = {
    **{name: ProductResource.sheet_fields()[name] for name in PRODUCT_FIELDS},
    **ProducerResource.sheet_fields(),
    **{name: RecognitionResource.sheet_fields()[name] for name in RECOGNITION_FIELDS},
}

REQUIRED = tuple(name for name, field in FIELDS.items() if field.is_required)
