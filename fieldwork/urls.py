from django.urls import path

from .views import conflicts, packing, sending, shell, uploading

app_name = "fieldwork"

urlpatterns = [
    path("", shell.shell, name="shell"),
    path("sw.js", shell.worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("chuan-bi/", packing.offer, name="offer"),
    path("goi/", packing.whole, name="pack"),
    path("gui/", sending.send, name="send"),
    path("anh/<uuid:uuid>/", uploading.upload, name="upload"),
    path("xung-dot/", conflicts.conflict_list, name="conflicts"),
    path("xung-dot/<uuid:op_id>/", conflicts.conflict, name="conflict"),
]
