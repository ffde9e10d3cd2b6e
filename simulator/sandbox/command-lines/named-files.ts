import { CommandError, goErrno } from '../../commands/kubectl/errors.ts';
import { type Kubeconfig, parseKubeconfig } from '../../commands/kubectl/kubeconfig.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

/** Why Go could not read a file, or undefined: "open /x: no such file or directory". An empty path is none. */
export function unreadable(process: Process, path: string): string | undefined {
	if (path === '') return undefined;
	try {
		return process.stat(path).type === 'directory' ? `read ${path}: is a directory` : undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return `open ${path}: ${goErrno(error)}`;
	}
}

/** Why certificates cannot be read from a file. Models apiserver/pkg/server/dynamiccertificates loadCABundle. */
export function unreadableBundle(process: Process, name: string, path: string): string | undefined {
	const problem = unreadable(process, path);
	if (problem !== undefined || path === '' || process.stat(path).size > 0) return problem;
	return `missing content for CA bundle ${JSON.stringify(`${name}::${path}`)}`;
}

/** Where a kubeconfig leads to. */
export interface ApiServerAddress {
	/** "https://172.30.1.2:6443" */
	readonly url: string;
	readonly host: string;
	readonly port: number;
}

/** Reads what a component is given for its client, or says why it cannot. Models client-go/tools/clientcmd ClientConfig. */
export function* readClientConfig(process: Process, path: string): Task<ApiServerAddress | string> {
	let text: string;
	try {
		text = decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOENT') return `stat ${path}: no such file or directory`;
		return `error loading config file ${JSON.stringify(path)}: read ${path}: ${goErrno(error)}`;
	}
	try {
		return addressIn(parseKubeconfig(text, path, process.port<Memo>('memo')));
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		return error.message;
	}
}

/** Models clientcmd DirectClientConfig.ConfirmUsable. */
function addressIn({ contexts, clusters, users, currentContext }: Kubeconfig): ApiServerAddress | string {
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
	return addressOf(String(cluster?.server ?? 'http://localhost:8080'));
}

export function addressOf(url: string): ApiServerAddress {
	const match = /^(?:(https?):\/\/)?(\[[^\]]*\]|[^/:]*)(?::(\d+))?/.exec(url);
	const scheme = match?.[1] ?? 'http';
	return {
		url: url.replace(/\/$/, ''),
		host: match?.[2] ?? '',
		port: match?.[3] === undefined ? (scheme === 'https' ? 443 : 80) : Number(match[3]),
	};
}
