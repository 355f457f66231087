from rest_framework import serializers

from .models import Order, OrderLine


class OrderLineSerializer(serializers.ModelSerializer):
    book = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = OrderLine
        fields = ["book", "quantity", "unit_price", "total"]


class OrderSerializer(serializers.ModelSerializer):
    lines = OrderLineSerializer(many=True, read_only=True)
    total = serializers.DecimalField(max_digits=9, decimal_places=2, read_only=True)

    class Meta:
        model = Order
        fields = ["id", "number", "status", "total", "created_at", "lines"]
