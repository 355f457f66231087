VERSION = (5, 2, 0, "final", 0)
