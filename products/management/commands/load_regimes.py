from django.core.management.base import BaseCommand
from django.db import transaction

from products.criteria import load_criteria
from products.regimes import load_regimes


class Command(BaseCommand):
    help = (
        "Nạp các bộ quy định, bộ sản phẩm và tiêu chí từ dữ liệu kèm theo; chạy lại"
        " được."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        regimes, sets = load_regimes()
        criteria, levels = load_criteria()
        self.stdout.write(
            f"{regimes} bộ quy định, {sets} bộ sản phẩm, {criteria} tiêu chí,"
            f" {levels} mức điểm."
        )
