import { ROOT_CREDENTIALS } from '../kernel/capabilities.ts';
import type { Machine } from '../kernel/machine-api.ts';
import type { Program } from '../kernel/process-api.ts';
import { NEVER } from '../kernel/processes/waits.ts';
import type { Context } from '../machinery/context.ts';
import { ServiceManager } from './systemd/service-manager.ts';

/**
 * Switches a host on: init as pid 1, then the services its unit files want. Components of services ("component:kubelet")
 * must have been provided as ports of the machine before.
 */
export function bootHost(context: Context, machine: Machine): ServiceManager {
	machine.start({
		argv: ['/sbin/init'],
		env: new Map(),
		cwd: '/',
		credentials: ROOT_CREDENTIALS,
		stdin: 'null',
		onOutput: () => undefined,
		onExit: () => undefined,
		program: init,
		init: true,
	});
	const services = new ServiceManager(context, machine);
	machine.providePort('systemd', services);
	services.boot();
	return services;
}

/** Adopts orphans and lets the kernel bury them. */
const init: Program = function* (process) {
	process.onSignal('CHLD', 'ignore');
	for (;;) yield* process.block(NEVER);
};
