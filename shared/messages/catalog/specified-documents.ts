/** The specification's own examples, letter for letter but for its placeholders: a UUID for "uuid", contents for `...`. */
export const specifiedDocuments = {
  COMMAND: {
    messageId: '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c',
    messageType: 'COMMAND',
    timestamp: '2024-01-15T10:30:00Z',
    source: 'agent-coordinator',
    target: 'email-agent-001',
    command: {
      type: 'SEND_EMAIL',
      campaignId: 'camp-123',
      customerId: 'cust-456',
      templateId: 'templ-789',
      priority: 'HIGH',
      scheduledFor: '2024-01-15T11:00:00Z',
      context: {
        customerData: { name: 'Ada Example', email: 'ada@example.com' },
        conversationHistory: [
          { at: '2024-01-12T09:12:00Z', channel: 'email', direction: 'outbound', summary: 'Offer sent' },
        ],
        escalationLevel: 1,
      },
    },
    correlation: { conversationId: 'conv-abc', workflowId: 'workflow-def' },
  },
  EVENT: {
    messageId: '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3d',
    messageType: 'EVENT',
    timestamp: '2024-01-15T10:35:00Z',
    source: 'email-agent-001',
    event: {
      type: 'EMAIL_SENT',
      campaignId: 'camp-123',
      customerId: 'cust-456',
      status: 'DELIVERED',
      metadata: {
        deliveryTime: '2024-01-15T10:32:00Z',
        messageId: 'msg-123',
        recipientResponse: null,
      },
    },
    correlation: { conversationId: 'conv-abc', originalCommandId: 'cmd-xyz' },
  },
  CONTEXT_UPDATE: {
    messageId: '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3e',
    messageType: 'CONTEXT_UPDATE',
    timestamp: '2024-01-15T10:40:00Z',
    source: 'email-agent-001',
    contextUpdate: {
      customerId: 'cust-456',
      updates: {
        lastContactTime: '2024-01-15T10:35:00Z',
        lastContactChannel: 'email',
        responseReceived: false,
        sentiment: 'neutral',
        escalationTrigger: false,
      },
    },
  },
  batchMessage: {
    batchMessage: {
      batchId: 'batch-123',
      messageCount: 50,
      messages: [
        { customerId: 'cust-001', action: 'SEND_EMAIL' },
        { customerId: 'cust-002', action: 'SEND_EMAIL' },
      ],
    },
  },
  state: {
    agentId: 'email-agent-001',
    state: {
      status: 'ACTIVE',
      currentTask: {
        taskId: 'task-123',
        type: 'SEND_EMAIL',
        progress: 'IN_PROGRESS',
        startTime: '2024-01-15T10:30:00Z',
      },
      performance: { tasksCompleted: 145, averageResponseTime: 1.2, errorRate: 0.05 },
      resources: { memoryUsage: '512MB', cpuUsage: '15%', activeConnections: 3 },
    },
  },
  healthCheck: {
    healthCheck: {
      agentId: 'phone-agent-002',
      status: 'UNHEALTHY',
      lastHeartbeat: '2024-01-15T10:25:00Z',
      failureReason: 'CONNECTION_TIMEOUT',
      retryAttempts: 3,
      escalation: 'REQUIRED',
    },
  },
  securityContext: {
    securityContext: {
      agentId: 'email-agent-001',
      certificate: 'agent-cert-001',
      permissions: ['SEND_EMAIL', 'READ_CUSTOMER_DATA', 'UPDATE_CONVERSATION_HISTORY'],
      tokenExpiry: '2024-01-15T12:00:00Z',
    },
  },
  auditEvent: {
    auditEvent: {
      timestamp: '2024-01-15T10:30:00Z',
      action: 'MESSAGE_SENT',
      agentId: 'email-agent-001',
      resourceId: 'cust-456',
      details: { messageType: 'PAYMENT_REMINDER', channel: 'email', escalationLevel: 2 },
      compliance: { gdprConsent: true, retentionPeriod: '7-years', dataClassification: 'SENSITIVE' },
    },
  },
} as const;

/** The names of the specification's documents. */
export type DocumentName = keyof typeof specifiedDocuments;
