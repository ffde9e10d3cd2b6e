import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeConfigMap } from './config-map-describe.ts';
import { validateConfigMap, validateSealed } from './data-validation.ts';
import type { ConfigMap } from './types/object.ts';

/** Models pkg/registry/core/configmap/strategy.go. */
export const CONFIG_MAP = defineKind<ConfigMap>({
	group: '',
	version: 'v1',
	kind: 'ConfigMap',
	plural: 'configmaps',
	singular: 'configmap',
	shortNames: ['cm'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.ConfigMap',
	storagePrefix: 'configmaps',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<ConfigMap>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateConfigMap,
		change: validateSealed,
		changeFirst: true,
	}),
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Data',
			description: fieldDoc('io.k8s.api.core.v1.ConfigMap', 'data'),
			value: ({ data, binaryData }) => Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
		}),
		AGE_COLUMN,
	],
	describe: describeConfigMap,
});
