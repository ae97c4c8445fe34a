"""Plain kernel: a kernel that is started anew, for machines and notebooks for which nothing can be forked."""

import os
import sys

from kit.kernels.bounds import VARIABLE, Bounds


def main() -> None:
    """``python -m kit.kernels.plain_kernel -f CONNECTION_FILE``; its bounds stand in the environment."""
    import json

    # Before anything imports jsonschema, which would build a grammar for seconds that nothing here needs.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from kit.kernels.forked_kernel import run_kernel

    stated = os.environ.get(VARIABLE)
    run_kernel(sys.argv[1:], Bounds.from_dict(json.loads(stated)) if stated else Bounds(is_guarded=False))


if __name__ == "__main__":
    main()
