import { goErrno } from '../../commands/kubectl/errors.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';

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

export function addressOf(url: string): ApiServerAddress {
	const match = /^(?:(https?):\/\/)?(\[[^\]]*\]|[^/:]*)(?::(\d+))?/.exec(url);
	const scheme = match?.[1] ?? 'http';
	return {
		url: url.replace(/\/$/, ''),
		host: match?.[2] ?? '',
		port: match?.[3] === undefined ? (scheme === 'https' ? 443 : 80) : Number(match[3]),
	};
}
