from django.urls import path

from letters import views

urlpatterns = [
    path("", views.issues, name="issues"),
    path("subscribe/", views.subscribe, name="subscribe"),
]
