"""LocalStack 4.13.1 as a host process: each Lambda environment is a Node.js process, DynamoDB is DynamoDB Local."""
