import type { AuditEvent } from '../../apiserver/audit/audit-event.ts';
import { eventText } from '../../apiserver/audit/event-text.ts';
import type { Process } from '../../kernel/process-api.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** Who is told of requests: a file, a webhook. */
export interface AuditBackend {
	add(event: AuditEvent): void;
	/** A part of the server's process: works as long as that runs. */
	work(process: Process): Task<void>;
}

/** How large what is told of one request may be. Models plugin/pkg/audit/truncate. */
export interface Truncation {
	readonly eventBytesMax: number;
}

const TRUNCATED = 'audit.k8s.io/truncated';

/** Without its objects where it would be too large; undefined: it still is, and is lost. */
export function truncated(event: AuditEvent, { eventBytesMax }: Truncation): AuditEvent | undefined {
	if (sizeOf(event) <= eventBytesMax) return event;
	const { requestObject: _sent, responseObject: _answer, ...bare } = event;
	const shorter = { ...bare, annotations: { ...event.annotations, [TRUNCATED]: 'true' } };
	return sizeOf(shorter) <= eventBytesMax ? shorter : undefined;
}

function sizeOf(event: AuditEvent): number {
	return encodeUtf8(JSON.stringify(event)).length;
}

/** Events of one failure that the server's log shows. */
const SHOWN_MAX = 100;

/** Says what was lost. Models apiserver/pkg/audit HandlePluginError. */
export function* reportLoss(
	process: Process,
	plugin: 'log' | 'webhook',
	error: string,
	lost: readonly AuditEvent[],
): Task<void> {
	const lines = [
		`Error in audit plugin '${plugin}' affecting ${lost.length} audit events: ${error}`,
		'Impacted events:',
		...lost.slice(0, SHOWN_MAX).map(eventText),
	];
	yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'E', 'metrics.go:110', lines.join('\n'))));
}
