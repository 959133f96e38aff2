"""What a view works with: the installation, and who is calling."""

from __future__ import annotations

from mandate_registry.view_context import call, installation

__all__ = ["call", "installation"]
