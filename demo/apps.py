from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration data; not among the apps of production."""

    name = "demo"
    verbose_name = "dữ liệu trình diễn"
