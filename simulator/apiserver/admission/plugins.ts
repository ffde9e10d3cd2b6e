import type { AdmissionPlugin } from './admission.ts';
import { ALWAYS_DENY } from './always-deny.ts';
import { ALWAYS_PULL_IMAGES } from './always-pull-images.ts';
import { CERTIFICATE_APPROVAL, CERTIFICATE_SIGNING, CERTIFICATE_SUBJECT_RESTRICTION } from './certificate-signers.ts';
import { CLAIM_RESIZE } from './claim-resize.ts';
import { DEFAULT_INGRESS_CLASS } from './default-ingress-class.ts';
import { DEFAULT_STORAGE_CLASS } from './default-storage-class.ts';
import { DEFAULT_TOLERATION_SECONDS } from './default-toleration-seconds.ts';
import { DENY_EXTERNAL_IPS } from './deny-external-ips.ts';
import { eventRateLimit } from './event-rate-limit.ts';
import { EXTENDED_RESOURCE_TOLERATION } from './extended-resource-toleration.ts';
import { HARD_ANTI_AFFINITY } from './hard-anti-affinity.ts';
import { imagePolicyWebhook } from './image-policy.ts';
import { LIMIT_RANGER } from './limit-ranger.ts';
import { NAMESPACE_AUTO_PROVISION } from './namespace-auto-provision.ts';
import { NAMESPACE_EXISTS } from './namespace-exists.ts';
import { NAMESPACE_LIFECYCLE } from './namespace-lifecycle.ts';
import { NODE_RESTRICTION } from './node-restriction.ts';
import { OWNER_REFERENCES } from './owner-references.ts';
import { podNodeSelector } from './pod-node-selector.ts';
import { podSecurity } from './pod-security/pod-security.ts';
import { podTolerationRestriction } from './pod-toleration-restriction.ts';
import { POD_TOPOLOGY_LABELS } from './pod-topology-labels.ts';
import { VALIDATING_POLICIES } from './policies/policy-plugin.ts';
import { PRIORITY } from './priority.ts';
import { resourceQuota } from './resource-quota.ts';
import { RUNTIME_CLASS_PLUGIN } from './runtime-class.ts';
import { SERVICE_ACCOUNT } from './service-account.ts';
import type { AdmissionSettings } from './settings/admission-settings.ts';
import { STORAGE_IN_USE } from './storage-in-use.ts';
import { TAINT_NODES_BY_CONDITION } from './taint-nodes.ts';
import { MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from './webhooks/webhook-plugins.ts';

/** The plugins that nothing is told. Which of them run, and in which order, is `api/admission-plugins.ts`'s. */
export const PLUGINS: readonly AdmissionPlugin[] = [
	NAMESPACE_AUTO_PROVISION,
	NAMESPACE_LIFECYCLE,
	NAMESPACE_EXISTS,
	HARD_ANTI_AFFINITY,
	LIMIT_RANGER,
	SERVICE_ACCOUNT,
	NODE_RESTRICTION,
	TAINT_NODES_BY_CONDITION,
	ALWAYS_PULL_IMAGES,
	PRIORITY,
	DEFAULT_TOLERATION_SECONDS,
	EXTENDED_RESOURCE_TOLERATION,
	DEFAULT_STORAGE_CLASS,
	STORAGE_IN_USE,
	OWNER_REFERENCES,
	CLAIM_RESIZE,
	RUNTIME_CLASS_PLUGIN,
	CERTIFICATE_APPROVAL,
	CERTIFICATE_SIGNING,
	CERTIFICATE_SUBJECT_RESTRICTION,
	DEFAULT_INGRESS_CLASS,
	DENY_EXTERNAL_IPS,
	POD_TOPOLOGY_LABELS,
	MUTATING_WEBHOOKS,
	VALIDATING_POLICIES,
	VALIDATING_WEBHOOKS,
	ALWAYS_DENY,
];

/** Those that the file of --admission-control-config-file has a say in; some count, so each server has its own. */
export const CONFIGURED_PLUGINS: ReadonlyMap<string, (settings: AdmissionSettings) => AdmissionPlugin> = new Map([
	['PodSecurity', (settings: AdmissionSettings) => podSecurity(settings.podSecurity)],
	['PodNodeSelector', ({ nodeSelectors }) => podNodeSelector(nodeSelectors)],
	['PodTolerationRestriction', ({ tolerations }) => podTolerationRestriction(tolerations)],
	['EventRateLimit', ({ eventLimits }) => eventRateLimit(eventLimits)],
	['ImagePolicyWebhook', ({ imagePolicy }) => imagePolicyWebhook(imagePolicy)],
	['ResourceQuota', ({ limitedResources }) => resourceQuota(limitedResources)],
]);
