from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "areas"
    verbose_name = "địa bàn và cơ quan"
