import type { Process } from '../../kernel/process-api.ts';
import { Base64Error, decodeBase64, decodeStandardBase64 } from '../../machinery/base64.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { CommandError } from './errors.ts';
import { checkKubeconfig } from './kubeconfig-shape.ts';
import type { Streams } from './streams.ts';
import { dirName, joinPath } from './streams.ts';

export type ConfigFields = { [field: string]: unknown };

export interface ConfigEntry {
	readonly name: string;
	/** The file it was read from; relative paths in it are relative to that file. */
	readonly origin: string;
	readonly fields: ConfigFields;
}

/** One kubeconfig file, or several merged. */
export interface Kubeconfig {
	readonly clusters: Map<string, ConfigEntry>;
	readonly users: Map<string, ConfigEntry>;
	readonly contexts: Map<string, ConfigEntry>;
	currentContext: string;
	preferences: ConfigFields;
}

export type EntryKind = 'clusters' | 'users' | 'contexts';

/** Fields whose values are paths of files, by kind of entry. */
const PATH_FIELDS: Readonly<Record<EntryKind, readonly string[]>> = {
	clusters: ['certificate-authority'],
	users: ['client-certificate', 'client-key', 'tokenFile'],
	contexts: [],
};
/** Fields whose values are bytes. */
const DATA_FIELDS: Readonly<Record<EntryKind, readonly string[]>> = {
	clusters: ['certificate-authority-data'],
	users: ['client-certificate-data', 'client-key-data'],
	contexts: [],
};
const ENTRY_FIELD: Readonly<Record<EntryKind, string>> = { clusters: 'cluster', users: 'user', contexts: 'context' };

export function emptyKubeconfig(): Kubeconfig {
	return { clusters: new Map(), users: new Map(), contexts: new Map(), currentContext: '', preferences: {} };
}

/** The files that make up the configuration, in order of precedence. Models clientcmd ClientConfigLoadingRules. */
export function kubeconfigFiles(process: Process, explicit: string): { files: string[]; explicit: boolean } {
	if (explicit !== '') return { files: [explicit], explicit: true };
	const fromEnvironment = (process.env.get('KUBECONFIG') ?? '').split(':').filter((path) => path !== '');
	if (fromEnvironment.length > 0) return { files: [...new Set(fromEnvironment)], explicit: false };
	return { files: [`${process.env.get('HOME') ?? ''}/.kube/config`], explicit: false };
}

/** Reads and merges: of two entries with one name the first file's wins. */
export function* loadKubeconfig(streams: Streams, explicit: string): Task<Kubeconfig> {
	const { files, explicit: required } = kubeconfigFiles(streams.process, explicit);
	const merged = emptyKubeconfig();
	for (const file of files) {
		if (streams.fileType(file) === undefined) {
			if (required) throw new CommandError(`stat ${file}: no such file or directory`);
			continue;
		}
		const config = yield* readKubeconfig(streams, file);
		for (const kind of ['clusters', 'users', 'contexts'] as const) {
			for (const [name, entry] of config[kind]) if (!merged[kind].has(name)) merged[kind].set(name, entry);
		}
		if (merged.currentContext === '') merged.currentContext = config.currentContext;
		merged.preferences = { ...config.preferences, ...merged.preferences };
	}
	return merged;
}

export function* readKubeconfig(streams: Streams, file: string): Task<Kubeconfig> {
	let text: string;
	try {
		text = yield* streams.readFile(file);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`error loading config file ${JSON.stringify(file)}: ${error.message}`);
	}
	return parseKubeconfig(text, file, streams.process.port<Memo>('memo'));
}

/** @param memo remembers texts that were read before. */
export function parseKubeconfig(text: string, file: string, memo?: Memo): Kubeconfig {
	let document: unknown;
	try {
		// Remembered as JSON: what is made of it is the caller's to change.
		const json = memo?.of('yaml.json', text, () => JSON.stringify(parseYamlDocument(text)));
		document = json === undefined ? parseYamlDocument(text) : JSON.parse(json);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new CommandError(`error loading config file ${JSON.stringify(file)}: ${error.message}`);
	}
	const config = emptyKubeconfig();
	if (document === null) return config;
	if (typeof document !== 'object' || Array.isArray(document)) {
		throw new CommandError(
			`error loading config file ${JSON.stringify(file)}: couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonTypeName(document)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
		);
	}
	const fields = document as ConfigFields;
	try {
		checkKubeconfig(fields);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`error loading config file ${JSON.stringify(file)}: ${error.message}`);
	}
	for (const kind of ['clusters', 'users', 'contexts'] as const) {
		for (const each of (fields[kind] as (ConfigFields | null)[] | null | undefined) ?? []) {
			const inner = (each?.[ENTRY_FIELD[kind]] ?? {}) as ConfigFields;
			const entry = { name: String(each?.name ?? ''), origin: file, fields: inner };
			checkData(kind, entry);
			config[kind].set(entry.name, entry);
		}
	}
	config.currentContext = String(fields['current-context'] ?? '');
	config.preferences = (fields.preferences ?? {}) as ConfigFields;
	return config;
}

/** Bytes are decoded as the file is read. */
function checkData(kind: EntryKind, { fields, origin }: ConfigEntry): void {
	for (const data of DATA_FIELDS[kind].map((field) => fields[field])) {
		try {
			if (typeof data === 'string') decodeStandardBase64(data);
		} catch (error) {
			if (!(error instanceof Base64Error)) throw error;
			throw new CommandError(`error loading config file ${JSON.stringify(origin)}: ${error.message}`);
		}
	}
}

function jsonTypeName(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** The file's text. Names are sorted, as the real one writes maps. */
export function formatKubeconfig(config: Kubeconfig): string {
	return formatYaml(kubeconfigObject(config));
}

export function kubeconfigObject(config: Kubeconfig): ConfigFields {
	const list = (kind: EntryKind): unknown => {
		const entries = [...config[kind].values()].sort((a, b) => (a.name < b.name ? -1 : 1));
		if (entries.length === 0) return null;
		return entries.map((entry) => ({ [ENTRY_FIELD[kind]]: entry.fields, name: entry.name }));
	};
	return {
		kind: 'Config',
		apiVersion: 'v1',
		preferences: config.preferences,
		clusters: list('clusters'),
		users: list('users'),
		contexts: list('contexts'),
		'current-context': config.currentContext,
	};
}

/** A path in an entry, made absolute or relative to the working directory through the file it came from. */
export function resolvedFields(kind: EntryKind, entry: ConfigEntry): ConfigFields {
	const fields = { ...entry.fields };
	for (const name of PATH_FIELDS[kind]) {
		const path = fields[name];
		if (typeof path === 'string' && path !== '') fields[name] = joinPath(dirName(entry.origin), path);
	}
	return fields;
}

/** Everything needed to reach and convince one API server. */
export interface ClientConfig {
	/** "https://172.30.1.2:6443". */
	readonly server: string;
	readonly caPem: string | undefined;
	readonly insecure: boolean;
	readonly tlsServerName: string | undefined;
	readonly clientCertificatePem: string | undefined;
	readonly clientKeyPem: string | undefined;
	readonly token: string | undefined;
	readonly username: string | undefined;
	readonly password: string | undefined;
	readonly impersonate: { user: string; uid: string; groups: readonly string[]; extra: readonly string[] };
	/** How long one request may take; absent: as long as it likes. */
	readonly timeoutMs?: number;
	readonly namespace: string;
	/** Whether the namespace was given on the command line. */
	readonly namespaceIsExplicit: boolean;
}

/** The global flags that matter here, by name. */
export interface ConfigOverrides {
	readonly context: string;
	readonly cluster: string;
	readonly user: string;
	readonly namespace: string;
	readonly server: string;
	readonly token: string;
	readonly username: string;
	readonly password: string;
	readonly 'certificate-authority': string;
	readonly 'client-certificate': string;
	readonly 'client-key': string;
	readonly 'insecure-skip-tls-verify': boolean;
	readonly 'tls-server-name': string;
	readonly as: string;
	readonly 'as-uid': string;
	readonly 'as-group': readonly string[];
	readonly 'as-user-extra': readonly string[];
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Models clientcmd DirectClientConfig and its fallback to the Pod's service account. */
export function* resolveClientConfig(streams: Streams, config: Kubeconfig, flags: ConfigOverrides): Task<ClientConfig> {
	const contextName = flags.context !== '' ? flags.context : config.currentContext;
	const context = config.contexts.get(contextName);
	if (flags.context !== '' && context === undefined)
		throw new CommandError(`context ${JSON.stringify(flags.context)} does not exist`);
	const isEmpty = config.clusters.size === 0 && config.contexts.size === 0 && config.users.size === 0;
	if (isEmpty && flags.server === '') {
		const inCluster = yield* inClusterConfig(streams, flags);
		if (inCluster !== undefined) return inCluster;
	}
	const clusterName = flags.cluster !== '' ? flags.cluster : (context?.fields.cluster as string | undefined);
	const userName = flags.user !== '' ? flags.user : (context?.fields.user as string | undefined);
	const cluster = yield* clusterOf(streams, config, clusterName, flags);
	const user = yield* userOf(streams, config, userName, flags);
	const contextNamespace = context?.fields.namespace;
	const namespace =
		flags.namespace !== ''
			? flags.namespace
			: typeof contextNamespace === 'string' && contextNamespace !== ''
				? contextNamespace
				: 'default';
	return {
		...cluster,
		...user,
		impersonate: impersonationOf(flags),
		namespace,
		namespaceIsExplicit: flags.namespace !== '',
	};
}

function impersonationOf(flags: ConfigOverrides): ClientConfig['impersonate'] {
	return { user: flags.as, uid: flags['as-uid'], groups: flags['as-group'], extra: flags['as-user-extra'] };
}

function* clusterOf(streams: Streams, config: Kubeconfig, name: string | undefined, flags: ConfigOverrides) {
	const entry = name === undefined ? undefined : config.clusters.get(name);
	if (flags.cluster !== '' && entry === undefined)
		throw new CommandError(`cluster ${JSON.stringify(name)} does not exist`);
	const fields = entry === undefined ? {} : resolvedFields('clusters', entry);
	if (flags['certificate-authority'] !== '') {
		fields['certificate-authority'] = flags['certificate-authority'];
		fields['certificate-authority-data'] = undefined;
	}
	const insecure = flags['insecure-skip-tls-verify'] || fields['insecure-skip-tls-verify'] === true;
	const caPem = insecure ? undefined : yield* pemOf(streams, fields, 'certificate-authority', name, 'cluster');
	const server = flags.server !== '' ? flags.server : ((fields.server as string | undefined) ?? '');
	const tlsServerName =
		flags['tls-server-name'] !== '' ? flags['tls-server-name'] : (fields['tls-server-name'] as string | undefined);
	return { server: completeUrl(server), caPem, insecure, tlsServerName };
}

function* userOf(streams: Streams, config: Kubeconfig, name: string | undefined, flags: ConfigOverrides) {
	const entry = name === undefined ? undefined : config.users.get(name);
	if (flags.user !== '' && entry === undefined)
		throw new CommandError(`auth info ${JSON.stringify(name)} does not exist`);
	const fields: ConfigFields = entry === undefined ? {} : resolvedFields('users', entry);
	for (const field of ['client-certificate', 'client-key'] as const) {
		if (flags[field] === '') continue;
		fields[field] = flags[field];
		fields[`${field}-data`] = undefined;
	}
	for (const field of ['token', 'username', 'password'] as const) if (flags[field] !== '') fields[field] = flags[field];
	const clientCertificatePem = yield* pemOf(streams, fields, 'client-certificate', name, 'user');
	const clientKeyPem = yield* pemOf(streams, fields, 'client-key', name, 'user');
	let token = fields.token as string | undefined;
	const tokenFile = fields.tokenFile as string | undefined;
	if (token === undefined && tokenFile !== undefined && tokenFile !== '')
		token = (yield* streams.readFile(tokenFile)).trim();
	return {
		clientCertificatePem,
		clientKeyPem,
		token,
		username: fields.username as string | undefined,
		password: fields.password as string | undefined,
	};
}

function* pemOf(
	streams: Streams,
	fields: ConfigFields,
	field: string,
	name: string | undefined,
	kind: 'cluster' | 'user',
): Task<string | undefined> {
	const data = fields[`${field}-data`];
	if (typeof data === 'string' && data !== '') return decodeUtf8(decodeBase64(data));
	const path = fields[field];
	if (typeof path !== 'string' || path === '') return undefined;
	try {
		return yield* streams.readFile(path);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		const owner = kind === 'cluster' ? name : name;
		throw new CommandError(
			`invalid configuration: unable to read ${field} ${path} for ${owner} due to ${error.message}`,
		);
	}
}

function* inClusterConfig(streams: Streams, flags: ConfigOverrides): Task<ClientConfig | undefined> {
	const host = streams.process.env.get('KUBERNETES_SERVICE_HOST');
	const port = streams.process.env.get('KUBERNETES_SERVICE_PORT');
	if (host === undefined || port === undefined || streams.fileType(`${SERVICE_ACCOUNT}/token`) === undefined)
		return undefined;
	const namespaceFile = `${SERVICE_ACCOUNT}/namespace`;
	const own =
		streams.fileType(namespaceFile) === undefined ? 'default' : (yield* streams.readFile(namespaceFile)).trim();
	return {
		server: `https://${host}:${port}`,
		caPem: yield* streams.readFile(`${SERVICE_ACCOUNT}/ca.crt`),
		insecure: flags['insecure-skip-tls-verify'],
		tlsServerName: undefined,
		clientCertificatePem: undefined,
		clientKeyPem: undefined,
		token: flags.token !== '' ? flags.token : (yield* streams.readFile(`${SERVICE_ACCOUNT}/token`)).trim(),
		username: undefined,
		password: undefined,
		impersonate: impersonationOf(flags),
		namespace: flags.namespace !== '' ? flags.namespace : own,
		namespaceIsExplicit: flags.namespace !== '',
	};
}

/** Models client-go/rest DefaultServerURL: an address without a scheme is plain HTTP. */
function completeUrl(server: string): string {
	if (server === '') return 'http://localhost:8080';
	return /^[a-z]+:\/\//.test(server) ? server.replace(/\/$/, '') : `http://${server.replace(/\/$/, '')}`;
}
