from django.core.exceptions import ValidationError


def validate_isbn(value):
    """Accept 13 digits whose weighted sum is a multiple of ten (ISBN-13)."""
    if len(value) != 13 or not (value.isascii() and value.isdigit()):
        raise ValidationError("An ISBN has 13 digits.", code="isbn_length")
    if check_digit(value[:12]) != value[12]:
        raise ValidationError(
            "One of the digits of this ISBN is wrong.", code="isbn_checksum"
        )


def check_digit(digits):
    """The last digit of the ISBN that starts with these twelve digits."""
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits))
    return str(-total % 10)
