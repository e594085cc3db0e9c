from django.urls import path

from . import views

app_name = "imports"

urlpatterns = [
    path("", views.run_list, name="list"),
    path("tai-len/", views.upload, name="upload"),
    path("mau/", views.template, name="template"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/cach-hieu/", views.understood, name="understood"),
    path("<int:pk>/cach-hieu/<int:sheet>/", views.reread, name="reread"),
    path("<int:pk>/ghi/", views.commit, name="commit"),
    path("<int:pk>/bo/", views.discard, name="discard"),
]
