from .describing import plain


def migrations(asking):
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    found = [
        {
            "app": app,
            "name": name,
            "module": migration.__module__,
            "dependencies": plain(migration.dependencies),
            "replaces": plain(migration.replaces),
            "run_before": plain(migration.run_before),
            "operations": [type(operation).__name__ for operation in migration.operations],
        }
        for (app, name), migration in sorted(loader.disk_migrations.items())
    ]
    graph = asking.guard("leaves of the migrations", lambda: loader.graph.leaf_nodes())
    return {"migrations": found, "leaves": None if graph is None else plain(sorted(graph))}
