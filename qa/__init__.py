"""The shared language of quality assurance; imports no other package of ours."""

import os

os.environ.setdefault("PICCOLO_CONF", "qa.piccolo_conf")
