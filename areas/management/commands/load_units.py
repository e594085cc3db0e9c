from django.core.management.base import BaseCommand

from areas.units import load_units


class Command(BaseCommand):
    help = (
        "Nạp đơn vị hành chính cả nước trước và từ ngày 1/7/2025 từ dữ liệu kèm theo;"
        " chạy lại được."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"{load_units()} đơn vị hành chính.")
