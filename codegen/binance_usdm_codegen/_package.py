"""The files of the generated package, as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from binance_usdm_codegen._catalogue import GROUPS, Catalogue, Model
from binance_usdm_codegen._check_models import module_dependencies
from binance_usdm_codegen._emit_methods import method_class, methods_view
from binance_usdm_codegen._emit_operations import model_names, operation_view, recv_window, shared_parameters
from binance_usdm_codegen._emit_streams import events_view, streams_view
from binance_usdm_codegen._emit_tables import errors_view, filters_view, order_rules_view, service_view
from binance_usdm_codegen._openapi_client import TEMPLATES, render_models

__all__ = ["HEADER_MARK", "package_files"]

RUNTIME = Path(__file__).parent / "runtime"
HEADER_MARK = "# DO NOT EDIT: @generated"

_HOMES = {
    "CallOptions": "_options",
    "Carrier": "_options",
    "ERRORS": "error_table",
    "EVENTS": "events",
    "OPERATIONS": "operations",
    "Kind": "_parameter",
    "Operation": "_operation",
    "Parameter": "_parameter",
    "Record": "_print",
    "RetryClass": "_operation",
    "Rows": "_print",
    "SESSION_OPERATIONS": "operations",
    "Security": "_operation",
    "STREAMS": "streams",
    "Stream": "_stream",
    "Subscription": "_stream",
    "UnknownEvent": "events",
    "WS_API_METHODS": "operations",
    "Weight": "_weight",
    "decode_event": "events",
    "late_fields": "_late",
    "use_printer": "_print",
}
_MODULES = ("aio", "api", "enums", "errors", "models")
_MODULE_WORDS = {
    "account": "Account, balances, limits and history.",
    "algo": "Conditional orders.",
    "convert": "Conversion between assets.",
    "filter": "Trading rules of a symbol.",
    "market": "Market data.",
    "order": "Orders and own trades.",
    "stream": "Events of market streams.",
    "user": "Events of the account's own stream.",
}


def package_files(catalogue: Catalogue) -> tuple[dict[str, str], dict[str, str]]:
    """Every file of the package by its path inside it.

    Returns:
        Files that are rendered and still to be formatted, and files that are copied as they are.
    """
    environment = Environment(  # noqa: S701 - what is rendered is Python, not HTML
        loader=FileSystemLoader(str(TEMPLATES)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )

    def render(template: str, **view: Any) -> str:
        body = environment.get_template(template).render(**view)
        return f"{_header(catalogue)}\n{body}"

    files: dict[str, str] = {}
    _add_models(catalogue, files, render, environment)
    _add_operations(catalogue, files, render)
    for folder, asynchronous in (("api", False), ("aio", True)):
        classes = [(group, method_class(group, asynchronous=asynchronous)) for group in GROUPS]
        files[f"{folder}/__init__.py"] = render(
            "methods_init.py.jinja", classes=sorted(classes), asynchronous=asynchronous
        )
        for group, name in classes:
            view = methods_view(catalogue, group)
            files[f"{folder}/{group}.py"] = render(
                "methods.py.jinja", class_name=name, asynchronous=asynchronous, **view
            )
    files["streams.py"] = render("streams.py.jinja", **streams_view(catalogue))
    files["events.py"] = render("events.py.jinja", **events_view(catalogue))
    files["error_table.py"] = render("error_table.py.jinja", **errors_view(catalogue))
    files["service.py"] = render("values.py.jinja", **service_view(catalogue))
    files["filters.py"] = render("values.py.jinja", **filters_view(catalogue))
    files["order_rules.py"] = render("values.py.jinja", **order_rules_view(catalogue))
    files["__init__.py"] = render(
        "package_init.py.jinja",
        digest=catalogue.digest,
        homes=sorted(_HOMES.items()),
        names=sorted([*_HOMES, *_MODULES]),
    )
    return files, _runtime()


def _header(catalogue: Catalogue) -> str:
    return (
        f"{HEADER_MARK} from spec/ by `binance-usdm-codegen generate` (make generate).\n"
        f"# Catalogue: sha256 {catalogue.digest}"
    )


def _runtime() -> dict[str, str]:
    copied = {
        path.name: f"{HEADER_MARK}, copied from codegen/binance_usdm_codegen/runtime/{path.name} by "
        f"`binance-usdm-codegen generate`.\n{path.read_text(encoding='utf-8')}"
        for path in sorted(RUNTIME.glob("*.py"))
    }
    return {**copied, "py.typed": ""}


def _add_models(catalogue: Catalogue, files: dict[str, str], render: Any, environment: Environment) -> None:
    models, enums = render_models(catalogue)
    files["enums.py"] = render("enums.py.jinja", names=list(enums), classes=list(enums.values()))
    exported: list[tuple[str, str]] = []
    for module in catalogue.modules():
        members = [model for model in catalogue.models.values() if model.module == module]
        texts: list[str] = []
        names: list[str] = []
        # A union is an expression, so its members come first; fields are resolved later and need no order.
        for model in sorted(members, key=lambda model: model.kind == "union"):
            names.append(model.name)
            if model.kind == "union":
                unknown = _unknown_name(model)
                names.append(unknown)
                tags = sorted(str(catalogue.models[name].tag_value) for name in model.union)
                template = environment.get_template("union.py.jinja")
                texts.append(template.render(entry=model, unknown=unknown, tags=tags))
            else:
                texts.append(models[model.name])
        leaves = {field.type.leaf for model in members for field in model.fields}
        used = sorted({leaf for leaf in leaves if leaf in catalogue.enums} | ({"TextFlag"} & leaves))
        needed = module_dependencies(catalogue, module)
        files[f"models/{module}.py"] = render(
            "models_module.py.jinja",
            summary=_MODULE_WORDS.get(module, f"Models of {module}."),
            enums=used or ["OpenEnum"],
            imports=[(other, sorted(needed[other])) for other in sorted(needed)],
            names=sorted(names),
            classes=texts,
        )
        exported += [(name, module) for name in names]
    files["models/__init__.py"] = render("models_init.py.jinja", models=sorted(exported))


def _unknown_name(model: Model) -> str:
    return f"Unknown{model.name.removeprefix('Symbol')}"


def _add_operations(catalogue: Catalogue, files: dict[str, str], render: Any) -> None:
    groups: list[dict[str, Any]] = []
    for group in (*GROUPS, "session"):
        operations = [operation for operation in catalogue.all_operations() if operation.group == group]
        shared = shared_parameters(catalogue, operations)
        views = [operation_view(catalogue, operation, shared) for operation in operations]
        groups.append({"name": group, "operations": views})
        files[f"operations/{group}.py"] = render(
            "operations_module.py.jinja",
            group=group,
            operations=views,
            shared=[(name, text) for text, name in shared.items()],
            models=model_names(operations) or ["Empty"],
            signed=any(operation.signed and operation.recv_window for operation in operations),
        )
    files["operations/_recv_window.py"] = render("recv_window.py.jinja", value=recv_window(catalogue))
    files["operations/__init__.py"] = render("operations_init.py.jinja", groups=groups)
