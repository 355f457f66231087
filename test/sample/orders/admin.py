from django.contrib import admin

from .models import Order, OrderLine


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    extra = 0
    autocomplete_fields = ["book"]


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "customer", "status", "total", "created_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["customer"]
    search_fields = ["customer__username", "full_name"]
    readonly_fields = ["created_at", "updated_at"]
    inlines = [OrderLineInline]
    actions = ["mark_shipped"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("lines")

    @admin.action(description="Mark the selected orders as shipped")
    def mark_shipped(self, request, queryset):
        count = queryset.open().update(status=Order.Status.SHIPPED)
        self.message_user(request, f"{count} orders are on their way.")
