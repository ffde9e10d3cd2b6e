import { ApiClient } from '../../client/api-client.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatNanoTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { CONFIG_MAPS } from './resources.ts';

const FOLDER = '/tmp/cilium/config-map';

/** A line of the log of Cilium's programs. Models pkg/logging. */
export function* logLine(process: Process, level: 'info' | 'warn' | 'error', message: string, fields = ''): Task<void> {
	const time = formatNanoTime(process.now());
	const rest = fields === '' ? '' : ` ${fields}`;
	yield* process.write(2, encodeUtf8(`time=${time} level=${level} msg=${JSON.stringify(message)}${rest}\n`));
}

/** The settings of the ConfigMap, a file each. */
export function* readConfig(process: Process): Task<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	let names: readonly string[] = [];
	try {
		names = process.readdir(FOLDER);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	for (const name of names) {
		if (name.startsWith('.')) continue;
		try {
			found.set(name, decodeUtf8(yield* readWholeFile(process, `${FOLDER}/${name}`)).trim());
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	return found;
}

/** `cilium-dbg build-config`: writes the ConfigMap's settings where the agent reads them. */
export function* buildConfig(process: Process): Task<number> {
	const namespace = process.env.get('CILIUM_K8S_NAMESPACE') ?? 'kube-system';
	const client = new ApiClient(new InClusterTransport(process), 'cilium-dbg');
	yield* logLine(process, 'info', 'Running');
	let data: { readonly [key: string]: string };
	try {
		data = (yield* client.get(CONFIG_MAPS, namespace, 'cilium-config')).data ?? {};
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		const why = `failed to start: Build config failed: failed to resolve config: ${error.message}`;
		yield* logLine(process, 'error', 'Build config failed', `error=${JSON.stringify(why)}`);
		return 1;
	}
	for (const folder of ['/tmp/cilium', FOLDER]) {
		try {
			process.mkdir(folder, 0o755);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	for (const [name, text] of Object.entries(data)) {
		const fd = yield* process.open(`${FOLDER}/${name}`, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	}
	yield* logLine(process, 'info', `Wrote config with ${Object.keys(data).length} keys to ${FOLDER}`);
	return 0;
}
