import type { BackendConnection } from '../../apiserver/admission/settings/admission-files.ts';
import type { AuditEvent } from '../../apiserver/audit/audit-event.ts';
import type { WebhookAnswer, WebhookPort } from '../../apiserver/ports.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import type { Random } from '../../machinery/random.ts';
import { anyOf, Signal, type Task } from '../../machinery/task.ts';
import { type AuditBackend, reportLoss, type Truncation, truncated } from './audit-backend.ts';

export interface AuditWebhookSettings {
	readonly connection: BackendConnection;
	/** Undefined: each event is sent by itself, at once. */
	readonly batch: BatchSettings | undefined;
	readonly initialBackoffMs: number;
	readonly truncation: Truncation | undefined;
}

export interface BatchSettings {
	readonly waitingMax: number;
	readonly eventsMax: number;
	readonly waitMsMax: number;
	/** Batches a second on average, and at once. */
	readonly throttle: { readonly qps: number; readonly burst: number } | undefined;
}

const TIMEOUT_MS = 30_000;
/** Tries of one batch, and how much longer each is waited for. Models apiserver/pkg/util/webhook DefaultRetryBackoffWithInitialDelay. */
const TRIES = 5;
const BACKOFF_FACTOR = 1.5;
const BACKOFF_JITTER = 0.2;
/** Waiting events of a backend that does not batch. */
const WAITING_MAX = 10_000;

/**
 * Sends events to somebody outside, as an EventList. Models apiserver/plugin/pkg/audit/webhook and buffered. Differs:
 * nobody's answer waits for a backend that blocks.
 */
export class AuditWebhook implements AuditBackend {
	readonly #settings: AuditWebhookSettings;
	readonly #webhooks: WebhookPort;
	readonly #context: Context;
	readonly #random: Random;
	readonly #come: Signal;
	/** As JSON: what events refer to may change. */
	#waiting: string[] = [];
	#sentAtMs: number[] = [];

	constructor(settings: AuditWebhookSettings, webhooks: WebhookPort, context: Context) {
		this.#settings = settings;
		this.#webhooks = webhooks;
		this.#context = context;
		this.#random = context.random.stream('audit-webhook');
		this.#come = new Signal(context.loop.post);
	}

	add(event: AuditEvent): void {
		const { batch, truncation } = this.#settings;
		const told = truncation === undefined ? event : truncated(event, truncation);
		// Models buffered ProcessEvents: a buffer that is full takes nothing more.
		if (told === undefined || this.#waiting.length >= (batch?.waitingMax ?? WAITING_MAX)) return;
		this.#waiting.push(JSON.stringify(told));
		const { length } = this.#waiting;
		if (length === 1 || length === batch?.eventsMax) this.#come.wakeAll();
	}

	*work(process: Process): Task<void> {
		const { batch } = this.#settings;
		const { loop } = this.#context;
		let dueAtMs = loop.now();
		for (;;) {
			while (this.#waiting.length === 0) yield this.#come;
			if (batch !== undefined) {
				const { eventsMax, waitMsMax } = batch;
				// The timer goes on while nothing comes.
				const passed = waitMsMax > 0 ? Math.floor((loop.now() - dueAtMs) / waitMsMax) + 1 : 0;
				dueAtMs += Math.max(0, passed) * waitMsMax;
				while (this.#waiting.length < eventsMax && (waitMsMax <= 0 || loop.now() < dueAtMs))
					yield waitMsMax > 0 ? anyOf([this.#come, delay(loop, dueAtMs - loop.now())]) : this.#come;
				if (this.#waiting.length >= eventsMax) dueAtMs = loop.now() + waitMsMax;
			}
			yield* this.#throttled();
			const events = this.#waiting.splice(0, batch?.eventsMax ?? 1).map((text) => JSON.parse(text) as AuditEvent);
			yield* this.#send(process, events);
		}
	}

	*#throttled(): Task<void> {
		const throttle = this.#settings.batch?.throttle;
		if (throttle === undefined) return;
		const { loop } = this.#context;
		const windowMs = (throttle.burst / throttle.qps) * 1_000;
		for (;;) {
			this.#sentAtMs = this.#sentAtMs.filter((atMs) => atMs > loop.now() - windowMs);
			const [oldest] = this.#sentAtMs;
			if (oldest === undefined || this.#sentAtMs.length < throttle.burst) break;
			yield delay(loop, oldest + windowMs - loop.now());
		}
		this.#sentAtMs.push(loop.now());
	}

	*#send(process: Process, events: readonly AuditEvent[]): Task<void> {
		const { connection, initialBackoffMs } = this.#settings;
		const [, server = connection.server, path = '/'] = /^(https?:\/\/[^/]*)(\/.*)?$/.exec(connection.server) ?? [];
		const items = events.map(({ kind: _kind, apiVersion: _version, ...event }) => event);
		let waitMs = initialBackoffMs;
		for (let tries = 1; ; tries++) {
			const answer = yield* this.#webhooks.post({
				...connection,
				server,
				path,
				query: [['timeout', '30s']],
				body: { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items },
				timeoutMs: TIMEOUT_MS,
			});
			const error = failure(answer, `Post "${server}${path}?timeout=30s"`);
			if (error === undefined) return;
			if (tries === TRIES || !isWorthAnother(answer)) return yield* reportLoss(process, 'webhook', error, events);
			yield delay(this.#context.loop, waitMs * (1 + BACKOFF_JITTER * this.#random.float()));
			waitMs *= BACKOFF_FACTOR;
		}
	}
}

function failure(answer: WebhookAnswer, request: string): string | undefined {
	if (answer.kind === 'failed') return `${request}: ${answer.detail}`;
	if (answer.status >= 200 && answer.status < 300) return undefined;
	const { message } = (typeof answer.body === 'object' && answer.body !== null ? answer.body : {}) as {
		message?: unknown;
	};
	if (typeof message === 'string') return message;
	if (answer.status === 404) return 'the server could not find the requested resource';
	if (answer.status >= 500) {
		return `an error on the server (${JSON.stringify(typeof answer.body === 'string' ? answer.body.trim() : 'unknown')}) has prevented the request from succeeding`;
	}
	return answer.status === 405
		? 'the server does not allow this method on the requested resource'
		: 'the server rejected our request for an unknown reason';
}

/** Models audit webhook's retry: connections that break, and servers that have trouble. */
function isWorthAnother(answer: WebhookAnswer): boolean {
	if (answer.kind === 'failed') return true;
	return answer.status === 429 || answer.status >= 500;
}
