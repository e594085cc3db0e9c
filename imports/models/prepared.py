from django.db import models

from .runs import ImportRun


class PreparedPlan(models.Model):
    """What a preview would write, kept until it is written or previewed anew.

    It holds only as long as ``token`` does, which says what the plan was made from.
    ``content`` may be personal data, like the file itself.
    """

    run = models.OneToOneField(
        ImportRun,
        models.CASCADE,
        primary_key=True,
        related_name="prepared",
        verbose_name="lần nhập",
    )
    token = models.CharField("mã băm căn cứ", max_length=64)
    content = models.BinaryField("nội dung")

    class Meta:
        verbose_name = verbose_name_plural = "kế hoạch ghi"
        ordering = ["run"]

    def __str__(self):
        return str(self.run)
