"""Normal: what of an executed notebook must be the same whoever ran it: all but times, places and names by chance."""

import json
import re
from typing import Any

TIMES = {"start_time", "end_time", "duration", "input_path", "output_path"}
_BY_CHANCE = (
    (re.compile(r"[^\s\"\\]*/ipykernel_\d+/\d+\.py"), "CELL"),
    (re.compile(r"altair-viz-[0-9a-f]{32}"), "altair-viz"),
    (re.compile(r"\b0x[0-9a-f]{8,}\b"), "0xADDRESS"),
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), "NAME-BY-CHANCE"),
)


def normal_form(notebook: Any) -> Any:
    """The notebook as plain JSON values, normalised; two runs of it are alike where these are equal."""
    plain = json.loads(json.dumps(notebook))
    _mask_times(plain["metadata"].get("papermill", {}))
    _sort_widgets(plain["metadata"].get("widgets", {}))
    for cell in plain["cells"]:
        cell.pop("id", None)
        _mask_times(cell["metadata"].get("papermill", {}))
        times = cell["metadata"].get("execution")
        if times:
            cell["metadata"]["execution"] = sorted(times)
        if "outputs" in cell:
            cell["outputs"] = _one_stream_each(cell["outputs"])
    return json.loads(_mask(json.dumps(plain, sort_keys=True, ensure_ascii=False)))


def _sort_widgets(content: dict[str, Any]) -> None:
    """Widgets stand under names by chance; what they are is kept, in an order that does not depend on the names."""
    for bundle in content.values():
        bundle["state"] = sorted(bundle["state"].values(), key=lambda state: _mask(json.dumps(state, sort_keys=True)))


def _mask_times(content: dict[str, Any]) -> None:
    for name in TIMES & content.keys():
        content[name] = None


def _one_stream_each(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Streams between two other outputs joined by name, output before error: how a kernel cuts them is chance."""
    joined: list[dict[str, Any]] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in outputs:
        if output["output_type"] != "stream":
            joined += [streams[name] for name in ("stdout", "stderr") if name in streams]
            streams = {}
            joined.append(output)
            continue
        text = "".join(output["text"])
        known = streams.setdefault(output["name"], {"output_type": "stream", "name": output["name"], "text": ""})
        known["text"] += text
    return joined + [streams[name] for name in ("stdout", "stderr") if name in streams]


def _mask(text: str) -> str:
    for pattern, word in _BY_CHANCE:
        text = pattern.sub(word, text)
    return text
