from .options import ModelAdmin
from .sites import AdminSite, site
