from django.dispatch import Signal

# Sent once the order and its lines are saved, with `order`.
order_placed = Signal()
