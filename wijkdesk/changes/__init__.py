"""A change, its order, and how two of them become one: what desk and central must agree on."""
