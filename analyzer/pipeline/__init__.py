"""The order of the stages, written once: a module for each thing that is asked."""

from analyzer.pipeline.analysis import analyze
from analyzer.pipeline.auditing import audit
from analyzer.pipeline.comparison import compare
from analyzer.pipeline.reading import read
from analyzer.pipeline.relating import relate

__all__ = ["analyze", "audit", "compare", "read", "relate"]
