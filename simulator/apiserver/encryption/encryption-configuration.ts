import { Base64Error, decodeStandardBase64 } from '../../machinery/base64.ts';
import { type FieldError, invalidValue, required } from '../../machinery/field-error.ts';

export interface KeyFields {
	readonly name?: string;
	readonly secret?: string;
}

interface KmsFields {
	readonly apiVersion?: string;
	readonly name?: string;
	readonly cachesize?: number;
	readonly endpoint?: string;
}

export interface ProviderFields {
	readonly aesgcm?: { readonly keys?: readonly KeyFields[] } | null;
	readonly aescbc?: { readonly keys?: readonly KeyFields[] } | null;
	readonly secretbox?: { readonly keys?: readonly KeyFields[] } | null;
	readonly identity?: object | null;
	readonly kms?: KmsFields | null;
}

export interface ResourceFields {
	readonly resources?: readonly string[];
	readonly providers?: readonly ProviderFields[];
}

export interface EncryptionFields {
	readonly resources?: readonly ResourceFields[];
}

/** What is wrong with a file of --encryption-provider-config. Models apiserver/validation ValidateEncryptionConfiguration. */
export function encryptionErrors({ resources = [] }: EncryptionFields): FieldError[] {
	if (resources.length === 0) return [required('resources', 'at least one resources is required')];
	const kmsNames = new Set<string>();
	return resources.flatMap(({ resources: names = [], providers = [] }, index) => {
		const at = `resources[${index}]`;
		const errors: FieldError[] = [];
		if (names.length === 0) errors.push(missing(`${at}.resources`));
		errors.push(...overlapErrors(names, `${at}.resources`), ...nameErrors(names, `${at}.resources`));
		if (providers.length === 0) errors.push(missing(`${at}.providers`));
		for (const [place, provider] of providers.entries()) {
			errors.push(...providerErrors(provider, `${at}.providers[${place}]`, kmsNames));
		}
		return errors;
	});
}

function missing(field: string): FieldError {
	return required(field, `at least one ${field} is required`);
}

interface Parsed {
	readonly resource: string;
	readonly group: string;
}

/** Models schema.ParseGroupResource. */
export function parseGroupResource(text: string): Parsed {
	const at = text.indexOf('.');
	return at < 0 ? { resource: text, group: '' } : { resource: text.slice(0, at), group: text.slice(at + 1) };
}

function overlapErrors(names: readonly string[], field: string): FieldError[] {
	const all = names.map(parseGroupResource);
	const duplicated = new Set(all.map(({ resource, group }) => `${resource}.${group}`)).size < all.length;
	const everything = all.some(({ resource, group }) => resource === '*' && group === '*');
	const overlapping = all.some((one, i) =>
		all.some(
			(other, j) =>
				i !== j &&
				(one.resource !== other.resource || one.group !== other.group) &&
				(everything || (one.group === other.group && (one.resource === '*' || other.resource === '*'))),
		),
	);
	return [
		...(duplicated ? [invalidValue(field, names, 'the same resource cannot be specified multiple times')] : []),
		...(overlapping
			? [
					invalidValue(
						field,
						names,
						"using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked",
					),
				]
			: []),
	];
}

const NO_API: ReadonlySet<string> = new Set(['apiserveripinfo', 'serviceipallocations', 'servicenodeportallocations']);

function nameErrors(names: readonly string[], field: string): FieldError[] {
	return names.flatMap((name, index) => {
		const problem = nameProblem(name);
		return problem === undefined ? [] : [invalidValue(`${field}[${index}]`, name, problem)];
	});
}

function nameProblem(name: string): string | undefined {
	if (name.toLowerCase() !== name) return 'resource name should not contain capital letters';
	if (name === '*') return "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources";
	if (NO_API.has(name)) return 'resources which do not have REST API/s cannot be encrypted';
	const { resource, group } = parseGroupResource(name);
	if (group === 'events.k8s.io') {
		return "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file";
	}
	if (group === 'extensions') return "'extensions' group has been removed and cannot be used for encryption";
	if (group === '*' && resource !== '*') return 'encrypting the same resource across groups is not supported';
	return undefined;
}

const AES_KEY_BYTES = [16, 24, 32];

function providerErrors(provider: ProviderFields, field: string, kmsNames: Set<string>): FieldError[] {
	const { aesgcm = null, aescbc = null, secretbox = null, identity = null, kms = null } = provider;
	const found = [aesgcm, aescbc, secretbox, identity, kms].filter((each) => each !== null).length;
	if (found !== 1) {
		const shown = { AESGCM: aesgcm, AESCBC: aescbc, Secretbox: secretbox, Identity: identity, KMS: kms };
		return [invalidValue(field, shown, found === 0 ? NO_PROVIDER : MANY_PROVIDERS)];
	}
	if (kms !== null) return kmsErrors(kms, `${field}.kms`, kmsNames);
	if (aesgcm !== null) return keyErrors(aesgcm.keys ?? [], `${field}.aesgcm.keys`, AES_KEY_BYTES);
	if (aescbc !== null) return keyErrors(aescbc.keys ?? [], `${field}.aescbc.keys`, AES_KEY_BYTES);
	return secretbox === null ? [] : keyErrors(secretbox.keys ?? [], `${field}.secretbox.keys`, [32]);
}

const NO_PROVIDER = 'provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity';
const MANY_PROVIDERS =
	'more than one provider specified in a single element, should split into different list elements';

function keyErrors(keys: readonly KeyFields[], field: string, lengths: readonly number[]): FieldError[] {
	if (keys.length === 0) return [required(field, 'at least one keys is required')];
	return keys.flatMap(({ name = '', secret = '' }, index) => {
		const at = `${field}[${index}]`;
		const errors = name === '' ? [required(`${at}.name`, 'name is a mandatory field for a key')] : [];
		if (secret === '') return [...errors, required(`${at}.secret`, 'secret is a mandatory field for a key')];
		const problem = secretProblem(secret, lengths);
		return problem === undefined ? errors : [...errors, invalidValue(`${at}.secret`, 'REDACTED', problem)];
	});
}

function secretProblem(secret: string, lengths: readonly number[]): string | undefined {
	const length = decodedLength(secret);
	if (length === undefined) return 'secrets must be base64 encoded';
	if (lengths.includes(length)) return undefined;
	return `secret is not of the expected length, got ${length}, expected one of [${lengths.join(' ')}]`;
}

/** Undefined: no base64. */
function decodedLength(text: string): number | undefined {
	try {
		return decodeStandardBase64(text).length;
	} catch (error) {
		if (error instanceof Base64Error) return undefined;
		throw error;
	}
}

function kmsErrors(kms: KmsFields, field: string, names: Set<string>): FieldError[] {
	const { apiVersion = 'v1', name = '', cachesize, endpoint = '' } = kms;
	const errors: FieldError[] = [];
	if (name === '') errors.push(required(`${field}.name`, 'name is a mandatory field for a provider'));
	if (apiVersion !== 'v1' && name.includes(':')) {
		errors.push(invalidValue(`${field}.name`, name, `invalid KMS provider name ${name}, must not contain ':'`));
	}
	if (apiVersion !== 'v1' && names.has(name)) {
		errors.push(invalidValue(`${field}.name`, name, `duplicate KMS provider name ${name}, names must be unique`));
	}
	names.add(name);
	if (endpoint === '') errors.push(invalidValue(`${field}.endpoint`, '', 'endpoint is a mandatory field for a kms'));
	else {
		const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(endpoint)?.[1] ?? '';
		const problem = `unsupported scheme ${JSON.stringify(scheme)} for KMS provider, only unix is supported`;
		if (scheme !== 'unix') errors.push(invalidValue(`${field}.endpoint`, endpoint, problem));
	}
	if (apiVersion !== 'v1' && cachesize !== undefined) {
		errors.push(invalidValue(`${field}.cachesize`, cachesize, 'cachesize is not supported in v2'));
	}
	if (apiVersion === 'v1' && cachesize === 0) {
		errors.push(invalidValue(`${field}.cachesize`, 0, 'cachesize should be a positive value, or negative to disable'));
	}
	if (apiVersion !== 'v1' && apiVersion !== 'v2') {
		const problem = 'unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported';
		errors.push(invalidValue(`${field}.apiVersion`, apiVersion, problem));
	}
	return errors;
}
