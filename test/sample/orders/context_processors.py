from .cart import Cart


def cart(request):
    """The visitor's basket, for its count in the header of every page."""
    return {"cart": Cart(request.session)}
