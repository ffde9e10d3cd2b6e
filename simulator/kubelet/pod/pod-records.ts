import type { Machine } from '../../kernel/machine-api.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';

interface Where {
	readonly runtime: ContainerRuntime;
	readonly machine: Machine;
}

/** Removes what a Pod has left on its node: sandboxes and logs. @param logName "<namespace>_<name>_<uid>". */
export function removeRecords({ runtime, machine }: Where, uid: string, logName: string): void {
	for (const { id } of runtime.sandboxesOf(uid)) runtime.removeSandbox(id);
	const folder = `/var/log/pods/${logName}`;
	if (machine.root.list(folder) !== undefined) machine.root.remove(folder);
	const links = machine.root.list('/var/log/containers') ?? [];
	const [namespace, name] = logName.split('_');
	for (const link of links) {
		if (link.startsWith(`${name}_${namespace}_`)) machine.root.remove(`/var/log/containers/${link}`);
	}
}
