import { SettingsError } from '../../apiserver/admission/settings/settings-error.ts';
import { type AuditPolicy, readAuditPolicy } from '../../apiserver/audit/audit-policy.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { flagValue } from '../cluster/etcd-address.ts';

/** What the API server tells of requests, and where. */
export interface AuditSettings {
	readonly policy: AuditPolicy;
	/** "-": its standard output. */
	readonly path: string;
}

/**
 * Undefined when nobody is told: it takes a policy and a file. Models apiserver/pkg/server/options AuditOptions.ApplyTo.
 * Differs: a file is never begun anew, whatever --audit-log-maxsize says; webhooks are told nothing.
 */
export function* prepareAudit(
	process: Process,
	args: readonly string[],
): Task<AuditSettings | ComponentFault | undefined> {
	const file = flagValue(args, 'audit-policy-file') ?? '';
	const path = flagValue(args, 'audit-log-path') ?? '';
	if (file === '') return undefined;
	try {
		const policy = readAuditPolicy(parseYamlDocument(decodeUtf8(yield* readWholeFile(process, file))));
		return path === '' ? undefined : { policy, path };
	} catch (error) {
		if (!(error instanceof SettingsError) && !(error instanceof YamlError)) throw error;
		const reason = error instanceof YamlError ? `failed decoding: ${error.message}` : error.message;
		return commandFailed('configuration', [`loading audit policy file: ${reason}: from file ${file}`]);
	}
}
