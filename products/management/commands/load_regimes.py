from django.core.management.base import BaseCommand

from products.regimes import load_regimes


class Command(BaseCommand):
    help = "Nạp các bộ quy định và bộ sản phẩm từ dữ liệu kèm theo; chạy lại được."

    def handle(self, *args, **options):
        regimes, sets = load_regimes()
        self.stdout.write(f"{regimes} bộ quy định, {sets} bộ sản phẩm.")
