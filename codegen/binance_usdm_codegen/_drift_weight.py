"""What a docstring of a published client library says about cost, in the canonical form of ``_drift_call``.

Rules: a text that is not understood as a whole is handed on as it is, so that it shows up as a difference; nothing is
guessed from a part of it. Order counts that a stated weight does not mention are none.
"""

from __future__ import annotations

import re

from binance_usdm_codegen._drift_call import limits_text, orders_text, steps_text

__all__ = ["cost_facts"]

_HEAD = re.compile(r"^\s*Weight(?:\s*\(IP\))?\s*:\s*", re.MULTILINE)
_NEXT = re.compile(r"^\s*(?:[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)?\s*:|>)", re.MULTILINE)
_CONSTANT = re.compile(r"(\d+)\s*(?:\(IP\))?")
_ORDERS = re.compile(r"(\d+) on (10s|1min) order rate limit\s*(?:\([^)]*\))?\s*;?")
_ON_IP = re.compile(r"(\d+) on IP rate limit\s*(?:\([^)]*\))?\s*;?")
_WITH = re.compile(r"(\d+) (?:with|for a single) (\w+)")
_WITHOUT = re.compile(r"(\d+) (?:without \w+|when the \w+ parameter is omitted)")
_CAREFUL = re.compile(r"Careful .*", re.DOTALL)
_ROW = re.compile(r"^\s*\|\s*([^|]*\d[^|]*?)\s*\|\s*(\d+)\s*\|\s*$", re.MULTILINE)
_RANGE = re.compile(r"\[\s*(\d+)\s*,\s*(\d+)\s*([)\]])")
_ABOVE = re.compile(r">\s*(\d+)")
_VALUES = re.compile(r"\d+(?:\s*,\s*\d+)*")
_LIMIT = re.compile(r"(\d+)(?: requests)?/(\d*)\s*(min|hour|day|month)\b")
_SHARE = re.compile(r"share \S+ rate limit with (?:GET|POST|PUT|DELETE) \S+")
_UNITS = {"min": "m", "hour": "h", "day": "d", "month": "M"}


def cost_facts(doc: str) -> dict[str, str]:
    """Weight, order counts and request limit, as far as the docstring states them."""
    facts: dict[str, str] = {}
    stated = _stated(doc)
    limits = _limits(doc, stated or "")
    if limits:
        facts["request limit"] = limits
    if not stated:
        return facts
    text = _LIMIT.sub("", _SHARE.sub("", stated)) if limits else stated
    if not text.strip(" ,;\n"):
        return facts
    orders = {interval: int(count) for count, interval in _ORDERS.findall(text)}
    facts["order counts"] = orders_text(orders.get("10s", 0), orders.get("1min", 0))
    facts["weight"] = _weight(text) or f"“{' '.join(stated.split())}”"
    return facts


def _stated(doc: str) -> str | None:
    head = _HEAD.search(doc)
    if head is None:
        return None
    end = _NEXT.search(doc, head.end())
    text = doc[head.end() : end.start() if end else len(doc)]
    # Some blanks in docstrings are no-break spaces.
    return re.sub(r"[^\S\n]+", " ", re.sub(r"[*`]", "", text)).strip()


def _limits(doc: str, stated: str) -> str:
    places = [stated, *(line for line in doc.splitlines() if "rate limit" in line.lower())]
    found = {(int(n), f"{count or 1}{_UNITS[unit]}") for place in places for n, count, unit in _LIMIT.findall(place)}
    return limits_text(found) if found else ""


def _weight(text: str) -> str | None:
    if "|" in text:
        return _table(text)
    rest = _ORDERS.sub("", text)
    on_ip = _ON_IP.search(rest)
    if on_ip is not None:
        return on_ip[1] if not _ON_IP.sub("", rest, count=1).strip() else None
    present, absent = _WITH.search(text), _WITHOUT.search(text)
    if present is not None and absent is not None:
        left = _CAREFUL.sub("", _WITHOUT.sub("", _WITH.sub("", text, count=1), count=1))
        return None if left.strip(" ,;.-\n") else f"{present[1]} with {present[2]}, {absent[1]} without"
    constant = _CONSTANT.fullmatch(rest.strip(" ,;.-\n"))
    return constant[1] if constant is not None else None


def _table(text: str) -> str | None:
    rows = _ROW.findall(text)
    if rows and all(_VALUES.fullmatch(key) for key, _ in rows):
        pairs = sorted((int(value), ip) for key, ip in rows for value in key.split(","))
        return ", ".join(f"{ip} at {value}" for value, ip in pairs)
    steps: list[tuple[int, int]] = []
    following: int | None = None
    for key, ip in rows:
        span, above = _RANGE.fullmatch(key), _ABOVE.fullmatch(key)
        if span is not None:
            first, after = int(span[1]), int(span[2]) + (span[3] == "]")
        elif above is not None:
            first, after = int(above[1]) + 1, 0
        else:
            return None
        if following is not None and first != following:
            return None
        steps.append((first, int(ip)))
        following = after
    return steps_text(steps) or None
