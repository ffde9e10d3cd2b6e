import type { Namespace } from '../../../api/core/types/object.ts';
import type { Pod, PodTemplateSpec } from '../../../api/core/types/pod.ts';
import { jsonEqual } from '../../../machinery/json-equal.ts';
import { invalid } from '../../../machinery/status.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission.ts';
import { refusal } from '../refusal.ts';
import type { PodSecuritySettings } from '../settings/admission-settings.ts';
import { type CheckedPod, checkedPod } from './check.ts';
import { detailsText, violationsOf } from './evaluate.ts';
import { existingPodWarnings } from './existing-pods.ts';
import {
	exemptNamespaceWarning,
	isSame,
	isStricter,
	levelVersionText,
	NO_POLICY,
	type Policy,
	policyOf,
} from './policy.ts';

const NO_SETTINGS: PodSecuritySettings = {
	defaults: NO_POLICY,
	exempt: { usernames: [], namespaces: [], runtimeClasses: [] },
};

/**
 * The Pod Security Standards, as the labels of namespaces ask for them: Pods are refused, Pods and what makes Pods
 * are warned of. Models plugin/pkg/admission/security/podsecurity and pod-security-admission/admission.
 * Differs: what is only audited leaves no trace, there being no audit log.
 */
export function podSecurity(settings: PodSecuritySettings = NO_SETTINGS): AdmissionPlugin {
	return { name: 'PodSecurity', validate: (attributes, core) => validate(attributes, core, settings) };
}

function validate(attributes: AdmissionAttributes, core: ServerCore, settings: PodSecuritySettings): undefined {
	const { operation, kind, namespace, user } = attributes;
	if (operation !== 'CREATE' && operation !== 'UPDATE') return undefined;
	if (kind.group === '' && kind.plural === 'namespaces') {
		validateNamespace(attributes, core, settings);
		return undefined;
	}
	const isPod = kind.group === '' && kind.plural === 'pods';
	const spec = isPod ? (attributes.object as unknown as Pod).spec : templateOf(attributes)?.spec;
	if (spec === undefined) return undefined;
	const { exempt } = settings;
	if (exempt.namespaces.includes(namespace) || exempt.usernames.includes(user.name)) return undefined;
	if (spec.runtimeClassName && exempt.runtimeClasses.includes(spec.runtimeClassName)) return undefined;
	const policy = policyIn(namespace, core, settings);
	if (isPod) validatePod(attributes, policy);
	else validateTemplate(attributes, policy);
	return undefined;
}

function policyIn(name: string, core: ServerCore, { defaults }: PodSecuritySettings): Policy {
	const kind = core.kinds.byResource('', 'v1', 'namespaces');
	const namespace = kind === undefined ? undefined : core.storageOf(kind).find('', name);
	return policyOf(namespace?.metadata.labels, defaults).policy;
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
function validateNamespace(attributes: AdmissionAttributes, core: ServerCore, settings: PodSecuritySettings): void {
	const { subresource, kind, object, oldObject, operation, warnings } = attributes;
	if (subresource !== '') return;
	const { defaults, exempt } = settings;
	const { name, labels } = (object as unknown as Namespace).metadata;
	const now = policyOf(labels, defaults);
	const ofExempt = exempt.namespaces.includes(name)
		? exemptNamespaceWarning(name, now.policy, labels, defaults)
		: undefined;
	if (operation === 'CREATE') {
		if (now.errors.length > 0) throw invalid(kind, name, now.errors);
		if (ofExempt !== undefined) warnings.push(ofExempt);
		return;
	}
	const before = policyOf(oldObject?.metadata.labels, defaults);
	if (now.errors.length > 0 && !jsonEqual(now.errors, before.errors)) throw invalid(kind, name, now.errors);
	const { enforce } = now.policy;
	const old = before.policy.enforce;
	if (isSame(enforce, old) || enforce.level === 'privileged') return;
	if (enforce.version === old.version && !isStricter(enforce.level, old.level)) return;
	if (exempt.namespaces.includes(name)) {
		if (ofExempt !== undefined) warnings.push(ofExempt);
		return;
	}
	warnings.push(...existingPodWarnings(name, enforce, exempt.runtimeClasses, core));
}
