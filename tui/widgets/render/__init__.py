"""Drawing primitives that widgets share: styled text, styles, tones, line widgets."""
