/**
 * What each field of each document is for, by where it stands. A command type's own scope comes before `command`, a message's
 * own before `envelope`. Kept away from the schemas, since agents carry those in their bundles.
 */
export const fieldTexts: Readonly<Record<string, string>> = {
  'envelope.messageId':
    'Identifies the message: whoever sends it again repeats it, and it has its effect once.',
  'envelope.messageType': 'Which of the three messages this is.',
  'envelope.schemaVersion': 'The edition of this format; 1.0 where it is absent.',
  'envelope.timestamp': 'When the sender made it.',
  'envelope.source': 'Who sends it. On the bus it must be the source that the bus event was put with.',
  'envelope.correlation': 'Ties it to other messages.',
  'envelope.securityContext': 'Who acts and what it may do; optional in every message.',
  'COMMAND.target': 'The pool, the identity or the coordinator that shall serve it.',
  'COMMAND.command': 'The task.',
  'EVENT.event': 'What happened.',
  'CONTEXT_UPDATE.contextUpdate': 'What was learned of a customer.',

  'correlation.conversationId':
    'The conversation with the customer that it belongs to. Every EVENT of a command repeats it.',
  'correlation.workflowId':
    'The workflow or campaign run that it is a step of. Every EVENT of a command repeats it.',
  'correlation.originalCommandId': 'In an EVENT: the `messageId` of the COMMAND that it is about.',
  'correlation.hops':
    'How many messages led to this one; absent means 0. Whoever answers a message adds one.',

  'correlation.batchId': 'The batch whose member the command is, or that the EVENT is about.',
  'correlation.awaitedBy': 'The saga that waits for what becomes of the command.',
  'correlation.batchMember': "The command's place in its batch, from 0.",

  'securityContext.agentId': 'Who acts.',
  'securityContext.certificate': 'The certificate by which it is known.',
  'securityContext.permissions':
    'What it may do: the permissions of the command types, and READ_CUSTOMER_DATA.',
  'securityContext.tokenExpiry': 'Until when this holds.',

  'command.type': 'What is to be done.',
  'command.campaignId': 'The campaign that it belongs to; lanes share out fairly between campaigns.',
  'command.customerId': 'The customer that it is about.',
  'command.preferChannels':
    'Agent types, the first first, that the coordinator chooses rather than others, where it chooses.',
  'command.avoidChannels': 'Agent types that the coordinator does not choose.',
  'command.templateId': 'The template of which its content is made (`config/templates/`).',
  'command.priority': "Its tier; its type's own where it is absent.",
  'command.expiresAt':
    'From then on it is not sent any more: it ends EXPIRED. Only for contacts; after `scheduledFor` where both are given.',
  'command.scheduledFor':
    'When it is due; its deadline counts from then. A moment that is past means at once.',
  'command.context': 'What goes with it.',
  'command.payment': 'The payment.',
  'command.payment.paymentId': "The payment's id where it was made; the same payment is recorded once.",
  'command.payment.amount': "How much, in the currency's own unit; text, so that no number format rounds it.",
  'command.payment.currency': 'The ISO 4217 code of its currency.',
  'command.consent': 'What was allowed, or taken back.',
  'command.consent.channel': 'The channel that it is about, or `all`.',
  'command.consent.purpose':
    'What for, such as `offers`; where it is absent in a revocation, for everything.',
  'command.consent.wording': 'What the customer was shown and agreed to.',
  'command.consent.source': 'Where the customer said so, such as `web-form` or `phone-call`.',
  'command.reportType': 'What it is about.',
  'command.channel': 'The agent type that a report of reportType `channel` is about.',
  'command.agent': 'The identity that a report of reportType `agent` is about.',
  'command.day':
    'The day (UTC) on which the commands were accepted; needed for a report of reportType `day`, unless `fromDay` is given.',
  'command.fromDay': 'The first day (UTC), at most 31 with the last one. Without it the newest 31 days.',
  'command.untilDay': 'The last day (UTC); without it today.',
  'command.campaign':
    'What the campaign is to do: audience, steps, windows, budget, escalation (README, `examples/campaign.json`).',

  'context.customerData':
    'What the template and the channel need of the customer; it stands over what is stored.',
  'context.conversationHistory': 'What was said before.',
  'context.escalationLevel': 'How far the matter has escalated: 0 is not at all.',

  'EVENT.event.type': 'What happened, in the past tense.',
  'EVENT.event.campaignId': 'The campaign of the command that it is about.',
  'EVENT.event.customerId': 'The customer that it is about.',
  'EVENT.event.status': 'Where the matter stands after it.',
  'EVENT.event.metadata': 'What is known of the contact itself; own EVENTs say more here.',
  'EVENT.event.metadata.deliveryTime':
    "The provider's own time of the delivery; `null` where there was none.",
  'EVENT.event.metadata.messageId': "The provider's id of the contact; `null` where it gave none.",
  'EVENT.event.metadata.recipientResponse': 'What the customer answered; `null` for nothing.',

  'CONTEXT_UPDATE.contextUpdate.customerId': 'The customer.',
  'CONTEXT_UPDATE.contextUpdate.updates':
    'The fields that are to be known anew; other names than these are kept as well.',
  'contextFields.lastContactTime': 'When the customer was last in contact.',
  'contextFields.lastContactChannel': 'By which channel.',
  'contextFields.responseReceived': 'Whether the customer answered.',
  'contextFields.sentiment': 'How the customer seemed, such as `neutral`.',
  'contextFields.escalationTrigger': 'Whether a person should look at it.',

  'batchMessage.messageType': 'What it is put on the bus as; the specification names none.',
  'batchMessage.timestamp': 'When the sender made it; when it was taken, where it is absent.',
  'batchMessage.source':
    'Who sends it. It may be absent on the bus, where it is the source that the bus event was put with.',
  'batchMessage.correlation': 'What each of its commands repeats.',
  'batchMessage.securityContext': 'Who acts and what it may do.',
  'batchMessage.batchMessage':
    'The batch. What it says itself counts for all its members, and what is wrong there rejects all of it; what is wrong with ' +
    'a member rejects that one alone.',
  'batchMessage.batchMessage.batchId':
    'Identifies the batch: whoever sends it again repeats it, and no customer is contacted twice. The ids of its commands follow ' +
    'from it.',
  'batchMessage.batchMessage.messageCount':
    'How many contacts the batch has: the front door takes no other number than that of its messages.',
  'batchMessage.batchMessage.target':
    'The pool or the identity that shall serve it. The front door asks for it.',
  'batchMessage.batchMessage.priority': "Its tier; each action's own where it is absent.",
  'batchMessage.batchMessage.templateId':
    'The template of which the contacts are made; a member may name another. The front door asks for it.',
  'batchMessage.batchMessage.campaignId': 'The campaign that it belongs to.',
  'batchMessage.batchMessage.scheduledFor': 'When it is due.',
  'batchMessage.batchMessage.messages':
    'The contacts, each of another customer. Other fields than these, such as a `context`, go into its command.',
  'batchMessage.batchMessage.messages.customerId': 'The customer to be contacted.',
  'batchMessage.batchMessage.messages.action': 'The command type by which.',

  'state.agentId': 'The agent.',
  'state.state': 'Its state.',
  'state.state.status': 'Whether it works, such as `ACTIVE`.',
  'state.state.currentTask': 'What it is at; absent or `null` where it is idle.',
  'state.state.currentTask.taskId': "The task's command.",
  'state.state.currentTask.type': "The command's type.",
  'state.state.currentTask.progress': 'How far it is, such as `IN_PROGRESS`.',
  'state.state.currentTask.startTime': 'When it began.',
  'state.state.performance': 'How well it works.',
  'state.state.performance.tasksCompleted': 'Tasks that it has completed.',
  'state.state.performance.averageResponseTime': 'Seconds from taking a task to its answer, on average.',
  'state.state.performance.errorRate': 'The part of its tasks that failed.',
  'state.state.resources': 'What it uses.',
  'state.state.resources.memoryUsage': 'Memory.',
  'state.state.resources.cpuUsage': 'Processor time.',
  'state.state.resources.activeConnections': 'Connections that it has open.',

  'healthCheck.healthCheck': 'The finding.',
  'healthCheck.healthCheck.agentId': 'The agent that was looked at.',
  'healthCheck.healthCheck.status': 'How it is.',
  'healthCheck.healthCheck.lastHeartbeat': 'When it was last heard of.',
  'healthCheck.healthCheck.failureReason': 'What is wrong; absent or `null` where nothing is.',
  'healthCheck.healthCheck.retryAttempts': 'How often it was tried again.',
  'healthCheck.healthCheck.escalation': 'Whether a person must look at it.',

  'securityDocument.securityContext': 'Who acts and what it may do.',

  'auditEvent.auditEvent': 'The record.',
  'auditEvent.auditEvent.timestamp': 'When it was done.',
  'auditEvent.auditEvent.action': 'What was done, such as `MESSAGE_SENT`.',
  'auditEvent.auditEvent.agentId': 'Who did it.',
  'auditEvent.auditEvent.resourceId': 'To whom or what.',
  'auditEvent.auditEvent.details': 'How.',
  'auditEvent.auditEvent.details.messageType': "The template's kind of message, such as `PAYMENT_REMINDER`.",
  'auditEvent.auditEvent.details.channel': 'The channel.',
  'auditEvent.auditEvent.details.escalationLevel': 'How far the matter had escalated.',
  'auditEvent.auditEvent.compliance': 'What the law asks.',
  'auditEvent.auditEvent.compliance.gdprConsent': 'Whether the customer had consented.',
  'auditEvent.auditEvent.compliance.retentionPeriod': 'How long the record is kept.',
  'auditEvent.auditEvent.compliance.dataClassification': 'The class of the data that it is about.',
};
