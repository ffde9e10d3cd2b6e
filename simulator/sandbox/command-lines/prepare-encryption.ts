import { SettingsError } from '../../apiserver/admission/settings/settings-error.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import type { Task } from '../../machinery/task.ts';
import { flagValue } from '../cluster/etcd-address.ts';
import { LoadedEncryption } from '../cluster/loaded-encryption.ts';

/** How the API server encrypts what it stores; undefined: not at all. Models apiserver/pkg/server/options EtcdOptions. */
export function* prepareEncryption(
	process: Process,
	args: readonly string[],
): Task<LoadedEncryption | ComponentFault | undefined> {
	const path = flagValue(args, 'encryption-provider-config') ?? '';
	if (path === '') return undefined;
	const reload = args.findLast((each) => /^--encryption-provider-config-automatic-reload(=|$)/.test(each));
	try {
		return yield* LoadedEncryption.load(
			process,
			path,
			reload !== undefined && !/=(false|f|F|0|False|FALSE)$/.test(reload),
		);
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		return commandFailed('configuration', [error.message]);
	}
}
