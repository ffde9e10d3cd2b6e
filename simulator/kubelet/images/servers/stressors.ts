import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_DISTROLESS } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { executable } from '../layer-builder.ts';
import { holdMemory } from '../programs/hold-memory.ts';
import { type Page, pathOf, serverProgram } from '../programs/server-program.ts';

// Loads of other people's making: most are stress(1) under another name.

const OLD_STRESS_NG = 'stress-ng@v0.12.05';

/** An image whose entry point is stress, or stress-ng. */
function stressImage(
	names: string,
	tags: string,
	date: string,
	file: string,
	words: { readonly entrypoint?: readonly string[]; readonly cmd?: readonly string[] },
	program = 'stress',
): ImageRepository {
	return cataloguedImage({
		names,
		versions: [[tags, date, 40_402_114]],
		...words,
		files: () => [executable(file, program, 74_000)],
	});
}

interface Share {
	readonly millicores: number;
	readonly untilMs: number;
}

const MIB = 1024 ** 2;
const TURN_MS = 100;

/**
 * Uses what it is asked to. Models test/images/resource-consumer. Differs: the load is not handed to processes of its own,
 * so two of them in one container share a core.
 */
const resourceConsumer = serverProgram({
	ports: [8080],
	serve: consume,
	logTo: 2,
	end: { status: 2 },
});

function* consume(process: Process, request: HttpRequest): Task<Page> {
	const form = new Map(
		`${decodeUtf8(request.body)}&${request.target.split('?')[1] ?? ''}`
			.split('&')
			.map((part) => part.split('=') as [string, string]),
	);
	if (request.method !== 'POST') return { status: 400, body: 'incorrect function\n' };
	const seconds = Number(form.get('durationSec'));
	if (!(seconds > 0)) return { status: 400, body: 'not given durationSec\n' };
	const untilMs = process.now() + seconds * 1_000;
	switch (pathOf(request)) {
		case '/ConsumeCPU': {
			const millicores = Number(form.get('millicores'));
			if (!(millicores > 0)) return { status: 400, body: 'not given millicores\n' };
			spawnLoad(process, () => burn({ millicores, untilMs }));
			return `ConsumeCPU\n${millicores} millicores\n${seconds} durationSec\n`;
		}
		case '/ConsumeMem': {
			const megabytes = Number(form.get('megabytes'));
			if (!(megabytes > 0)) return { status: 400, body: 'not given megabytes\n' };
			spawnLoad(process, () => hold(megabytes, untilMs));
			return `ConsumeMem\n${megabytes} megabytes\n${seconds} durationSec\n`;
		}
		default:
			return { status: 404, body: 'unknown function\n' };
	}
}

function spawnLoad(process: Process, load: () => (child: Process) => Task<number>): void {
	process.spawn({ argv: ['consume-cpu'], env: process.env, program: load() });
}

function burn({ millicores, untilMs }: Share): (child: Process) => Task<number> {
	return (child) => burning(child, millicores, untilMs);
}

function* burning(child: Process, millicores: number, untilMs: number): Task<number> {
	while (child.now() < untilMs) {
		const startedAtMs = child.now();
		yield* child.burnCpu((millicores / 1_000) * TURN_MS);
		yield* child.sleep(Math.max(0, startedAtMs + TURN_MS - child.now()));
	}
	return 0;
}

function hold(megabytes: number, untilMs: number): (child: Process) => Task<number> {
	return (child) => holding(child, megabytes, untilMs);
}

function* holding(child: Process, megabytes: number, untilMs: number): Task<number> {
	holdMemory(child, megabytes * MIB);
	yield* child.sleep(Math.max(0, untilMs - child.now()));
	return 0;
}

const RESOURCE_CONSUMER = cataloguedImage({
	names: 'registry.k8s.io/e2e-test-images/resource-consumer gcr.io/kubernetes-e2e-test-images/resource-consumer',
	versions: [['1.13 1.12 1.11 1.10 1.9 1.5', '2023-01-09', 21_402_114]],
	base: ON_ALPINE,
	entrypoint: ['/consumer'],
	ports: '8080',
	programs: [['/consumer', resourceConsumer, 9_402_114]],
});

/** One line every few seconds, of what a user of a shop might have done. */
function* events(process: Process): Task<number> {
	const users = ['USER1', 'USER2', 'USER3', 'USER4'];
	const deeds = ['is viewing page1', 'is viewing page2', 'is viewing page3', 'logged in', 'logged out'];
	for (let count = 1; ; count++) {
		const stamp = `${formatTime(process.now()).slice(0, 19).replace('T', ' ')},${String(process.now() % 1_000).padStart(3, '0')}`;
		const say = (level: string, text: string): Task<void> =>
			process.write(
				1,
				Uint8Array.from([...`[${stamp}] ${level} in event-simulator: ${text}\n`].map((letter) => letter.charCodeAt(0))),
			);
		yield* say(
			'INFO',
			`${users[process.randomUint32() % users.length]} ${deeds[process.randomUint32() % deeds.length]}`,
		);
		if (count % 5 === 0)
			yield* say('WARNING', 'USER5 Failed to Login as the account is locked due to MANY FAILED ATTEMPTS.');
		if (count % 8 === 0) yield* say('WARNING', 'USER7 Order failed as the item is OUT OF STOCK.');
		yield* process.sleep(1_000);
	}
}

const EVENT_SIMULATOR = cataloguedImage({
	names: 'kodekloud/event-simulator',
	versions: [['latest', '2020-04-09', 18_402_114]],
	base: ON_ALPINE,
	cmd: ['python3', 'event-simulator.py'],
	programs: [['/usr/bin/python3', events]],
});

/** A die: six is a success. */
function* throwDice(process: Process): Task<number> {
	const eyes = (process.randomUint32() % 6) + 1;
	yield* process.write(1, Uint8Array.from([...`${eyes}\n`].map((letter) => letter.charCodeAt(0))));
	return eyes === 6 ? 0 : 1;
}

const THROW_DICE = cataloguedImage({
	names: 'kodekloud/throw-dice',
	versions: [['latest', '2020-04-09', 4_402_114]],
	base: ON_ALPINE,
	cmd: ['/throw-dice.sh'],
	programs: [['/throw-dice.sh', throwDice]],
});

/** What Docker's first container says. Differs: its words are its own. */
function* helloWorld(process: Process): Task<number> {
	yield* process.write(1, Uint8Array.from([...HELLO].map((letter) => letter.charCodeAt(0))));
	return 0;
}

const HELLO = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

`;

const HELLO_WORLD = cataloguedImage({
	names: 'hello-world',
	versions: [['latest linux nanoserver', '2025-08-08', 2_500]],
	base: ON_DISTROLESS,
	cmd: ['/hello'],
	programs: [['/hello', helloWorld, 9_000]],
});

export const STRESSORS: readonly ImageRepository[] = [
	stressImage('progrium/stress jfusterm/stress', 'latest 1.0.1', '2014-07-03', '/usr/bin/stress', {
		entrypoint: ['/usr/bin/stress', '--verbose'],
		cmd: [],
	}),
	stressImage(
		'containerstack/cpustress',
		'latest',
		'2017-10-19',
		'/usr/bin/stress-ng',
		{ entrypoint: ['/usr/bin/stress-ng'], cmd: ['--help'] },
		OLD_STRESS_NG,
	),
	stressImage(
		'alexeiled/stress-ng polinux/stress-ng colinianking/stress-ng',
		'latest latest-ubuntu latest-alpine 0.12.05',
		'2023-02-12',
		'/stress-ng',
		{ entrypoint: ['/stress-ng'], cmd: ['--help'] },
		OLD_STRESS_NG,
	),
	RESOURCE_CONSUMER,
	EVENT_SIMULATOR,
	THROW_DICE,
	HELLO_WORLD,
];
