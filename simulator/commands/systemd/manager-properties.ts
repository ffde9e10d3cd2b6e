import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process } from '../../kernel/process-api.ts';
import { strftime } from '../strftime.ts';

/** What `systemctl show` prints of the manager itself. Models systemd src/core/dbus-manager.c. */
export function managerProperties(
	services: ServiceManager,
	{ machine }: Process,
): readonly (readonly [name: string, value: string])[] {
	const all = services.names().map((name) => services.status(name));
	const failed = all.filter(({ active }) => active === 'failed').length;
	const booted = strftime('%a %Y-%m-%d %H:%M:%S UTC', machine.bootedAtMs);
	return [
		['Version', '255.4-1ubuntu8.11'],
		['Features', '+PAM +AUDIT +SELINUX +APPARMOR +IMA +SMACK +SECCOMP'],
		['Virtualization', 'kvm'],
		['Architecture', 'x86-64'],
		['KernelTimestamp', booted],
		['KernelTimestampMonotonic', '0'],
		['UserspaceTimestamp', booted],
		['FinishTimestamp', booted],
		['NNames', String(all.length)],
		['NFailedUnits', String(failed)],
		['NJobs', '0'],
		['Progress', '1'],
		['Environment', 'LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
		[
			'UnitPath',
			'/etc/systemd/system.control /run/systemd/system.control /etc/systemd/system /run/systemd/system /usr/lib/systemd/system',
		],
		['DefaultStandardOutput', 'journal'],
		['DefaultStandardError', 'inherit'],
		['DefaultTimeoutStartUSec', '1min 30s'],
		['DefaultTimeoutStopUSec', '1min 30s'],
		['DefaultRestartUSec', '100ms'],
		['DefaultStartLimitIntervalUSec', '10s'],
		['DefaultStartLimitBurst', '5'],
		['SystemState', failed > 0 ? 'degraded' : 'running'],
	];
}
