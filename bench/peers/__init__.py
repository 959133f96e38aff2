"""Engines that people would compare with the registry, given the same mandates and asked the same questions."""
