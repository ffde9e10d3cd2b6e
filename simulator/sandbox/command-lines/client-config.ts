import { CommandError, goErrno } from '../../commands/kubectl/errors.ts';
import { type EntryKind, type Kubeconfig, parseKubeconfig, resolvedFields } from '../../commands/kubectl/kubeconfig.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type ApiServerAddress, addressOf } from './named-files.ts';

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
	const problem = confirmUsable(config);
	if (problem !== undefined) return problem;
	const context = config.contexts.get(config.currentContext)?.fields;
	const cluster = fieldsOf('clusters', config, context?.cluster);
	const user = fieldsOf('users', config, context?.user);
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
function confirmUsable({ contexts, clusters, users, currentContext }: Kubeconfig): string | undefined {
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
	if (!users.has(String(context.user))) {
		problems.push(
			`user ${JSON.stringify(String(context.user))} was not found for context ${JSON.stringify(currentContext)}`,
		);
	}
	const cluster = clusters.get(String(context.cluster))?.fields;
	if (cluster === undefined) {
		problems.push(
			`cluster ${JSON.stringify(String(context.cluster))} was not found for context ${JSON.stringify(currentContext)}`,
		);
	}
	if (problems.length === 1) return `invalid configuration: ${problems[0]}`;
	if (problems.length > 1) return `invalid configuration: [${problems.join(', ')}]`;
	return undefined;
}
