"""Who has reported what; import and templates (报送)."""
