from django.core.management.base import BaseCommand

from fieldwork.uploads import forget_idle


class Command(BaseCommand):
    help = (
        "Xóa các phần ảnh gửi dở đã lâu không gửi tiếp; máy còn ảnh sẽ gửi lại từ đầu."
        " Nên chạy hằng ngày."
    )

    def handle(self, *args, **options):
        forgotten = forget_idle()
        if options["verbosity"]:
            self.stdout.write(
                f"Đã xóa phần gửi dở của {forgotten.uploads} ảnh"
                f" và {forgotten.files} tệp không còn dùng."
            )
