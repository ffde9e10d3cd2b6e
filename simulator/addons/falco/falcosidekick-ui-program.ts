import type { Process } from '../../kernel/process-api.ts';
import type { HttpRequest } from '../../kernel/serving/http-server.ts';
import { type Page, pathOf, serverProgram } from '../../kubelet/images/programs/server-program.ts';
import { goLogStamp } from '../../kubelet/images/programs/simple-http.ts';
import { Base64Error, decodeStandardBase64 } from '../../machinery/base64.ts';
import { formatJson } from '../../machinery/format-json.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { countedBy, matching, type StoredEvent, storedEvent } from './falcosidekick-ui-events.ts';
import { EventStore } from './falcosidekick-ui-store.ts';

const MEMORY_BYTES = 20 * 1024 ** 2;
const LEVELS = ['debug', 'info', 'warning', 'error'];
const PREFIXES: Record<string, string> = { info: '[INFO] :', warning: '[WARN] :', error: '[ERROR]:', debug: '' };

/** Its flags, then its environment, then defaults. */
interface Settings {
	readonly address: string;
	readonly port: number;
	readonly redis: string;
	readonly password: string;
	readonly ttlSeconds: number;
	readonly level: string;
	readonly credentials: string;
	readonly open: boolean;
	readonly development: boolean;
}

/**
 * falcosidekick-ui: keeps alerts in a Redis and answers what is asked of them. Models falcosidekick-ui main.go, internal/api.
 * Differs: the page is a plain one of this world's, without login; no API documents.
 */
export function* falcosidekickUi(process: Process): Task<number> {
	const settings = settingsOf(process);
	const ui = new Ui(process, settings);
	const program = serverProgram({
		ports: [settings.port],
		check: () => ui.begin(),
		ready: () =>
			ui.line('info', `Falcosidekick UI is listening on ${settings.address}:${settings.port}`) +
			ui.line('info', `log level is ${settings.level}`),
		memoryBytes: MEMORY_BYTES,
		serve: (_, request) => ui.answer(request),
		missing: json({ message: 'Not Found' }, 404),
		logTo: 2,
		end: { status: 2 },
	});
	return yield* program(process);
}

function settingsOf(process: Process): Settings {
	const args = process.argv.slice(1);
	const flag = (name: string): string | undefined => {
		const at = args.findIndex((arg) => arg === `-${name}` || arg === `--${name}` || arg.startsWith(`-${name}=`));
		if (at < 0) return undefined;
		return args[at]?.includes('=') ? args[at]?.replace(/^[^=]*=/, '') : args[at + 1];
	};
	const isOn = (name: string): boolean => args.includes(`-${name}`) || args.includes(`--${name}`);
	const variable = (name: string): string | undefined => process.env.get(`FALCOSIDEKICK_UI_${name}`);
	const level = flag('l') ?? variable('LOGLEVEL') ?? 'info';
	const user = flag('u') ?? variable('USER') ?? 'admin:admin';
	return {
		address: flag('a') ?? variable('ADDR') ?? '0.0.0.0',
		port: Number(flag('p') ?? variable('PORT') ?? 2802) || 2802,
		redis: flag('r') ?? variable('REDIS_URL') ?? 'localhost:6379',
		password: flag('w') ?? variable('REDIS_PASSWORD') ?? '',
		ttlSeconds: secondsOf(flag('t') ?? variable('TTL') ?? '0'),
		level: LEVELS.includes(level) ? level : 'info',
		credentials: user.split(':').length === 2 ? user : 'admin:admin',
		open: isOn('d') || variable('DISABLEAUTH') === 'true',
		development: isOn('x') || variable('DEV') === 'true',
	};
}

const UNITS: ReadonlyMap<string, number> = new Map([
	['s', 1],
	['m', 60],
	['h', 3_600],
	['d', 86_400],
	['w', 604_800],
	['M', 2_592_000],
	['y', 31_536_000],
]);

/** "24h"; 0 for what is none. */
function secondsOf(text: string): number {
	const [, amount = '0', unit = ''] = /^(\d{1,9})([A-Za-z]*)$/.exec(text) ?? [];
	const spelled = /^min/.test(unit)
		? 'm'
		: /^[smhdwy]\w{2,}$/.test(unit)
			? unit.startsWith('mo')
				? 'M'
				: unit.charAt(0)
			: unit;
	return Number(amount) * (unit === '' ? 1 : (UNITS.get(spelled) ?? 0));
}

function json(value: unknown, status = 200): Exclude<Page, string> {
	return {
		status,
		headers: [['Content-Type', 'application/json; charset=UTF-8']],
		body: `${formatJson(value, { keepOrder: true })}\n`,
	};
}

const UNAUTHORIZED: Page = {
	...json({ message: 'Unauthorized' }, 401),
	headers: [
		['Content-Type', 'application/json; charset=UTF-8'],
		['Www-Authenticate', 'basic realm=Restricted'],
	],
};

class Ui {
	readonly #process: Process;
	readonly #settings: Settings;
	readonly #store: EventStore;
	/** Of the sender of the last event. */
	#outputs: readonly string[] | null = null;

	constructor(process: Process, settings: Settings) {
		this.#process = process;
		this.#settings = settings;
		this.#store = new EventStore(process, settings.redis, settings.password);
	}

	line(level: string, text: string): string {
		if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#settings.level)) return '';
		return `${goLogStamp(this.#process)} ${PREFIXES[level] ?? ''} ${text}\n`;
	}

	#log(level: string, text: string): Task<void> {
		return this.#process.write(2, encodeUtf8(this.line(level, text)));
	}

	/** Looks for its index. */
	*begin(): Task<{ status: number; say: string } | undefined> {
		const found = yield* this.#store.isEmpty();
		if (typeof found === 'string') {
			const said = this.line('warning', 'Index does not exist') + this.line('warning', 'Create Index');
			return { status: 1, say: `${said}${goLogStamp(this.#process)} ${found}\n` };
		}
		if (found) {
			yield* this.#log('warning', 'Index does not exist');
			yield* this.#log('warning', 'Create Index');
		}
		if (this.#settings.development) yield* this.#log('warning', 'DEV mode enabled');
		if (this.#settings.open) yield* this.#log('warning', 'Auhentication disabled');
		return undefined;
	}

	*answer(request: HttpRequest): Task<Page | undefined> {
		const path = pathOf(request);
		if (request.method === 'POST' && /^\/(?:api\/v1\/(?:events\/add)?)?$/.test(path)) return yield* this.#add(request);
		if (request.method === 'POST') return yield* this.#authenticate(path, request);
		if (!path.startsWith('/api/v1/')) return pageAt(path, request.method);
		if (path === '/api/v1/healthz') return json({ status: 'ok' });
		if (!this.#settings.open) {
			const given = credentialsOf(request);
			if (given === undefined) return UNAUTHORIZED;
			if (given !== this.#settings.credentials) {
				yield* this.#log('error', 'wrong credentials');
				return UNAUTHORIZED;
			}
		}
		return yield* this.#tell(path.slice('/api/v1/'.length), new Map(parametersOf(request)));
	}

	*#add(request: HttpRequest): Task<Page> {
		const made = storedEvent(decodeUtf8(request.body));
		if (typeof made === 'string') {
			yield* this.#log('error', made);
			return json({ message: made }, made.startsWith('Key') ? 500 : 400);
		}
		this.#outputs = made.outputs;
		const problem = yield* this.#store.add(made.event, this.#settings.ttlSeconds);
		if (problem === undefined) return json('{}');
		yield* this.#log('error', problem);
		return json({ message: problem }, 500);
	}

	*#authenticate(path: string, request: HttpRequest): Task<Page | undefined> {
		if (!/^\/api\/v1\/auth(?:enticate)?$/.test(path)) return json({ message: 'Method Not Allowed' }, 405);
		if (this.#settings.open) return json('authorized');
		const given = credentialsOf(request);
		const user = given?.split(':')[0] ?? '<n/a>';
		if (given === this.#settings.credentials) {
			yield* this.#log('info', `user '${user}' authenticated`);
			return json('authorized');
		}
		if (user !== 'anonymous') yield* this.#log('warning', `user '${user}' unknown or wrong password`);
		return json('unauthorized', 401);
	}

	*#tell(what: string, asked: ReadonlyMap<string, string>): Task<Page | undefined> {
		const { credentials, address, port, redis, password, development, open, level, ttlSeconds } = this.#settings;
		switch (what) {
			case 'outputs':
				return json(this.#outputs);
			case 'config':
			case 'configuration':
				return json({
					'listen-address': address,
					'listen-port': port,
					'redis-server': redis,
					'redis-password': password === '' ? '' : '*******',
					'dev-mode': development,
					'disable-auth': open,
					'log-level': level,
					ttl: ttlSeconds,
					credentials: `${credentials.split(':')[0]}:*******`,
				});
			case 'version': {
				const version = `v${this.#process.release ?? ''}`;
				return json({ GitVersion: version, GoVersion: 'go1.20.5', Compiler: 'gc', Platform: 'linux/amd64' });
			}
			default:
				return what.startsWith('events/') ? yield* this.#events(what.slice('events/'.length), asked) : undefined;
		}
	}

	*#events(what: string, asked: ReadonlyMap<string, string>): Task<Page | undefined> {
		const by = /^count\/(.*)$/.exec(what)?.[1];
		if (what !== 'search' && what !== 'count' && by === undefined) return undefined;
		if (by !== undefined && !/^(?:priority|rule|source|tags|hostname)$/.test(by)) {
			yield* this.#log('error', 'wrong Group By field');
			return json({ message: 'code=400, message=wrong Group By field' }, 400);
		}
		const all = yield* this.#store.all();
		if (typeof all === 'string') {
			yield* this.#log('error', all);
			return json({ message: all }, 400);
		}
		const sinceSeconds = secondsOf(asked.get('since') ?? '');
		const sinceMs = sinceSeconds === 0 ? 0 : this.#process.now() - sinceSeconds * 1_000;
		const found = matching(all, asked, sinceMs);
		const style = asked.get('pretty') === 'true' ? { indent: ' ' } : {};
		const answer = (value: unknown): Page => ({
			...json(null),
			body: `${formatJson(value, { keepOrder: true, ...style })}\n`,
		});
		if (by !== undefined) {
			const counts = countedBy(found, by as keyof StoredEvent);
			const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
			const distinct = Object.keys(counts).length;
			return answer({ results: counts, statistics: { ...(distinct > 0 && { distincts: distinct }), all: total } });
		}
		if (what === 'count') return answer({ statistics: { all: found.length } });
		const limit = positive(asked.get('limit'), 100);
		const from = (positive(asked.get('page'), 1) - 1) * limit;
		const shown = found.slice(from, from + limit);
		const statistics = { ...(shown.length > 0 && { returned: shown.length }), all: found.length };
		return answer({ results: shown, statistics });
	}
}

function positive(text: string | undefined, fallback: number): number {
	const value = Number(text);
	return Number.isInteger(value) && value > 0 && value < 1e9 ? value : fallback;
}

function parametersOf({ target }: HttpRequest): [string, string][] {
	const query = /\?([^#]*)/.exec(target)?.[1] ?? '';
	return query
		.split('&')
		.filter((part) => part !== '')
		.map((part) => {
			const [name = '', ...rest] = part.split('=').map(unescaped);
			const value = rest.join('=');
			return [name, value === 'null' ? '' : value];
		});
}

function unescaped(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return text;
	}
}

/** "user:password". */
function credentialsOf(request: HttpRequest): string | undefined {
	const [scheme = '', text = ''] = (request.headers.get('authorization') ?? '').split(' ');
	if (scheme.toLowerCase() !== 'basic') return undefined;
	try {
		return decodeUtf8(decodeStandardBase64(text));
	} catch (error) {
		if (error instanceof Base64Error) return undefined;
		throw error;
	}
}

function pageAt(path: string, method: string): Page | undefined {
	if (method !== 'GET' && method !== 'HEAD') return json({ message: 'Method Not Allowed' }, 405);
	return /^\/(?:index\.html|dashboard\/?|events\/?|info\/?|login\/?)?$/.test(path) ? HOME : undefined;
}

const HOME = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Falcosidekick UI</title></head>
<body>
<h1>Falcosidekick UI</h1>
<p>Alerts, as JSON: <a href="/api/v1/events/search">events</a>, <a href="/api/v1/events/count/rule">by rule</a>,
<a href="/api/v1/events/count/priority">by priority</a>, <a href="/api/v1/events/count/tags">by tag</a>,
<a href="/api/v1/events/count/hostname">by host</a>.</p>
</body>
</html>
`;
