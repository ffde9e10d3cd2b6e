import type { ConfigFields, EntryKind } from '../kubeconfig.ts';

export type FieldType = 'string' | 'bool' | 'bytes' | 'strings' | 'raw' | ConfigStruct;

export interface ConfigField {
	readonly name: string;
	/** What `config set` calls it where that is another name. */
	readonly internalName?: string;
	readonly type: FieldType;
	/** Written even when it is empty. */
	readonly always?: boolean;
	readonly isSecret?: boolean;
}

export interface ConfigStruct {
	/** The Go type's name. */
	readonly goName: string;
	/** In the order in which Go writes them. */
	readonly fields: readonly ConfigField[];
}

const EXTENSIONS: ConfigField = { name: 'extensions', type: 'raw' };

const AUTH_PROVIDER: ConfigStruct = {
	goName: 'AuthProviderConfig',
	fields: [
		{ name: 'name', type: 'string', always: true },
		{ name: 'config', type: 'raw', always: true },
	],
};

const EXEC: ConfigStruct = {
	goName: 'ExecConfig',
	fields: [
		{ name: 'command', type: 'string', always: true },
		{ name: 'args', type: 'strings', always: true },
		{ name: 'env', type: 'raw', always: true },
		{ name: 'apiVersion', type: 'string' },
		{ name: 'installHint', type: 'string' },
		{ name: 'provideClusterInfo', type: 'bool', always: true },
		{ name: 'interactiveMode', type: 'string' },
	],
};

/** What the entries of a kubeconfig consist of. Models client-go/tools/clientcmd/api/v1 types. */
export const ENTRY_STRUCTS: Readonly<Record<EntryKind, ConfigStruct>> = {
	clusters: {
		goName: 'Cluster',
		fields: [
			{ name: 'server', type: 'string', always: true },
			{ name: 'tls-server-name', type: 'string' },
			{ name: 'insecure-skip-tls-verify', type: 'bool' },
			{ name: 'certificate-authority', type: 'string' },
			{ name: 'certificate-authority-data', type: 'bytes' },
			{ name: 'proxy-url', type: 'string' },
			{ name: 'disable-compression', type: 'bool' },
			EXTENSIONS,
		],
	},
	users: {
		goName: 'AuthInfo',
		fields: [
			{ name: 'client-certificate', type: 'string' },
			{ name: 'client-certificate-data', type: 'bytes' },
			{ name: 'client-key', type: 'string' },
			{ name: 'client-key-data', type: 'bytes', isSecret: true },
			{ name: 'token', type: 'string', isSecret: true },
			{ name: 'tokenFile', type: 'string' },
			{ name: 'as', internalName: 'act-as', type: 'string' },
			{ name: 'as-uid', internalName: 'act-as-uid', type: 'string' },
			{ name: 'as-groups', internalName: 'act-as-groups', type: 'strings' },
			{ name: 'as-user-extra', internalName: 'act-as-user-extra', type: 'raw' },
			{ name: 'username', type: 'string' },
			{ name: 'password', type: 'string', isSecret: true },
			{ name: 'auth-provider', type: AUTH_PROVIDER },
			{ name: 'exec', type: EXEC },
			EXTENSIONS,
		],
	},
	contexts: {
		goName: 'Context',
		fields: [
			{ name: 'cluster', type: 'string', always: true },
			{ name: 'user', type: 'string', always: true },
			{ name: 'namespace', type: 'string' },
			EXTENSIONS,
		],
	},
};

export const PREFERENCES: ConfigStruct = {
	goName: 'Preferences',
	fields: [{ name: 'colors', type: 'bool' }, EXTENSIONS],
};

/** The fields as Go keeps them: what the struct has, in its order, without what is empty. */
export function structured(struct: ConfigStruct, fields: ConfigFields): ConfigFields {
	const out: ConfigFields = {};
	for (const { name, type, always } of struct.fields) {
		const value = structuredValue(type, fields[name]);
		if (always === true || !isEmptyValue(value)) out[name] = value;
	}
	// Models clientcmd/api/v1 SetDefaults_ExecConfig.
	if (struct === EXEC && isEmptyValue(out.interactiveMode) && /\/v1(alpha|beta)1$/.test(String(out.apiVersion ?? '')))
		out.interactiveMode = 'IfAvailable';
	return out;
}

function structuredValue(type: FieldType, value: unknown): unknown {
	const absent = value === undefined || value === null;
	if (type === 'string' || type === 'bytes') return absent ? '' : String(value);
	if (type === 'bool') return value === true;
	if (typeof type === 'string') return absent ? null : value;
	return absent ? null : structured(type, value as ConfigFields);
}

export function isEmptyValue(value: unknown): boolean {
	if (value === undefined || value === null || value === '' || value === false) return true;
	return Array.isArray(value) && value.length === 0;
}
