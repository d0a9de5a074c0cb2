"""What API Gateway, a web host and a sign-in service are in production: one local HTTP server."""
