from rest_framework import permissions, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from .models import Order
from .serializers import OrderSerializer


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    """The orders of whoever is logged in."""

    serializer_class = OrderSerializer
    permission_classes = [permissions.IsAuthenticated]

    def get_queryset(self):
        orders = Order.objects.for_customer(self.request.user)
        return orders.prefetch_related("lines__book")

    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        order = self.get_object()
        if not order.can_be_cancelled:
            raise ValidationError("This order cannot be cancelled any more.")
        order.cancel()
        return Response(self.get_serializer(order).data)
