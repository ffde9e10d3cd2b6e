import type { AuditStage } from './audit-policy.ts';

interface AuditUser {
	readonly username: string;
	readonly uid?: string;
	readonly groups?: readonly string[];
	readonly extra?: object;
}

/** What is told of a request. Models audit.k8s.io/v1 Event. */
export interface AuditEvent {
	readonly kind: 'Event';
	readonly apiVersion: 'audit.k8s.io/v1';
	readonly level: string;
	readonly auditID: string;
	readonly stage: AuditStage;
	readonly requestURI: string;
	readonly verb: string;
	readonly user: AuditUser;
	readonly impersonatedUser?: AuditUser | undefined;
	readonly sourceIPs: readonly string[];
	readonly userAgent?: string;
	readonly objectRef?: { readonly [field: string]: string | undefined };
	readonly responseStatus?: { readonly code: number; readonly [field: string]: unknown };
	readonly requestObject?: object;
	readonly responseObject?: object;
	readonly requestReceivedTimestamp: string;
	readonly stageTimestamp: string;
	readonly annotations?: { readonly [name: string]: string } | undefined;
}
