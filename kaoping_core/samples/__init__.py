"""Sample data for the demonstration: plausible, invented, the same every time, marked 示例数据."""
