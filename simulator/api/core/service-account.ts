import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeServiceAccount } from './service-account-describe.ts';
import type { ServiceAccount } from './types/service.ts';

const ENFORCED = 'kubernetes.io/enforce-mountable-secrets';
const ENFORCED_WARNING = `metadata.annotations[${ENFORCED}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;

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
	warnings: ({ metadata }, old) => {
		const before = old?.metadata.annotations?.[ENFORCED];
		return metadata.annotations?.[ENFORCED] !== undefined && before === undefined ? [ENFORCED_WARNING] : [];
	},
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
