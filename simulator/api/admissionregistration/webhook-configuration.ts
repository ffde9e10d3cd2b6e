import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import type { Kind } from '../kind.ts';
import { AGE_COLUMN, integerColumn, NAME_COLUMN } from '../printing/column.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import type { MutatingWebhookConfiguration } from './types.ts';
import { validateChangedWebhooks, validateWebhooks } from './webhook-validation.ts';

const COUNT_DOC = 'Webhooks indicates the number of webhooks registered in this configuration';
const TIMEOUT_SECONDS = 10;

/**
 * Both kinds of configuration. The objects of the validating one lack a field: what is said of it is never true.
 * Models pkg/registry/admissionregistration/{mutating,validating}webhookconfiguration/strategy.go.
 */
export function defineWebhookConfiguration(
	names: Pick<Kind, 'kind' | 'plural' | 'singular' | 'schema'>,
	{ mutating }: { readonly mutating: boolean },
): Kind {
	return defineKind<MutatingWebhookConfiguration>({
		...names,
		group: 'admissionregistration.k8s.io',
		version: 'v1',
		shortNames: [],
		categories: ['api-extensions'],
		namespaced: false,
		verbs: ALL_VERBS,
		storagePrefix: names.plural,
		allowUnconditionalUpdate: false,
		subresources: [],
		validateName: nameIsDnsSubdomain,
		validate: ({ metadata, webhooks }) => [
			...validateObjectMeta(metadata, { namespaced: false, validateName: nameIsDnsSubdomain, anyFinalizer: true }),
			...validateWebhooks(webhooks),
		],
		validateUpdate: (configuration, old) => [
			...validateObjectMetaUpdate(configuration, old, { anyFinalizer: true }),
			...validateChangedWebhooks(configuration.webhooks, old.webhooks),
		],
		applyDefaults: (configuration) => applyDefaults(configuration, mutating),
		prepareForCreate: (configuration) => {
			configuration.metadata.generation = 1;
		},
		prepareForUpdate: (configuration, old) =>
			setGeneration(configuration, old, !jsonEqual(configuration.webhooks, old.webhooks)),
		columns: [NAME_COLUMN, integerColumn('Webhooks', COUNT_DOC, ({ webhooks = [] }) => webhooks.length), AGE_COLUMN],
	});
}

/** Models pkg/apis/admissionregistration/v1 SetDefaults_MutatingWebhook, SetDefaults_ValidatingWebhook. */
function applyDefaults({ webhooks = [] }: MutatingWebhookConfiguration, mutating: boolean): void {
	for (const webhook of webhooks) {
		webhook.failurePolicy ??= 'Fail';
		webhook.matchPolicy ??= 'Equivalent';
		webhook.namespaceSelector ??= {};
		webhook.objectSelector ??= {};
		webhook.timeoutSeconds ??= TIMEOUT_SECONDS;
		if (mutating) webhook.reinvocationPolicy ??= 'Never';
		for (const rule of webhook.rules ?? []) rule.scope ??= '*';
		if (webhook.clientConfig.service !== undefined) webhook.clientConfig.service.port ??= 443;
	}
}
