"""The tiers and quotas of comprehensive appraisal (综合评价)."""
