import { SettingsError } from '../../apiserver/admission/settings/settings-error.ts';
import { type AuditPolicy, readAuditPolicy } from '../../apiserver/audit/audit-policy.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { parseDuration } from '../../machinery/duration.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import type { Truncation } from '../audit/audit-backend.ts';
import type { AuditLogSettings } from '../audit/audit-log.ts';
import type { AuditWebhookSettings } from '../audit/audit-webhook.ts';
import { flagValue } from '../cluster/etcd-address.ts';
import { readBackend } from './prepare-admission.ts';

/** What the API server tells of requests, and whom. */
export interface AuditSettings {
	readonly policy: AuditPolicy;
	readonly log: AuditLogSettings | undefined;
	readonly webhook: AuditWebhookSettings | undefined;
}

type Flag = (name: string) => string | undefined;

/** Undefined when nobody is told: it takes a policy and a backend. Models apiserver/pkg/server/options AuditOptions.ApplyTo. */
export function* prepareAudit(
	process: Process,
	args: readonly string[],
): Task<AuditSettings | ComponentFault | undefined> {
	const flag: Flag = (name) => flagValue(args, `audit-${name}`);
	const file = flag('policy-file') ?? '';
	if (file === '') return undefined;
	let policy: AuditPolicy;
	try {
		policy = readAuditPolicy(parseYamlDocument(decodeUtf8(yield* readWholeFile(process, file))));
	} catch (error) {
		if (!(error instanceof SettingsError) && !(error instanceof YamlError)) throw error;
		const reason = error instanceof YamlError ? `failed decoding: ${error.message}` : error.message;
		return commandFailed('configuration', [`loading audit policy file: ${reason}: from file ${file}`]);
	}
	const log = logSettings(flag);
	try {
		const webhook = yield* webhookSettings(process, flag);
		return log === undefined && webhook === undefined ? undefined : { policy, log, webhook };
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		return commandFailed('configuration', [`initializing audit webhook: ${error.message}`]);
	}
}

function logSettings(flag: Flag): AuditLogSettings | undefined {
	const path = flag('log-path') ?? '';
	if (path === '') return undefined;
	return {
		path,
		format: flag('log-format') === 'legacy' ? 'legacy' : 'json',
		megabytesMax: Number(flag('log-maxsize') ?? 0),
		backupsMax: Number(flag('log-maxbackup') ?? 0),
		daysMax: Number(flag('log-maxage') ?? 0),
		compresses: isTrue(flag('log-compress')),
		truncation: truncation(flag, 'log'),
	};
}

function* webhookSettings(process: Process, flag: Flag): Task<AuditWebhookSettings | undefined> {
	const file = flag('webhook-config-file') ?? '';
	if (file === '') return undefined;
	const connection = yield* readBackend(process, file);
	const batches = (flag('webhook-mode') ?? 'batch') === 'batch';
	const isThrottled = isTrue(flag('webhook-batch-throttle-enable') ?? 'true');
	const throttle = {
		qps: Number(flag('webhook-batch-throttle-qps') ?? 10),
		burst: Number(flag('webhook-batch-throttle-burst') ?? 15),
	};
	const backoff = flag('webhook-initial-backoff') ?? flag('webhook-batch-initial-backoff') ?? '10s';
	return {
		connection,
		batch: batches
			? {
					waitingMax: Number(flag('webhook-batch-buffer-size') ?? 10_000),
					eventsMax: Number(flag('webhook-batch-max-size') ?? 400),
					waitMsMax: parseDuration(flag('webhook-batch-max-wait') ?? '30s') ?? 0,
					throttle: isThrottled ? throttle : undefined,
				}
			: undefined,
		initialBackoffMs: parseDuration(backoff) ?? 0,
		truncation: truncation(flag, 'webhook'),
	};
}

function truncation(flag: Flag, backend: 'log' | 'webhook'): Truncation | undefined {
	if (!isTrue(flag(`${backend}-truncate-enabled`))) return undefined;
	return { eventBytesMax: Number(flag(`${backend}-truncate-max-event-size`) ?? 102_400) };
}

/** Of a flag that stands alone, the next one is taken for its value. */
function isTrue(value: string | undefined): boolean {
	return value !== undefined && /^(?:1|t|T|true|TRUE|True|--.*)$/.test(value);
}
