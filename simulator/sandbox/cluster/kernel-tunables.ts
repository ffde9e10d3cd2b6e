import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

/** What a kubelet wants of its kernel. Models component-helpers/node/util/sysctl. Differs: without the limits of keyrings. */
const WANTED: readonly (readonly [flag: string, value: number])[] = [
	['vm/overcommit_memory', 1],
	['vm/panic_on_oom', 0],
	['kernel/panic', 10],
	['kernel/panic_on_oops', 1],
];

/**
 * Sets what is otherwise, or with protectKernelDefaults says that it is: then the kubelet ends.
 * Models pkg/kubelet/cm setupKernelTunables.
 */
export function* setUpKernel(process: Process, isProtected: boolean): Task<string | undefined> {
	const wrong: string[] = [];
	for (const [flag, expected] of WANTED) {
		const path = `/proc/sys/${flag}`;
		const actual = Number(decodeUtf8(yield* readWholeFile(process, path)).trim());
		if (actual === expected) continue;
		if (isProtected) {
			wrong.push(`invalid kernel flag: ${flag}, expected value: ${expected}, actual value: ${actual}`);
		} else yield* write(process, path, expected);
	}
	if (wrong.length === 0) return undefined;
	return wrong.length === 1 ? wrong[0] : `[${wrong.join(', ')}]`;
}

function* write(process: Process, path: string, value: number): Task<void> {
	try {
		const fd = yield* process.open(path, { write: true }, 0o644);
		yield* process.write(fd, encodeUtf8(`${value}\n`));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
