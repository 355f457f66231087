from .library import Library
