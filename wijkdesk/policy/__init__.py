"""What the organisation allows, enforced at both ends: access to fields and acts, and numbers."""
