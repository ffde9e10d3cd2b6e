import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { isDict } from '../../../machinery/go-template/values.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatNanoTime } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { goErrno } from '../../kubectl/errors.ts';
import { makeDirectories } from '../../kubectl/make-directories.ts';
import { readFile } from '../../stdio.ts';
import { readYaml } from '../chart/read-yaml.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';

/** A repository that the user has added. */
export interface RepoEntry {
	readonly name: string;
	readonly url: string;
	readonly username: string;
	readonly password: string;
}

/** repositories.yaml; undefined: there is none. @throws HelmError */
export function* readRepositories(helm: HelmSession): Task<RepoEntry[] | undefined> {
	const path = helm.environment.repositoryConfig;
	let text: string;
	try {
		text = decodeUtf8(yield* readFile(helm.process, path));
	} catch (error) {
		if (error instanceof SystemError && error.errno !== 'EINTR') return undefined;
		throw error;
	}
	const document = readYaml(text);
	const list = isDict(document) && Array.isArray(document.repositories) ? document.repositories : [];
	return (list as readonly { readonly [field: string]: unknown }[]).map((each) => ({
		name: String(each.name ?? ''),
		url: String(each.url ?? ''),
		username: String(each.username ?? ''),
		password: String(each.password ?? ''),
	}));
}

export function* writeRepositories(helm: HelmSession, entries: readonly RepoEntry[]): Task<void> {
	const repositories = entries.map(({ name, url, username, password }) => ({
		caFile: '',
		certFile: '',
		insecure_skip_tls_verify: false,
		keyFile: '',
		name,
		pass_credentials_all: false,
		password,
		url,
		username,
	}));
	const generated = formatNanoTime(helm.now());
	const text = formatYaml({ apiVersion: '', generated, repositories });
	yield* writeWhole(helm.process, helm.environment.repositoryConfig, encodeUtf8(text));
}

/** A file, with the directories that it needs. @throws HelmError */
export function* writeWhole(process: Process, path: string, bytes: Uint8Array, mode = 0o644): Task<void> {
	try {
		makeDirectories(process, path.split('/').slice(0, -1).join('/') || '/');
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode);
		yield* process.write(fd, bytes);
		process.close(fd);
	} catch (error) {
		if (error instanceof SystemError && error.errno !== 'EINTR') {
			throw new HelmError(`open ${path}: ${goErrno(error)}`);
		}
		throw error;
	}
}
