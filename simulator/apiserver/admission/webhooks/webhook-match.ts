import type { MutatingWebhook, RuleWithOperations } from '../../../api/admissionregistration/types.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { labelSelectorFrom } from '../../../machinery/selectors.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes } from '../admission.ts';

/** What nobody may stand in the way of: who registers a webhook by mistake must be able to take it back. */
const EXEMPT_GROUP = 'admissionregistration.k8s.io';

/** Models apiserver/pkg/admission/plugin/webhook/predicates/rules IsExemptAdmissionConfigurationResource. */
export function isExempt({ kind }: AdmissionAttributes): boolean {
	return kind.group === EXEMPT_GROUP;
}

/**
 * Whether a webhook is to be asked. Models apiserver/pkg/admission/plugin/webhook/generic ShouldCallHook.
 * Differs: an object counts in the version that it is stored in.
 */
export function isWanted(webhook: MutatingWebhook, attributes: AdmissionAttributes, core: ServerCore): boolean {
	return (
		(webhook.rules ?? []).some((rule) => ruleMatches(rule, attributes)) && selectorsMatch(webhook, attributes, core)
	);
}

/** Of webhooks and of policies. */
export function selectorsMatch(
	selectors: Pick<MutatingWebhook, 'namespaceSelector' | 'objectSelector'>,
	attributes: AdmissionAttributes,
	core: ServerCore,
): boolean {
	return namespaceMatches(selectors, attributes, core) && objectMatches(selectors, attributes);
}

/** Models apiserver/pkg/admission/plugin/webhook/predicates/rules Matcher. */
export function ruleMatches(rule: RuleWithOperations, { kind, operation, subresource }: AdmissionAttributes): boolean {
	const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = '*' } = rule;
	const has = (values: readonly string[], value: string): boolean => values.includes('*') || values.includes(value);
	if (!has(operations, operation) || !has(apiGroups, kind.group) || !has(apiVersions, kind.version)) return false;
	const namespaced = kind.namespaced && !(kind.group === '' && kind.plural === 'namespaces');
	if (scope !== '*' && (scope === 'Namespaced') !== namespaced) return false;
	return resources.some((resource) => {
		const [name = '', sub = ''] = resource.split('/');
		return (name === '*' || name === kind.plural) && (sub === '*' || sub === subresource);
	});
}

/** Models apiserver/pkg/admission/plugin/webhook/predicates/namespace. */
function namespaceMatches(
	{ namespaceSelector }: Pick<MutatingWebhook, 'namespaceSelector'>,
	{ kind, namespace, name, object, oldObject, operation }: AdmissionAttributes,
	core: ServerCore,
): boolean {
	const selector = labelSelectorFrom(namespaceSelector);
	const isNamespace = kind.group === '' && kind.plural === 'namespaces';
	if (isNamespace && operation !== 'DELETE') return selector.matches((object ?? oldObject)?.metadata.labels);
	const wanted = isNamespace ? name : namespace;
	if (wanted === '') return true;
	const namespaces = core.kinds.byResource('', 'v1', 'namespaces');
	const found = namespaces === undefined ? undefined : core.storageOf(namespaces).find('', wanted);
	return selector.matches(found?.metadata.labels);
}

/** Models apiserver/pkg/admission/plugin/webhook/predicates/object: the object before or after. */
function objectMatches(
	{ objectSelector }: Pick<MutatingWebhook, 'objectSelector'>,
	{ object, oldObject }: AdmissionAttributes,
): boolean {
	const selector = labelSelectorFrom(objectSelector);
	if (selector.isEmpty) return true;
	// The options of a connection have no labels.
	const matches = (each: Partial<KubeObject> | undefined): boolean =>
		each?.metadata !== undefined && selector.matches(each.metadata.labels);
	return matches(object) || matches(oldObject);
}
