"""Prints the texts of SVG pictures, one a line; fails where a file is no well-formed SVG."""

import sys
import xml.etree.ElementTree as tree

for path in sys.argv[1:]:
    root = tree.parse(path).getroot()
    assert root.tag.endswith("}svg"), root.tag
    for element in root.iter():
        if element.tag.endswith("}text"):
            print("".join(element.itertext()).strip())
