import { ROOT_CREDENTIALS } from '../kernel/capabilities.ts';
import type { Machine } from '../kernel/machine-api.ts';
import type { Program } from '../kernel/process-api.ts';
import { NEVER } from '../kernel/processes/waits.ts';
import type { Context } from '../machinery/context.ts';
import type { ClusterHosts } from './host-stacks.ts';
import { remoteSessions } from './sessions/remote-session.ts';
import { ServiceManager } from './systemd/service-manager.ts';
import type { ServicesMemory } from './systemd/service-status.ts';

/**
 * Switches a host on: init as pid 1, then the services its unit files want. Components of services ("component:kubelet")
 * must have been provided as ports of the machine before.
 * @param cluster what the machine's file system was built with, when it was.
 * @param whenReady calls back when init is to start them; at once when absent.
 * @param memory of the host that this one is a copy of.
 */
export function bootHost(
	context: Context,
	machine: Machine,
	cluster: ClusterHosts | undefined,
	whenReady: (boot: () => void) => void = (boot) => boot(),
	memory?: ServicesMemory,
): ServiceManager {
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
	const services = new ServiceManager(context, machine, cluster?.units, memory);
	machine.providePort('systemd', services);
	machine.providePort('remote-sessions', remoteSessions(machine));
	whenReady(() => services.boot());
	return services;
}

/** Adopts orphans and lets the kernel bury them. */
const init: Program = function* (process) {
	process.onSignal('CHLD', 'ignore');
	for (;;) yield* process.block(NEVER);
};
