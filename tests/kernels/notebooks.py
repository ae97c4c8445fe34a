"""Notebooks that show what a kernel has to get right; each is a list of code cells."""

from typing import Any

import nbformat

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

# Which tier the look must choose stands beside each.
QUIET: dict[str, list[str]] = {
    "values": ["1 + 1", "x = 3\nx", "_ + 1", "'text'", "None", "x;", "[1, 'two', 3.0]"],
    "printing": ["print('one')\nprint('two')\n3", "print('no end', end='')", "print()", "for n in range(3):\n    print(n)"],
    "errors": ["print('before')", "1 / 0", "print('never')"],
    "error in depth": ["def f(n):\n    return g(n)\n\n\ndef g(n):\n    raise ValueError('not %s' % n)", "f(3)"],
    "chained error": ["try:\n    {}['a']\nexcept KeyError as error:\n    raise RuntimeError('no a') from error"],
    "error of one's own": ["class Odd(Exception):\n    pass\n\n\nraise Odd('中文')"],
    "warnings": ["import warnings\nwarnings.warn('mind this')", "warnings.warn('again', DeprecationWarning)"],
    "rich output": [
        "from IPython.display import HTML, JSON, Latex, Markdown, SVG, display\nHTML('<b>bold</b>')",
        "display(Markdown('*one*'), Latex('$x$'))\nprint('between')\ndisplay(JSON({'a': 1}))",
        "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
        "display({'text/plain': 'raw', 'text/html': '<i>raw</i>'}, raw=True)",
    ],
    "updated output": [
        "from IPython.display import clear_output, display\nhandle = display('first', display_id='one')",
        "handle.update('second')",
        "print('gone')\nclear_output()\nprint('stays')",
        "print('gone too')\nclear_output(wait=True)\nprint('stays too')",
    ],
    "images": [f"import base64\nfrom IPython.display import Image\nImage(base64.b64decode('{PNG}'))"],
    "tables": [
        "import pandas as pd\nframe = pd.DataFrame({f'c{n}': range(3) for n in range(30)})\nframe",
        "frame.style.highlight_max()\nframe.describe()",
        "print(frame)",
        "pd.Series([1.5, None], name='部门')",
    ],
    "long output": ["print('x' * 100 + '\\n', end='')\n" + "for n in range(20000):\n    print(n, 'line of output')"],
    "random numbers": ["import random\nrandom.seed(7)\nrandom.random()", "import numpy as np\nnp.random.seed(7)\nnp.random.rand(2)"],
    "own representation": [
        "class Loud:\n    def _repr_mimebundle_(self, **_):\n        return {'text/html': '<b>!</b>', 'text/plain': '!'}, {'kit': 'block'}\n\n\nLoud()",
        "class Bad:\n    def __repr__(self):\n        raise ValueError('no text')\n\n\nBad()",
    ],
    "both streams": ["import warnings\nprint('out')\nwarnings.warn('err')\nprint('out again')"],
    "charts": [
        "import altair as alt\nimport pandas as pd\nalt.Chart(pd.DataFrame({'a': [1, 2], 'b': [3, 4]})).mark_bar().encode(x='a:Q', y='b:Q')"
    ],
}  # fmt: skip
LOUD: dict[str, list[str]] = {
    "magics": ["%precision 2\n3.14159", "%%capture said\nprint('kept')", "said.stdout"],
    "shell commands": ["!echo hello", "files = !echo one; echo two\nfiles"],
    "subprocess output": ["import subprocess\nsubprocess.run(['echo', 'from a program'])", "import os\nos.system('echo as well')"],
    "input": ["input('name? ')"],
    "syntax error": ["1 +"],
    "awaiting": ["import asyncio\nawait asyncio.sleep(0)\n3"],
    "threads": ["import threading\nt = threading.Thread(target=print, args=('from a thread',))\nt.start()\nt.join()"],
    "past Python": ["import os\nimport time\nos.write(1, b'written past Python\\n')\ntime.sleep(1)"],
    "widgets": [
        "import ipywidgets\nslider = ipywidgets.IntSlider(3, description='days')\nslider",
        "slider.value = 5\nout = ipywidgets.Output()\nout",
        "with out:\n    print('inside')",
    ],
    "leaving": ["print('before')\nexit()"],
}  # fmt: skip


def make_notebook(cells: list[str]) -> Any:
    """A notebook of these cells, for the kernel of this interpreter."""
    made = [nbformat.v4.new_code_cell(source) for source in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})
