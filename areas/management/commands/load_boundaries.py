from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from areas.boundaries import BoundariesError, load_boundaries


class Command(BaseCommand):
    help = (
        "Nạp ranh giới các xã, phường hiện nay từ tệp GeoJSON (thuộc tính code là mã"
        " đơn vị); chạy lại được."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="TỆP")

    def handle(self, *args, **options):
        try:
            result = load_boundaries(options["file"])
        except BoundariesError as error:
            raise CommandError(f"Không nạp được gì. {error}") from error
        self.stdout.write(
            f"{result.saved} ranh giới đã lưu, {result.unchanged} không đổi."
        )
        for line in result.unknown:
            self.stdout.write(f"Không có xã, phường hiện nay mang mã: {line}")
        for line in result.misnamed:
            self.stdout.write(f"Tên trong tệp khác tên của đơn vị: {line}")
