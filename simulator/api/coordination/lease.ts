import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateLease } from './lease-validation.ts';
import type { Lease } from './types.ts';

/** Models pkg/registry/coordination/lease/strategy.go. */
export const LEASE = defineKind<Lease>({
	group: 'coordination.k8s.io',
	version: 'v1',
	kind: 'Lease',
	plural: 'leases',
	singular: 'lease',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.coordination.v1.Lease',
	storagePrefix: 'leases',
	allowUnconditionalUpdate: false,
	allowCreateOnUpdate: true,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<Lease>({ meta: { namespaced: true, validateName: nameIsDnsSubdomain }, content: validateLease }),
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Holder',
			description: fieldDoc('io.k8s.api.coordination.v1.LeaseSpec', 'holderIdentity'),
			value: ({ spec }) => spec.holderIdentity ?? '',
		}),
		AGE_COLUMN,
	],
});
