import { callHttp, type HttpCallOutcome } from '../../commands/network/http-call.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { formatJson } from '../../machinery/format-json.ts';
import { reasonPhrase } from '../../machinery/http/http-message.ts';
import { parseUrl, type Url } from '../../machinery/http/url.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type FalcoEvent, PRIORITIES, priorityOf } from './falco-event.ts';
import type { SidekickMetrics } from './falcosidekick-metrics.ts';
import { slackMessage } from './slack-message.ts';

/** Events that may wait for a slow receiver; further ones are lost. */
const QUEUE_MAX = 1_024;
const CONNECT_MS_MAX = 30_000;
const SAID_LENGTH_MAX = 2_000;

export type SidekickLog = (level: 'INFO' | 'ERROR' | 'DEBUG', text: string) => Task<void>;

interface OutputKind {
	readonly name: string;
	/** The variable that turns it on. */
	readonly address: string;
	/** What the names of its other variables begin with. */
	readonly prefix: string;
	/** @param setting by the name behind the prefix; '' where there is none. */
	readonly body: (event: FalcoEvent, enabled: readonly string[], setting: (name: string) => string) => string;
}

/** In the order in which the real one names them. */
const KINDS: readonly OutputKind[] = [
	{
		name: 'Slack',
		address: 'SLACK_WEBHOOKURL',
		prefix: 'SLACK',
		body: (event, _, setting) => slackMessage(event, setting),
	},
	{ name: 'Webhook', address: 'WEBHOOK_ADDRESS', prefix: 'WEBHOOK', body: ({ text }) => text },
	{
		name: 'WebUI',
		address: 'WEBUI_URL',
		prefix: 'WEBUI',
		body: ({ text }, enabled) => `{"event":${text},"outputs":${formatJson(enabled)}}`,
	},
];

/** Those that the environment turns on. */
export function* enabledOutputs(
	process: Process,
	metrics: SidekickMetrics,
	log: SidekickLog,
): Task<readonly SidekickOutput[]> {
	const outputs: SidekickOutput[] = [];
	const enabled: string[] = [];
	for (const kind of KINDS) {
		const text = process.env.get(kind.address) ?? '';
		if (text === '') continue;
		const url = /https?:\/\/./.test(text) ? parseUrl(text) : undefined;
		if (url === undefined) {
			yield* log('ERROR', `${kind.name} - Bad Endpoint`);
			continue;
		}
		enabled.push(kind.name);
		outputs.push(new SidekickOutput({ process, kind, url, text, enabled, metrics, log }));
	}
	return outputs;
}

interface OutputParts {
	readonly process: Process;
	readonly kind: OutputKind;
	readonly url: Url;
	readonly text: string;
	readonly enabled: readonly string[];
	readonly metrics: SidekickMetrics;
	readonly log: SidekickLog;
}

/** One receiver: one request after the other. Models falcosidekick outputs/client.go sendRequest. */
export class SidekickOutput {
	readonly name: string;
	/** The place of a priority; 0: all. */
	readonly leastPriority: number;
	readonly #parts: OutputParts;
	readonly #queue: FalcoEvent[] = [];
	readonly #changed = new Signal((wake) => wake());
	#hasSent = false;

	constructor(parts: OutputParts) {
		this.#parts = parts;
		this.name = parts.kind.name;
		const least = parts.process.env.get(`${parts.kind.prefix}_MINIMUMPRIORITY`) ?? '';
		this.leastPriority = PRIORITIES.indexOf(priorityOf(least));
	}

	push(event: FalcoEvent): void {
		if (this.#queue.length >= QUEUE_MAX) return;
		this.#queue.push(event);
		this.#changed.wakeAll();
	}

	*work(): Task<void> {
		for (;;) {
			for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) yield* this.#send(event);
			yield this.#changed;
		}
	}

	*#send(event: FalcoEvent): Task<void> {
		const { process, kind, url, enabled, metrics } = this.#parts;
		if (!this.#hasSent) yield* this.#say('INFO', 'Max concurrent requests: 1');
		this.#hasSent = true;
		const body = `${kind.body(event, enabled, (name) => this.#setting(name))}\n`;
		if (process.env.get('DEBUG') === 'true') yield* this.#say('DEBUG', `payload : ${body}`);
		const method = this.#setting('METHOD').toUpperCase() === 'PUT' ? 'PUT' : 'POST';
		let problem: string | undefined;
		try {
			const outcome = yield* callHttp(process, {
				url,
				method,
				headers: [
					['User-Agent', 'Falcosidekick'],
					['Content-Type', 'application/json; charset=utf-8'],
					...this.#customHeaders(),
					['Accept-Encoding', 'gzip'],
				],
				body: encodeUtf8(body),
				connectMsMax: CONNECT_MS_MAX,
				insecure: this.#setting('CHECKCERT') === 'false',
			});
			problem = yield* this.#judge(outcome, method);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			problem = `${title(method)} "${this.#parts.text}": EOF`;
		}
		metrics.countOutput(kind.name.toLowerCase(), problem === undefined ? 'ok' : 'error');
		if (problem !== undefined) yield* this.#say('ERROR', problem);
	}

	/** Says how it went. @returns the error that is made of it. */
	*#judge(outcome: HttpCallOutcome, method: string): Task<string | undefined> {
		if (outcome.kind !== 'answer') {
			const { process, text, url } = this.#parts;
			const why = `${title(method)} "${text}": ${yield* goReason(process, outcome, url)}`;
			yield* this.#say('ERROR', why);
			return why;
		}
		const { status } = outcome;
		if (status === 200 || status === 201 || status === 202 || status === 204) {
			yield* this.#say('INFO', `${method} OK (${status})`);
			return undefined;
		}
		const known = ANSWERS.get(status);
		if (known === undefined) {
			yield* this.#say('ERROR', `unexpected Response (${status})`);
			return `${status} ${reasonPhrase(status)}`;
		}
		const [said, error] = known;
		const body = compacted(decodeUtf8(outcome.body).slice(0, SAID_LENGTH_MAX));
		yield* this.#say('ERROR', `${said} (${status})${status >= 500 ? '' : `: ${body}`}`);
		return status === 400 && body !== '' ? body : error;
	}

	#customHeaders(): (readonly [string, string])[] {
		return this.#setting('CUSTOMHEADERS')
			.split(',')
			.map((pair) => pair.split(':'))
			.filter((parts) => parts.length === 2 && /^[\w-]+$/.test(parts[0] as string))
			.map(([name = '', value = '']) => [name, value.replace(/[\r\n]/g, '')] as const);
	}

	#setting(name: string): string {
		return this.#parts.process.env.get(`${this.#parts.kind.prefix}_${name}`) ?? '';
	}

	#say(level: Parameters<SidekickLog>[0], text: string): Task<void> {
		return this.#parts.log(level, `${this.name} - ${text}`);
	}
}

/** What is said of an answer, and what it becomes. */
const ANSWERS: ReadonlyMap<number, readonly [said: string, error: string]> = new Map([
	[400, ['header missing', 'header missing']],
	[401, ['authentication error', 'authentication error']],
	[403, ['access denied', 'access denied']],
	[404, ['resource not found', 'resource not found']],
	[422, ['bad request', 'bad request']],
	[429, ['exceeding post rate limit', 'exceeding post rate limit']],
	[500, ['exceeding post rate limit', 'internal server error']],
	[502, ['exceeding post rate limit', 'bad gateway']],
]);

function title(method: string): string {
	return `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
}

function compacted(text: string): string {
	try {
		return formatJson(parseJson(text), { keepOrder: true });
	} catch (error) {
		if (error instanceof JsonSyntaxError) return text;
		throw error;
	}
}

/** In the words of Go's net package. */
function* goReason(process: Process, outcome: HttpCallOutcome, url: Url): Task<string> {
	switch (outcome.kind) {
		case 'unknown host': {
			const server = /^nameserver\s+(\S+)/m.exec(yield* textOf(process, '/etc/resolv.conf'))?.[1];
			return `dial tcp: lookup ${url.host}${server === undefined ? '' : ` on ${server}:53`}: no such host`;
		}
		case 'refused':
			return `dial tcp ${outcome.address}:${outcome.port}: connect: connection refused`;
		case 'timeout':
			return `dial tcp ${outcome.address}:${outcome.port}: i/o timeout`;
		case 'untrusted':
			return outcome.reason === 'wrong name'
				? `tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match ${url.host}`
				: 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
		case 'no tls':
			return 'http: server gave HTTP response to HTTPS client';
		case 'no http':
			return 'net/http: HTTP/1.x transport connection broken: malformed HTTP response';
		default:
			return 'EOF';
	}
}
