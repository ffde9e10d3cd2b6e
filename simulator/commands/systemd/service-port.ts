import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process } from '../../kernel/process-api.ts';
import { Exit } from '../unix-command.ts';

/** The service manager of this host. In a container there is none: what the tools then say ends the command. */
export function servicesOf(process: Process): ServiceManager {
	const services = process.port<ServiceManager>('systemd');
	if (services !== undefined) return services;
	throw new Exit(
		1,
		"System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down\n",
	);
}
