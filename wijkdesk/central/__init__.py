"""The service that gathers the desks: it judges every change again and sends each their own."""
