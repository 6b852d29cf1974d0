"""Trial, recording and history of assemblies (汇总)."""
