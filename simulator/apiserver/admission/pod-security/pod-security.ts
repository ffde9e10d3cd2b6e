import type { Namespace } from '../../../api/core/types/object.ts';
import type { Pod, PodTemplateSpec } from '../../../api/core/types/pod.ts';
import { jsonEqual } from '../../../machinery/json-equal.ts';
import { invalid } from '../../../machinery/status.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission.ts';
import { refusal } from '../refusal.ts';
import { type CheckedPod, checkedPod } from './check.ts';
import { detailsText, violationsOf } from './evaluate.ts';
import { existingPodWarnings } from './existing-pods.ts';
import { isSame, isStricter, levelVersionText, type Policy, policyOf } from './policy.ts';

/**
 * The Pod Security Standards, as the labels of namespaces ask for them: Pods are refused, Pods and what makes Pods
 * are warned of. Models plugin/pkg/admission/security/podsecurity and pod-security-admission/admission.
 * Differs: what is only audited leaves no trace, there being no audit log.
 */
export const POD_SECURITY: AdmissionPlugin = {
	name: 'PodSecurity',
	validate(attributes, core) {
		const { operation, kind, namespace } = attributes;
		if (operation !== 'CREATE' && operation !== 'UPDATE') return undefined;
		if (kind.group === '' && kind.plural === 'namespaces') validateNamespace(attributes, core);
		else if (kind.group === '' && kind.plural === 'pods') validatePod(attributes, policyIn(namespace, core));
		else if (templateOf(attributes) !== undefined) validateTemplate(attributes, policyIn(namespace, core));
		return undefined;
	},
};

function policyIn(name: string, core: ServerCore): Policy {
	const kind = core.kinds.byResource('', 'v1', 'namespaces');
	const namespace = kind === undefined ? undefined : core.storageOf(kind).find('', name);
	return policyOf(namespace?.metadata.labels).policy;
}

/** Other subresources cannot change what is looked at. */
const CHANGING: ReadonlySet<string> = new Set(['', 'ephemeralcontainers', 'resize']);

function validatePod(attributes: AdmissionAttributes, policy: Policy): void {
	const { subresource, operation, object, oldObject, warnings } = attributes;
	if (!CHANGING.has(subresource)) return;
	if (policy.enforce.level === 'privileged' && policy.warn.level === 'privileged') return;
	const pod = object as unknown as Pod;
	if (operation === 'UPDATE' && !changesImages(pod, oldObject as unknown as Pod)) return;
	const checked = checkedPod(pod.metadata.annotations, pod.spec);
	const violations = violationsOf(checked, policy.enforce);
	if (violations.length > 0) {
		const level = levelVersionText(policy.enforce);
		throw refusal(attributes, `violates PodSecurity "${level}": ${detailsText(violations)}`);
	}
	warn(checked, policy, warnings);
}

function warn(checked: CheckedPod, policy: Policy, warnings: string[]): void {
	const violations = violationsOf(checked, policy.warn);
	if (violations.length === 0) return;
	warnings.push(`would violate PodSecurity "${levelVersionText(policy.warn)}": ${detailsText(violations)}`);
}

/** Models isSignificantPodUpdate. */
function changesImages(pod: Pod, old: Pod): boolean {
	const images = ({ spec }: Pod): unknown => [
		(spec.containers ?? []).map(({ image }) => image ?? ''),
		(spec.initContainers ?? []).map(({ image }) => image ?? ''),
	];
	if (!jsonEqual(images(pod), images(old))) return true;
	return (pod.spec.ephemeralContainers ?? []).some(({ name, image }) => {
		const before = old.spec.ephemeralContainers?.find((each) => each.name === name);
		return before === undefined || before.image !== image;
	});
}

const TEMPLATE_HOLDERS: ReadonlySet<string> = new Set([
	'/replicationcontrollers',
	'apps/replicasets',
	'apps/deployments',
	'apps/statefulsets',
	'apps/daemonsets',
	'batch/jobs',
	'batch/cronjobs',
]);

/** The template of what makes Pods. Models DefaultPodSpecExtractor. */
function templateOf({ kind, subresource, object }: AdmissionAttributes): PodTemplateSpec | undefined {
	if (subresource !== '') return undefined;
	if (kind.group === '' && kind.plural === 'podtemplates') {
		return (object as unknown as { template?: PodTemplateSpec }).template;
	}
	if (!TEMPLATE_HOLDERS.has(`${kind.group}/${kind.plural}`)) return undefined;
	const { spec } = object as unknown as { spec: HasTemplate & { jobTemplate?: { spec?: HasTemplate } } };
	return kind.plural === 'cronjobs' ? spec.jobTemplate?.spec?.template : spec.template;
}

interface HasTemplate {
	readonly template?: PodTemplateSpec;
}

/** What makes Pods is never refused. Models ValidatePodController. */
function validateTemplate(attributes: AdmissionAttributes, policy: Policy): void {
	if (policy.warn.level === 'privileged') return;
	const template = templateOf(attributes);
	if (template?.spec === undefined) return;
	warn(checkedPod(template.metadata?.annotations, template.spec), policy, attributes.warnings);
}

/** Labels must be right, and whoever enforces more is told of the Pods that are there. Models ValidateNamespace. */
function validateNamespace(attributes: AdmissionAttributes, core: ServerCore): void {
	const { subresource, kind, object, oldObject, operation, warnings } = attributes;
	if (subresource !== '') return;
	const namespace = object as unknown as Namespace;
	const now = policyOf(namespace.metadata.labels);
	if (operation === 'CREATE') {
		if (now.errors.length > 0) throw invalid(kind, namespace.metadata.name, now.errors);
		return;
	}
	const before = policyOf(oldObject?.metadata.labels);
	if (now.errors.length > 0 && !jsonEqual(now.errors, before.errors)) {
		throw invalid(kind, namespace.metadata.name, now.errors);
	}
	const { enforce } = now.policy;
	const old = before.policy.enforce;
	if (isSame(enforce, old) || enforce.level === 'privileged') return;
	if (enforce.version === old.version && !isStricter(enforce.level, old.level)) return;
	warnings.push(...existingPodWarnings(namespace.metadata.name, enforce, core));
}
