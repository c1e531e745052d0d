"""Every route is guarded, or stands on this short list."""

from litestar.handlers import BaseRouteHandler

from app import create_app
from qa.auth.middleware import signed_in

PUBLIC = {
    "/health",
    "/sign-in",
    "/sign-in/link/{token:str}",
    "/static/{file_path:path}",
    "/schema",
    "/schema/openapi.json",
    "/schema/{path:str}",
}


def _routes() -> list[tuple[str, BaseRouteHandler]]:
    return [
        (route.path, handler)
        for route in create_app().routes
        for handler in getattr(route, "route_handlers", [])
        if handler.http_methods != {"OPTIONS"}
    ]


def test_a_route_is_guarded_or_public() -> None:
    open_paths = set()
    for path, handler in _routes():
        assert signed_in in [getattr(guard, "func", guard) for guard in handler.resolve_guards()], (
            path
        )
        if handler.opt.get("public"):
            open_paths.add(path)
    assert open_paths == PUBLIC
