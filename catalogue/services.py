"""What people tell from the page of a product, and what becomes of it."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.pictures import Picture
from core.text import clean_text
from history.enums import Action
from history.services import Outsider, save_recorded
from products.models import Product

from .exceptions import CatalogueError
from .models import MisuseReport

ANYBODY = Outsider("Người tra cứu")


def report_misuse(
    product: Product, report: MisuseReport, *, picture: Picture | None = None
) -> MisuseReport:
    """Put a report on the desk of the office where the product is made.

    The same form sent twice (same uuid) is one report.
    """
    twins = MisuseReport.objects.filter(uuid=report.uuid)
    if twin := twins.first():
        return twin
    report.product, report.product_name = product, str(product)
    report.place, report.area = product.site.place, product.site.area
    if picture is not None:
        report.picture.save("label.jpg", ContentFile(picture.data), save=False)
    try:
        with transaction.atomic():
            save_recorded(report, by=ANYBODY, action=Action.CREATE)
    except Exception as error:
        if report.picture:
            report.picture.delete(save=False)
        if isinstance(error, IntegrityError) and (twin := twins.first()):
            return twin  # it came at the same moment
        raise
    return report


@transaction.atomic
def handle_report(report: MisuseReport, *, outcome: str, by) -> MisuseReport:
    """Close a report with what was found and done; raises CatalogueError."""
    locked = MisuseReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not locked.is_waiting:
        raise CatalogueError("Phản ánh này đã có người xử lý xong.")
    locked.outcome = clean_text(outcome)
    if not locked.outcome:
        raise CatalogueError("Hãy ghi kết quả xử lý.")
    locked.handled_at, locked.handled_by = timezone.now(), by
    save_recorded(locked, by=by, action=Action.CLOSE, reason=locked.outcome)
    return locked
