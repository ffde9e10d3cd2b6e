import type { Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { setHostname } from '../coreutils/hostname.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { HOSTNAMECTL_HELP } from './systemd-help.ts';

export const hostnamectl = unixCommand({
	name: 'hostnamectl',
	paths: ['/usr/bin/hostnamectl'],
	size: 31_136,
	help: HOSTNAMECTL_HELP,
	*main({ process, args, out }) {
		const words = args.filter((word) => !word.startsWith('-'));
		const [verb = 'status', value] = words;
		const isStatic = !args.includes('--transient');
		if (verb === 'set-hostname' && value === undefined) throw new Exit(1, 'Too few arguments.\n');
		if ((verb === 'hostname' || verb === 'set-hostname') && value !== undefined) {
			yield* rename(process, value, isStatic, !args.includes('--static'));
			return 0;
		}
		const own = (yield* textOf(process, '/etc/hostname')).trim();
		if (verb === 'hostname') {
			yield* out.write(`${args.includes('--static') ? own : process.hostname}\n`);
			return 0;
		}
		if (/^(?:set-)?(?:icon-name|chassis|deployment|location)$/.test(verb)) {
			const what = verb.replace('set-', '');
			if (value !== undefined && process.credentials.uid !== 0)
				throw new Exit(1, `Could not set ${what.replace('-', ' ')}: Access denied\n`);
			if (value === undefined) yield* out.write(`${{ 'icon-name': 'computer-vm', chassis: 'vm' }[what] ?? ''}\n`);
			return 0;
		}
		if (verb !== 'status') throw new Exit(1, `Unknown command verb '${verb}'.\n`);
		const rows = [
			['Static hostname', own === '' ? '(unset)' : own],
			...(own !== '' && own !== process.hostname ? [['Transient hostname', process.hostname]] : []),
			['Icon name', 'computer-vm'],
			['Chassis', 'vm 🖴'],
			['Machine ID', (yield* textOf(process, '/etc/machine-id')).trim()],
			['Boot ID', (yield* textOf(process, '/proc/sys/kernel/random/boot_id')).trim().replaceAll('-', '')],
			['Virtualization', 'kvm'],
			['Operating System', 'Ubuntu 24.04.3 LTS'],
			['Kernel', `Linux ${process.machine.kernelRelease}`],
			['Architecture', 'x86-64'],
		] as const;
		const width = Math.max(...rows.map(([name = '']) => name.length));
		for (const [name = '', text = ''] of rows) yield* out.write(`${name.padStart(width)}: ${text}\n`);
		return 0;
	},
});

/** Models systemd-hostnamed: the static name is the file's, and goes for the running system as well. */
function* rename(process: Process, name: string, isStatic: boolean, isTransient: boolean): Task<void> {
	const kind = isStatic ? 'static' : 'transient';
	if (process.credentials.uid !== 0) throw new Exit(1, `Could not set ${kind} hostname: Access denied\n`);
	if (
		!/^(?=.{1,64}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(name)
	)
		throw new Exit(1, `Could not set ${kind} hostname: Invalid ${kind} hostname '${name}'\n`);
	if (isStatic) {
		const fd = yield* process.open('/etc/hostname', { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(`${name}\n`));
		process.close(fd);
	}
	if (isTransient) yield* setHostname(process, name);
}
