import { keepState } from '../../kernel/kept-state.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { pathOf } from '../../kubelet/images/programs/server-program.ts';
import { goLogStamp } from '../../kubelet/images/programs/simple-http.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate, formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type FalcoEvent, PRIORITIES, readEvent, TEST_RULE } from './falco-event.ts';
import { SidekickMetrics } from './falcosidekick-metrics.ts';
import { enabledOutputs, type SidekickLog, type SidekickOutput } from './falcosidekick-outputs.ts';

const MEMORY_BYTES = 24 * 1024 ** 2;
/** What Go's programs leave with when they are told to end. */
const ENDED = 2;

/**
 * falcosidekick: takes falco's alerts over HTTP and hands them on. Models falcosidekick main.go and handlers.go.
 * Differs: of the outputs there are Slack, Webhook and WebUI, others' settings are taken and have no effect; no TLS of its
 * own, no templated fields, no bracket replacer and no format of outputs; metrics of Go's runtime are left out.
 */
export function* falcosidekick(process: Process): Task<number> {
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	process.rest({ cpuMillicores: 1, memoryBytes: MEMORY_BYTES });
	const version = process.release ?? '';
	const log: SidekickLog = (level, text) =>
		process.write(2, encodeUtf8(`${goLogStamp(process)} ${`[${level}]`.padEnd(7)} : ${text.replace(/\n$/, '')}\n`));
	if (process.argv.slice(1).some((arg) => /^--?v(?:ersion)?$/.test(arg))) {
		yield* process.write(1, encodeUtf8(`GitVersion:    ${version}\n`));
		return 0;
	}
	yield* log('INFO', `Falcosidekick version: ${version}`);
	const kept = keepState(process, 'falcosidekick', () => metrics.toState());
	const metrics = new SidekickMetrics(kept);
	const group = new TaskGroup();
	const outputs = yield* enabledOutputs(process, metrics, log);
	yield* log('INFO', `Enabled Outputs: [${outputs.map(({ name }) => name).join(' ')}]`);
	for (const output of outputs) group.add(output.work());
	if (process.env.get('DEBUG') === 'true') {
		yield* process.write(2, encodeUtf8(`${goLogStamp(process)}  : Debug mode: true\n`));
		yield* log('DEBUG', 'running HTTP server');
	}
	const address = process.env.get('LISTENADDRESS') ?? '';
	const port = Number(process.env.get('LISTENPORT') ?? '2801') || 2801;
	const sidekick = new Sidekick(process, metrics, outputs, log);
	yield* log('INFO', `Falcosidekick is up and listening on ${address}:${port}`);
	try {
		serveHttp(process, group, address === '' ? '0.0.0.0' : address, port, {
			handle: (request) => sidekick.answer(request),
			refuse: (status) => ({ status, headers: PLAIN, body: `${status} Bad Request`, close: true }),
			vouchedStatus: (target) => (target === '/ping' || target === '/healthz' ? 200 : undefined),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(
			2,
			encodeUtf8(`${goLogStamp(process)}  : listen tcp ${address}:${port}: bind: address already in use\n`),
		);
		return 0;
	}
	return yield* group.run(process, () => ENDED);
}

const PLAIN = [['Content-Type', 'text/plain; charset=utf-8']] as const;

class Sidekick {
	readonly #process: Process;
	readonly #metrics: SidekickMetrics;
	readonly #outputs: readonly SidekickOutput[];
	readonly #log: SidekickLog;

	constructor(process: Process, metrics: SidekickMetrics, outputs: readonly SidekickOutput[], log: SidekickLog) {
		this.#process = process;
		this.#metrics = metrics;
		this.#outputs = outputs;
		this.#log = log;
	}

	*answer(request: HttpRequest): Task<HttpAnswer> {
		const date = ['Date', formatHttpDate(this.#process.now())] as const;
		switch (pathOf(request)) {
			case '/ping':
				return { status: 200, headers: [date, ...PLAIN], body: 'pong\n' };
			case '/healthz':
				return { status: 200, headers: [['Content-Type', 'application/json'], date], body: '{"status": "ok"}' };
			case '/metrics':
				return {
					status: 200,
					headers: [['Content-Type', 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'], date],
					body: this.#metrics.toText(),
				};
			case '/test':
				return yield* this.#take(request.method, testEvent(this.#process), date);
			default:
				return yield* this.#take(request.method, decodeUtf8(request.body), date);
		}
	}

	*#take(method: string, body: string, date: readonly [string, string]): Task<HttpAnswer> {
		const event = method === 'POST' ? readEvent(this.#process, body) : undefined;
		this.#metrics.countInput(event === undefined ? 'rejected' : 'accepted');
		if (event === undefined) {
			const why = method === 'POST' ? 'Please send a valid request body' : 'Please send with post http method';
			return {
				status: 400,
				headers: [...PLAIN, ['X-Content-Type-Options', 'nosniff'], date],
				body: `${why}\n`,
			};
		}
		this.#metrics.countEvent(event);
		if (this.#process.env.get('DEBUG') === 'true') yield* this.#log('DEBUG', `Falco's payload : ${event.text}`);
		this.#forward(event);
		return { status: 200, headers: [date], body: '' };
	}

	#forward(event: FalcoEvent): void {
		const priority = PRIORITIES.indexOf(event.priority);
		for (const output of this.#outputs) {
			if (priority >= output.leastPriority || event.rule === TEST_RULE) output.push(event);
		}
	}
}

/** What /test makes up. */
function testEvent(process: Process): string {
	return JSON.stringify({
		output: 'This is a test from falcosidekick',
		source: 'debug',
		priority: 'Debug',
		hostname: 'falcosidekick',
		rule: TEST_RULE,
		time: formatTime(process.now()),
		output_fields: { 'proc.name': 'falcosidekick', 'user.name': 'falcosidekick' },
		tags: ['test', 'example'],
	});
}
