import { ROOT_CREDENTIALS } from '../kernel/capabilities.ts';
import type { Machine } from '../kernel/machine-api.ts';
import { SystemError } from '../kernel/process-api.ts';

const PARSER = '/usr/sbin/apparmor_parser';
const POLICIES = '/etc/apparmor.d';

/** When a machine starts: what the kernel lets programs do is what the files say. Models apparmor.service. */
export function loadPolicies(machine: Machine): void {
	try {
		machine.start({
			argv: [PARSER, '--replace', '--quiet', POLICIES],
			env: new Map([['PATH', '/usr/sbin:/usr/bin']]),
			cwd: '/',
			credentials: ROOT_CREDENTIALS,
			stdin: 'null',
			onOutput: () => undefined,
			onExit: () => undefined,
		});
	} catch (error) {
		// Without the program there is nothing to load them with.
		if (!(error instanceof SystemError)) throw error;
	}
}
