import traceback


class Asking:
    """One run: the project, how its places are named, and what could not be answered."""

    def __init__(self, project, places, with_tests):
        self.project = project
        self.places = places
        self.with_tests = with_tests
        self.errors = []

    def guard(self, what, function, *args):
        """function(*args), or None with the failure written down: project code may raise whatever it likes."""
        try:
            return function(*args)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            at = f"{self.places.path(frame.filename)}:{frame.lineno}"
            self.errors.append({"in": what, "error": f"{type(error).__name__}: {error}"[:500], "at": at})
            return None
