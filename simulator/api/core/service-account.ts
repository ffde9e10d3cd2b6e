import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeServiceAccount } from './service-account-describe.ts';
import type { ServiceAccount } from './types/service.ts';

/** Models pkg/registry/core/serviceaccount/strategy.go: of the secrets only the names are kept. */
export const SERVICE_ACCOUNT = defineKind<ServiceAccount>({
	group: '',
	version: 'v1',
	kind: 'ServiceAccount',
	plural: 'serviceaccounts',
	singular: 'serviceaccount',
	shortNames: ['sa'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.ServiceAccount',
	storagePrefix: 'serviceaccounts',
	deleteReturnsObject: true,
	subresources: [
		{
			name: 'token',
			verbs: ['create'],
			kind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
		},
	],
	validateName: nameIsDnsSubdomain,
	...validators<ServiceAccount>({ meta: { namespaced: true, validateName: nameIsDnsSubdomain } }),
	prepareForCreate: cleanSecretReferences,
	prepareForUpdate: cleanSecretReferences,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Secrets',
			description: fieldDoc('io.k8s.api.core.v1.ServiceAccount', 'secrets'),
			value: ({ secrets }) => secrets?.length ?? 0,
		}),
		AGE_COLUMN,
	],
	describe: describeServiceAccount,
});

function cleanSecretReferences(account: ServiceAccount): void {
	if (account.secrets !== undefined) account.secrets = account.secrets.map(({ name }) => ({ name }));
}
