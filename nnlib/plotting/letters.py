"""Fonts for the letters of names, Chinese, Japanese and Korean ones as well.

What is not installed is left out; matplotlib then says which letters are missing.
"""

from matplotlib import rcParams
from matplotlib.font_manager import fontManager

EAST_ASIAN = (
    *(
        "Noto Sans CJK SC",
        "Noto Sans CJK JP",
        "Source Han Sans SC",
        "WenQuanYi Micro Hei",
    ),
    *("WenQuanYi Zen Hei", "Droid Sans Fallback", "AR PL UMing CN"),
    *("Microsoft YaHei", "SimSun", "SimHei", "Microsoft JhengHei", "PMingLiU"),
    *("Yu Gothic", "MS Gothic", "Malgun Gothic", "Batang"),
    *("PingFang SC", "Hiragino Sans GB", "STHeiti", "Apple SD Gothic Neo"),
)


def families():
    """The fonts in which to look for a letter, in this order: the usual one first."""
    there = {font.name for font in fontManager.ttflist}
    return [*rcParams["font.family"], *(name for name in EAST_ASIAN if name in there)]
