from .describing import plain


def migrations(_asking):
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    found = [
        {
            "app": app,
            "name": name,
            "module": migration.__module__,
            "dependencies": plain(migration.dependencies),
            "operations": [type(operation).__name__ for operation in migration.operations],
        }
        for (app, name), migration in sorted(loader.disk_migrations.items())
    ]
    return {"migrations": found, "leaves": plain(sorted(loader.graph.leaf_nodes()))}
