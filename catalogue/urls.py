from django.urls import path, register_converter

from products.codes import ALPHABET, LENGTH

from .views import desk, public, reporting


class Code:
    """A code of a product as it is stored."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(Code, "product_code")

app_name = "catalogue"
urlpatterns = [
    path("tra-cuu/", public.search, name="search"),
    path("sp/da-gui-phan-anh/", reporting.report_sent, name="report_sent"),
    path("sp/<str:code>/", public.product, name="product"),
    path("sp/<product_code:code>/ma-qr.svg", public.qr, name="qr"),
    path(
        "sp/<product_code:code>/phan-anh/",
        reporting.report_misuse,
        name="report_misuse",
    ),
    path("phan-anh/", desk.report_list, name="report_list"),
    path("phan-anh/<uuid:uuid>/", desk.report, name="report"),
    path("phan-anh/<uuid:uuid>/xu-ly/", desk.report_handle, name="report_handle"),
    path("phan-anh/<uuid:uuid>/anh/", desk.report_picture, name="report_picture"),
]
