from .config import AppConfig
