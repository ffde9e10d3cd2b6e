import { CommandError, goErrno } from '../../commands/kubectl/errors.ts';
import { type EntryKind, type Kubeconfig, parseKubeconfig, resolvedFields } from '../../commands/kubectl/kubeconfig.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type ApiServerAddress, addressOf, unreadable } from './named-files.ts';

/** Where a component finds the API server, as whom it asks there, and whom it believes. */
export interface ClientConfig extends ApiServerAddress {
	/** Authorities of the server's certificate; undefined: those that the machine trusts. */
	readonly caPem: string | undefined;
	/** Any certificate of the server's will do. */
	readonly insecure: boolean;
	/** The certificate that it shows. */
	readonly certificatePem: string | undefined;
	readonly token: string | undefined;
}

/** One that says nothing of itself. */
export function plainClient(url: string): ClientConfig {
	return { ...addressOf(url), caPem: undefined, insecure: false, certificatePem: undefined, token: undefined };
}

/** Reads what a component is given for its client, or says why it cannot. Models client-go/tools/clientcmd ClientConfig. */
export function* readClientConfig(process: Process, path: string): Task<ClientConfig | string> {
	let text: string;
	try {
		text = decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOENT') return `stat ${path}: no such file or directory`;
		return `error loading config file ${JSON.stringify(path)}: read ${path}: ${goErrno(error)}`;
	}
	try {
		return yield* clientIn(process, parseKubeconfig(text, path, process.port<Memo>('memo')));
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		return error.message;
	}
}

/** Models clientcmd DirectClientConfig.ClientConfig. */
function* clientIn(process: Process, config: Kubeconfig): Task<ClientConfig | string> {
	const problem = confirmUsable(process, config);
	if (problem !== undefined) return problem;
	const context = config.contexts.get(config.currentContext)?.fields;
	const cluster = fieldsOf('clusters', config, context?.cluster);
	const user = fieldsOf('users', config, context?.user);
	const noToken = unreadable(process, textOf(user.tokenFile));
	if (noToken !== undefined) return noToken;
	return {
		...addressOf(textOf(cluster.server) || 'http://localhost:8080'),
		insecure: cluster['insecure-skip-tls-verify'] === true,
		caPem: yield* pemOf(process, cluster, 'certificate-authority'),
		certificatePem: yield* pemOf(process, user, 'client-certificate'),
		token: yield* tokenOf(process, user),
	};
}

type Fields = { readonly [field: string]: unknown };

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function fieldsOf(kind: EntryKind, config: Kubeconfig, name: unknown): Fields {
	const entry = config[kind].get(String(name));
	return entry === undefined ? {} : resolvedFields(kind, entry);
}

/** A file that is not there leaves nothing to show. */
function* pemOf(process: Process, fields: Fields, name: string): Task<string | undefined> {
	const data = textOf(fields[`${name}-data`]);
	if (data !== '') return decodeUtf8(decodeBase64(data));
	const path = textOf(fields[name]);
	return path === '' ? undefined : yield* fileText(process, path);
}

function* tokenOf(process: Process, user: Fields): Task<string | undefined> {
	const path = textOf(user.tokenFile);
	return textOf(user.token) || (path === '' ? undefined : (yield* fileText(process, path))?.trim());
}

function* fileText(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Why it is of no use. Models clientcmd DirectClientConfig.ConfirmUsable. */
function confirmUsable(process: Process, config: Kubeconfig): string | undefined {
	const { contexts, clusters, users, currentContext } = config;
	if (contexts.size === 0 && clusters.size === 0 && users.size === 0) {
		return 'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable';
	}
	const context = contexts.get(currentContext)?.fields;
	if (context === undefined) {
		return currentContext === ''
			? 'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable'
			: `context ${JSON.stringify(currentContext)} does not exist`;
	}
	const problems: string[] = [];
	const quoted = JSON.stringify(currentContext);
	const user = String(context.user);
	const cluster = String(context.cluster);
	if (users.has(user)) problems.push(...userProblems(process, user, fieldsOf('users', config, user)));
	else problems.push(`user ${JSON.stringify(user)} was not found for context ${quoted}`);
	if (clusters.has(cluster)) problems.push(...clusterProblems(process, cluster, fieldsOf('clusters', config, cluster)));
	else problems.push(`cluster ${JSON.stringify(cluster)} was not found for context ${quoted}`);
	if (problems.length === 1) return `invalid configuration: ${problems[0]}`;
	if (problems.length > 1) return `invalid configuration: [${problems.join(', ')}]`;
	return undefined;
}

/** Models clientcmd validateAuthInfo. */
function userProblems(process: Process, name: string, fields: Fields): string[] {
	const [file, data] = [textOf(fields['client-certificate']), textOf(fields['client-certificate-data'])];
	if (file === '' && data === '') return [];
	const [keyFile, keyData] = [textOf(fields['client-key']), textOf(fields['client-key-data'])];
	const problems: string[] = [];
	const twice = (what: string): void => {
		problems.push(`${what}-data and ${what} are both specified for ${name}. ${what}-data will override.`);
	};
	if (file !== '' && data !== '') twice('client-cert');
	if (keyFile !== '' && keyData !== '') {
		problems.push(`client-key-data and client-key are both specified for ${name}; client-key-data will override`);
	}
	if (keyFile === '' && keyData === '') {
		const method = 'to use the clientCert authentication method.';
		problems.push(`client-key-data or client-key must be specified for ${name} ${method}`);
	}
	for (const [what, path] of [
		['client-cert', file],
		['client-key', keyFile],
	] as const) {
		const why = unreadable(process, path);
		if (why !== undefined) problems.push(`unable to read ${what} ${path} for ${name} due to ${why}`);
	}
	return problems;
}

/** Models clientcmd validateClusterInfo. */
function clusterProblems(process: Process, name: string, fields: Fields): string[] {
	const problems: string[] = [];
	if (textOf(fields.server) === '') problems.push(`no server found for cluster ${JSON.stringify(name)}`);
	const [file, data] = [textOf(fields['certificate-authority']), textOf(fields['certificate-authority-data'])];
	if (file !== '' && data !== '') {
		const override = 'certificate-authority-data will override.';
		problems.push(`certificate-authority-data and certificate-authority are both specified for ${name}. ${override}`);
	}
	const why = unreadable(process, file);
	if (why !== undefined) problems.push(`unable to read certificate-authority ${file} for ${name} due to ${why}`);
	return problems;
}
