import { ROOT_CREDENTIALS } from '../kernel/capabilities.ts';
import type { Machine } from '../kernel/machine-api.ts';
import { SystemError } from '../kernel/process-api.ts';
import { decodeUtf8 } from '../machinery/utf8.ts';

const MODULE_FOLDERS = ['/usr/lib/modules-load.d', '/run/modules-load.d', '/etc/modules-load.d'];

/**
 * When a machine starts: its kernel is told what files say of modules, settings, swap and policies, and of nothing else.
 * Models systemd-modules-load, systemd-sysctl, the swap units of fstab and apparmor.service.
 */
export function loadSettings(machine: Machine): void {
	const modules = modulesToLoad(machine);
	if (modules.length > 0) run(machine, ['/usr/sbin/modprobe', '-a', '-q', ...modules]);
	run(machine, ['/usr/sbin/sysctl', '--system']);
	run(machine, ['/usr/sbin/swapon', '--all']);
	run(machine, ['/usr/sbin/apparmor_parser', '--replace', '--quiet', '/etc/apparmor.d']);
}

/** A file of a name that is in several folders counts in the last of them. */
function modulesToLoad({ root }: Machine): readonly string[] {
	const files = new Map<string, string>();
	for (const folder of MODULE_FOLDERS) {
		for (const name of root.list(folder) ?? []) if (name.endsWith('.conf')) files.set(name, `${folder}/${name}`);
	}
	const paths = [...[...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path), '/etc/modules'];
	const lines = paths.flatMap((path) => decodeUtf8(root.readFile(path) ?? new Uint8Array(0)).split('\n'));
	return lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[#;]/.test(line));
}

function run(machine: Machine, argv: readonly string[]): void {
	try {
		machine.start({
			argv,
			env: new Map([['PATH', '/usr/sbin:/usr/bin']]),
			cwd: '/',
			credentials: ROOT_CREDENTIALS,
			stdin: 'null',
			onOutput: () => undefined,
			onExit: () => undefined,
		});
	} catch (error) {
		// Without the program there is nothing to do it with.
		if (!(error instanceof SystemError)) throw error;
	}
}
