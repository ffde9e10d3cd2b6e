import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { captured, inheritedDescriptors, launch, shellStatus, waitFor } from '../launch.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const PLUGINS = '/usr/share/netfilter-persistent/plugins.d';
const TABLES_MAX = 16;

/** Debian's scripts that keep rules of packet filters over a start of the machine: the loader, and what it runs. */
const loader = unixCommand({
	name: 'netfilter-persistent',
	paths: ['/usr/sbin/netfilter-persistent'],
	size: 1_083,
	*main({ process, name, args, out }) {
		const [verb = ''] = args;
		if (process.credentials.uid !== 0) yield* out.write('You must be root to use this utility\n');
		const passed = { start: 'start', save: 'save', flush: 'flush', reload: 'start', restart: 'start' }[verb];
		if (passed === undefined) {
			yield* out.write(
				verb === 'stop'
					? `Automatic flush disabled; use '${name} flush'\n`
					: `Usage: ${name} (start|stop|restart|reload|flush|save)\n`,
			);
			return 0;
		}
		yield* out.flush();
		if (!process.access(PLUGINS, {})) return 0;
		return yield* run(process, ['run-parts', '-v', '-a', passed, PLUGINS]);
	},
});

function* run(process: Process, argv: readonly string[], input = 0): Task<number> {
	const fds = inheritedDescriptors(process);
	fds.set(0, input);
	return shellStatus(yield* waitFor(process, launch(process, argv, { fds })));
}

/** @param tool "iptables", "ip6tables". */
function plugin(name: string, tool: string, version: string): Command {
	const rules = `/etc/iptables/rules.${version.replace('IP', '')}`;
	return unixCommand({ name, paths: [], size: 2_058, main: (given) => perform(given, tool, version, rules) });
}

function* perform({ process, name, args, out }: UnixRun, tool: string, version: string, rules: string): Task<number> {
	switch (args[0]) {
		case 'start':
		case 'restart':
		case 'reload':
		case 'force-reload': {
			if (!process.access(rules, {})) {
				yield* out.write(`Warning: skipping ${version} (no rules to load)\n`);
				return 0;
			}
			if (process.stat(rules).size === 0) return 0;
			const fd = yield* process.open(rules, { read: true });
			return yield* run(process, [`${tool}-restore`], fd);
		}
		case 'save': {
			const output = yield* rulesOf(process, tool);
			const fd = yield* process.open(rules, { write: true, create: true, truncate: true }, 0o640);
			process.chmod(rules, 0o640);
			yield* process.write(fd, output);
			process.close(fd);
			return 0;
		}
		case 'flush':
			return yield* flush(process, tool);
		case 'stop':
			yield* out.write('Automatic flushing disabled, use "flush" instead of "stop"\n');
			return 0;
		default:
			throw new Exit(1, `Usage: ${name} {start|restart|reload|force-reload|save|flush}\n`);
	}
}

/** What is set now. Differs: there are no filters of IPv6, so that there is nothing to keep. */
function* rulesOf(process: Process, tool: string): Task<Uint8Array> {
	try {
		return (yield* captured(process, [`${tool}-save`])).output;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return new Uint8Array(0);
	}
}

/** Everything passes, and no rule is left. */
function* flush(process: Process, tool: string): Task<number> {
	const output = yield* rulesOf(process, tool);
	const parts = decodeUtf8(output).split(/^\*/m).slice(1, TABLES_MAX);
	for (const part of parts) {
		const table = /^\w+/.exec(part)?.[0] ?? '';
		for (const [, chain = ''] of part.matchAll(/^:([A-Z]+) (?:ACCEPT|DROP)/gm)) {
			yield* run(process, [tool, '-t', table, '-P', chain, 'ACCEPT']);
		}
		for (const option of ['-F', '-Z', '-X']) yield* run(process, [tool, '-t', table, option]);
	}
	return 0;
}

export const NETFILTER_COMMANDS: readonly Command[] = [
	loader,
	plugin('15-ip4tables', 'iptables', 'IPv4'),
	plugin('25-ip6tables', 'ip6tables', 'IPv6'),
];
