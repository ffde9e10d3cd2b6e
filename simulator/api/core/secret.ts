import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { keyPairComplaint } from '../../machinery/x509/key-pair.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateSecret, validateSecretChange } from './data-validation.ts';
import { describeSecret } from './secret-describe.ts';
import type { Secret } from './types/object.ts';

const SECRET_TYPE = 'io.k8s.api.core.v1.Secret';

/** Models pkg/apis/core/v1 SetDefaults_Secret and the conversion that folds stringData into data. */
function applyDefaults(secret: Secret): void {
	secret.type ??= 'Opaque';
	if (secret.stringData === undefined) return;
	const data = { ...secret.data };
	for (const [key, text] of Object.entries(secret.stringData)) data[key] = encodeBase64(encodeUtf8(text));
	secret.data = data;
	delete secret.stringData;
}

/** A certificate and a key that are no pair. Models pkg/registry/core/secret/strategy.go warningsForSecret. */
function secretWarnings({ type, data }: Secret): string[] {
	if (type !== 'kubernetes.io/tls') return [];
	const text = (key: string): string => decodeUtf8(decodeBase64(data?.[key] ?? ''));
	const complaint = keyPairComplaint(text('tls.crt'), text('tls.key'));
	return complaint === undefined ? [] : [complaint];
}

/** Models pkg/registry/core/secret/strategy.go. */
export const SECRET = defineKind<Secret>({
	group: '',
	version: 'v1',
	kind: 'Secret',
	plural: 'secrets',
	singular: 'secret',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: SECRET_TYPE,
	storagePrefix: 'secrets',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<Secret>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateSecret,
		change: validateSecretChange,
		changeFirst: true,
	}),
	selectableFields: ({ type }) => ({ type: type ?? '' }),
	applyDefaults,
	warnings: secretWarnings,
	columns: [
		NAME_COLUMN,
		textColumn({ name: 'Type', description: fieldDoc(SECRET_TYPE, 'type'), value: ({ type }) => type ?? '' }),
		textColumn({
			name: 'Data',
			description: fieldDoc(SECRET_TYPE, 'data'),
			value: ({ data }) => Object.keys(data ?? {}).length,
		}),
		AGE_COLUMN,
	],
	describe: describeSecret,
});
