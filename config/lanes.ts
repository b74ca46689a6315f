import type { LaneTable } from '../shared/lanes/lane-table.ts';
import { deadlineSecondsOf } from '../shared/messages/priority.ts';

/** Every lane's numbers: a row for each pool and tier. CDK, functions, planner and tests read them here. */
export const lanes = {
  coordinator: {
    CRITICAL: {
      deadlineSeconds: deadlineSecondsOf.CRITICAL,
      batchSize: 10,
      batchWindowSeconds: 0,
      concurrencyShare: 1,
      visibilityTimeoutSeconds: 36,
      maxReceives: 5,
    },
    HIGH: {
      deadlineSeconds: deadlineSecondsOf.HIGH,
      batchSize: 10,
      batchWindowSeconds: 0,
      concurrencyShare: 0.5,
      visibilityTimeoutSeconds: 90,
      maxReceives: 5,
    },
    MEDIUM: {
      deadlineSeconds: deadlineSecondsOf.MEDIUM,
      batchSize: 10,
      batchWindowSeconds: 0,
      concurrencyShare: 0.3,
      visibilityTimeoutSeconds: 90,
      maxReceives: 5,
    },
    LOW: {
      deadlineSeconds: deadlineSecondsOf.LOW,
      batchSize: 10,
      batchWindowSeconds: 1,
      concurrencyShare: 0.2,
      visibilityTimeoutSeconds: 90,
      maxReceives: 5,
    },
  },
  email: {
    CRITICAL: {
      deadlineSeconds: deadlineSecondsOf.CRITICAL,
      batchSize: 10,
      batchWindowSeconds: 0,
      concurrencyShare: 1,
      visibilityTimeoutSeconds: 36,
      maxReceives: 6,
    },
    HIGH: {
      deadlineSeconds: deadlineSecondsOf.HIGH,
      batchSize: 10,
      batchWindowSeconds: 0,
      concurrencyShare: 0.5,
      visibilityTimeoutSeconds: 90,
      maxReceives: 6,
    },
    MEDIUM: {
      deadlineSeconds: deadlineSecondsOf.MEDIUM,
      batchSize: 10,
      batchWindowSeconds: 0,
      concurrencyShare: 0.3,
      visibilityTimeoutSeconds: 90,
      maxReceives: 6,
    },
    LOW: {
      deadlineSeconds: deadlineSecondsOf.LOW,
      batchSize: 10,
      batchWindowSeconds: 1,
      concurrencyShare: 0.2,
      visibilityTimeoutSeconds: 90,
      maxReceives: 6,
    },
  },
} as const satisfies LaneTable<'coordinator' | 'email'>;
