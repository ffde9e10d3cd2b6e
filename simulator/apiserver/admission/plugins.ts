import type { AdmissionPlugin } from './admission.ts';
import { CLAIM_RESIZE } from './claim-resize.ts';
import { DEFAULT_INGRESS_CLASS } from './default-ingress-class.ts';
import { DEFAULT_STORAGE_CLASS } from './default-storage-class.ts';
import { DEFAULT_TOLERATION_SECONDS } from './default-toleration-seconds.ts';
import { LIMIT_RANGER } from './limit-ranger.ts';
import { NAMESPACE_LIFECYCLE } from './namespace-lifecycle.ts';
import { POD_SECURITY } from './pod-security/pod-security.ts';
import { PRIORITY } from './priority.ts';
import { RESOURCE_QUOTA_PLUGIN } from './resource-quota.ts';
import { SERVICE_ACCOUNT } from './service-account.ts';
import { STORAGE_IN_USE } from './storage-in-use.ts';
import { TAINT_NODES_BY_CONDITION } from './taint-nodes.ts';

/** The plugins there are, in their order. Which of them run `choosePlugins` says. */
export const PLUGINS: readonly AdmissionPlugin[] = [
	NAMESPACE_LIFECYCLE,
	LIMIT_RANGER,
	SERVICE_ACCOUNT,
	TAINT_NODES_BY_CONDITION,
	POD_SECURITY,
	PRIORITY,
	DEFAULT_TOLERATION_SECONDS,
	DEFAULT_STORAGE_CLASS,
	STORAGE_IN_USE,
	CLAIM_RESIZE,
	DEFAULT_INGRESS_CLASS,
	RESOURCE_QUOTA_PLUGIN,
];
