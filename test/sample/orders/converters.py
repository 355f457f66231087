class OrderNumberConverter:
    """An order in an address, as customers know its number: M-00042."""

    regex = r"M-[0-9]{5,}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("M-"))

    def to_url(self, value: int) -> str:
        return f"M-{value:05d}"
