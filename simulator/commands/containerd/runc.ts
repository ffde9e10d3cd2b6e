import type { RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const VERSION = `runc version 1.3.0
commit: v1.3.0-0-g4ca628d1
spec: 1.2.1
go: go1.24.5
libseccomp: 2.5.5
`;
const KUBERNETES_ROOT = '/run/containerd/runc/k8s.io';

/** What runs the containers, as far as people look at it: its version, and the list of what it runs. */
export const runc = unixCommand({
	name: 'runc',
	paths: ['/usr/bin/runc'],
	size: 11_850_144,
	*main({ process, args, out }) {
		const rootAt = args.findIndex((word) => /^--?root(=|$)/.test(word));
		const word = args[rootAt] ?? '';
		const root = word.includes('=') ? word.replace(/^[^=]*=/, '') : args[rootAt + 1];
		const rest = rootAt < 0 ? args : args.toSpliced(rootAt, word.includes('=') ? 1 : 2);
		const [name] = rest;
		if (name === '--version' || name === '-v') {
			yield* out.write(VERSION);
			return 0;
		}
		if (name !== 'list') throw new Exit(3, `No help topic for '${name ?? ''}'\n`);
		const service = process.port<RuntimeService>('cri');
		const found = root === KUBERNETES_ROOT ? (service?.containers() ?? []) : [];
		const writer = new TabWriter({ minWidth: 12, padding: 3, rememberWidths: false });
		writer.write('ID\tPID\tSTATUS\tBUNDLE\tCREATED\tOWNER\n');
		for (const { record, pid } of found) {
			if (record.state !== 'running') continue;
			const bundle = `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${record.id}`;
			writer.write(`${record.id}\t${pid}\trunning\t${bundle}\t${formatTime(record.createdAtMs)}\troot\n`);
		}
		yield* out.write(writer.flush());
		return 0;
	},
});
