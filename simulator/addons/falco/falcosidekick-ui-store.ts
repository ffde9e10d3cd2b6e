import type { Process } from '../../kernel/process-api.ts';
import { lookupName } from '../../kubelet/images/programs/program-resolver.ts';
import { connectRedis, type RedisConnection } from '../../kubelet/images/redis/redis-client.ts';
import type { Reply } from '../../kubelet/images/redis/resp.ts';
import { formatJson } from '../../machinery/format-json.ts';
import type { Task } from '../../machinery/task.ts';
import { microsecondsOf, type StoredEvent, storedEvent } from './falcosidekick-ui-events.ts';

/** Events that a question looks at: the latest. */
const EVENTS_MAX = 2_000;

/**
 * Alerts in a Redis, each a hash `event:<uuid>` as RediSearch would index it.
 * Differs: the Redis has no modules, so that the UI reads the hashes and looks through them itself.
 */
export class EventStore {
	readonly #process: Process;
	readonly #host: string;
	readonly #port: number;
	readonly #password: string;

	/** @param server "host:6379". */
	constructor(process: Process, server: string, password: string) {
		const [host = '', port = ''] = server.split(':');
		this.#process = process;
		this.#host = host === '' ? 'localhost' : host;
		this.#port = Number(port) || 6379;
		this.#password = password;
	}

	/** A text is what is in the way. */
	*isEmpty(): Task<boolean | string> {
		const names = yield* this.#with((connection) => this.#names(connection));
		return typeof names === 'string' ? names : names.length === 0;
	}

	/** @returns what is in the way. */
	*add(event: StoredEvent, ttlSeconds: number): Task<string | undefined> {
		const key = `event:${event.uuid}`;
		const tags = event.tags ?? [];
		const fields: readonly (readonly [string, string])[] = [
			['rule', event.rule],
			['priority', event.priority],
			['output', event.output],
			['source', event.source],
			['timestamp', String(microsecondsOf(event))],
			['tags', escaped(tags.join(','))],
			['json', formatJson(event, { keepOrder: true })],
			['uuid', event.uuid],
			...(event.hostname === '' ? [] : [['hostname', escaped(event.hostname)] as const]),
		];
		const commands = [
			['HSET', key, ...fields.flat()],
			...(ttlSeconds === 0 ? [] : [['EXPIRE', key, String(ttlSeconds)]]),
		];
		const done = yield* this.#with((connection) => askAll(connection, commands));
		return typeof done === 'string' ? done : undefined;
	}

	*all(): Task<readonly StoredEvent[] | string> {
		return yield* this.#with((connection) => this.#read(connection));
	}

	*#names(connection: RedisConnection): Task<readonly string[] | string> {
		const reply = yield* connection.ask(['KEYS', 'event:*']);
		if (reply === undefined) return 'EOF';
		if (reply.kind !== 'array') return problemIn(reply);
		return reply.items.flatMap((each) => (each.kind === 'bulk' ? [each.text] : []));
	}

	*#read(connection: RedisConnection): Task<readonly StoredEvent[] | string> {
		const names = yield* this.#names(connection);
		if (typeof names === 'string') return names;
		const events: StoredEvent[] = [];
		for (const name of names.slice(-EVENTS_MAX)) {
			const reply = yield* connection.ask(['HGET', name, 'json']);
			if (reply === undefined) return 'EOF';
			if (reply.kind === 'bulk') events.push(...eventsIn(reply.text));
		}
		return events;
	}

	*#with<T>(use: (connection: RedisConnection) => Task<T | string>): Task<T | string> {
		const connection = yield* connectRedis(this.#process, this.#host, this.#port);
		if (connection === undefined) return yield* this.#absence();
		try {
			if (this.#password !== '') {
				const reply = yield* connection.ask(['AUTH', this.#password]);
				if (reply?.kind !== 'simple') return reply === undefined ? 'EOF' : problemIn(reply);
			}
			return yield* use(connection);
		} finally {
			connection.close();
		}
	}

	*#absence(): Task<string> {
		const resolved = yield* lookupName(this.#process, this.#host);
		if (resolved.kind !== 'found') return `dial tcp: lookup ${this.#host}: no such host`;
		return `dial tcp ${resolved.addresses[0]}:${this.#port}: connect: connection refused`;
	}
}

function* askAll(connection: RedisConnection, commands: readonly (readonly string[])[]): Task<string | true> {
	for (const command of commands) {
		const reply = yield* connection.ask(command);
		if (reply === undefined) return 'EOF';
		if (reply.kind === 'error') return reply.text;
	}
	return true;
}

function problemIn(reply: Reply): string {
	return reply.kind === 'error' ? reply.text : 'unexpected reply';
}

/** None for what others have put there. */
function eventsIn(text: string): readonly StoredEvent[] {
	const read = storedEvent(`{"event":${text},"outputs":[]}`);
	return typeof read === 'string' ? [] : [read.event];
}

/** Marks that the index would part words at. */
function escaped(text: string): string {
	return text.replace(/[.<>{}[\]':;!@#$%^&*()+=~-]/g, '\\$&').replaceAll('"', '\\\\"');
}
