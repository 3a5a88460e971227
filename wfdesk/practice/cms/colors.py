"""The colors that a field takes: those that Webflow's page "Field Types and Item Values" lists."""

import re
from typing import Final

_NUMBER: Final = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"
_PART: Final = rf"\s*{_NUMBER}%?\s*"
_FORM: Final = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})"
    rf"|rgba?\({_PART},{_PART},{_PART}(?:,{_PART})?\)"
    rf"|hsla?\(\s*{_NUMBER}(?:deg)?\s*,\s*{_NUMBER}%\s*,\s*{_NUMBER}%\s*(?:,{_PART})?\)",
    re.IGNORECASE | re.ASCII,
)
"""With commas, as they are listed there; CSS also knows forms without them."""
_NAMED: Final = """
    transparent
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue
    blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk
    crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki
    darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue
    dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite
    gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki
    lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
    lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
    magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen
    mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream
    mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown
    seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen
    steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen
"""
_NAMES: Final = frozenset(_NAMED.split())
"""Those of CSS."""


def is_color(text: str) -> bool:
    return _FORM.fullmatch(text) is not None or text.lower() in _NAMES
