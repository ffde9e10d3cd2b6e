import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import { describeIngressClass } from './ingress-class-describe.ts';
import { validateIngressClass } from './ingress-validation.ts';
import type { IngressClass } from './types.ts';

/** Models pkg/registry/networking/ingressclass/strategy.go. */
export const INGRESS_CLASS = defineKind<IngressClass>({
	group: 'networking.k8s.io',
	version: 'v1',
	kind: 'IngressClass',
	plural: 'ingressclasses',
	singular: 'ingressclass',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.networking.v1.IngressClass',
	storagePrefix: 'ingressclasses',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<IngressClass>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateIngressClass,
		change: (now, old) => validateImmutable(now.spec.controller, old.spec.controller, 'spec.controller'),
	}),
	applyDefaults: ({ spec }) => {
		if (spec.parameters !== undefined) spec.parameters.scope ??= 'Cluster';
	},
	prepareForCreate: (ingressClass) => {
		ingressClass.metadata.generation = 1;
	},
	prepareForUpdate: (ingressClass, old) => setGeneration(ingressClass, old, !jsonEqual(ingressClass.spec, old.spec)),
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Controller',
			description: 'Controller that is responsible for handling this class',
			value: ({ spec }) => spec.controller ?? '',
		}),
		textColumn({
			name: 'Parameters',
			description: 'A reference to a resource with additional parameters',
			value: ({ spec }) => {
				if (spec.parameters === undefined) return '<none>';
				const { kind, apiGroup, name } = spec.parameters;
				return `${apiGroup === undefined ? kind : `${kind}.${apiGroup}`}/${name}`;
			},
		}),
		AGE_COLUMN,
	],
	describe: describeIngressClass,
});
