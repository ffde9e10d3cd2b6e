import { findExecutable } from '../launch.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const USAGE = 'Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n';
const ACTIONS: ReadonlySet<string> = new Set(['start', 'stop', 'restart', 'status', 'reload', 'try-restart']);

/** Does by systemctl what it is asked for. Models init-system-helpers service. Differs: there are no scripts in /etc/init.d. */
export const service = unixCommand({
	name: 'service',
	paths: ['/usr/sbin/service'],
	size: 9_135,
	*main({ process, args, out }) {
		const [name, action] = args;
		if (name === undefined || name === '--help' || name === '-h') throw new Exit(1, USAGE);
		if (name === '--version' || name === '-V') {
			yield* out.write('service ver. 1.66ubuntu1\n');
			return 0;
		}
		if (name === '--status-all') return 0;
		const verb = action === '--full-restart' ? 'restart' : (action ?? '');
		if (!ACTIONS.has(verb)) throw new Exit(1, USAGE);
		const unit = name.includes('.') ? name : `${name}.service`;
		const argv = ['systemctl', ...(verb === 'status' ? ['--no-pager'] : []), verb, unit];
		return yield* process.exec(findExecutable(process, 'systemctl'), argv, process.env);
	},
});
