from .base import reverse, reverse_lazy
from .conf import include, path, re_path
