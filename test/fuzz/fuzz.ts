import { createHash } from 'node:crypto';
import { serveConnection } from '../../simulator/apiserver/serving/serve-connection.ts';
import { Random } from '../../simulator/machinery/random.ts';
import { startTask } from '../../simulator/machinery/task.ts';
import { decodeUtf8 } from '../../simulator/machinery/utf8.ts';
import { ADMIN, type TestServer, testServer } from '../simulator/apiserver/test-server.ts';
import { MemoryDuplex } from '../support/memory-duplex.ts';
import { StoreInvariants } from './invariants.ts';
import { randomRequest } from './random-request.ts';

export interface FuzzResult {
	/** Of all answers' bytes: the same seed gives the same. */
	readonly digest: string;
	/** How often each status was answered. */
	readonly statuses: ReadonlyMap<string, number>;
	/** What must not be, each with the number and the text of the request that showed it. */
	readonly faults: readonly string[];
}

/** Requests between two looks at the whole store. */
const LOOK = 500;
/** A store that is full would refuse everything. */
const OBJECTS_MAX = 2_000;

/** Throws nothing: `count` random requests, each on a connection of its own, at a server of their own. */
export function fuzz(seed: string, count: number): FuzzResult {
	const random = new Random(`fuzz/${seed}`);
	const statuses = new Map<string, number>();
	const faults: string[] = [];
	const hash = createHash('sha256');
	let world = testServer();
	let invariants = new StoreInvariants(world.store, world.server.kinds);
	for (let index = 0; index < count; index++) {
		const request = randomRequest(random, world.server.kinds.all());
		const answer = answerTo(world, request);
		const text = answer instanceof Error ? '' : decodeUtf8(answer);
		const status = answer instanceof Error ? 'thrown' : text.slice(9, 12);
		statuses.set(status, (statuses.get(status) ?? 0) + 1);
		if (!(answer instanceof Error)) hash.update(answer);
		// What a HEAD request is refused for is not said.
		const fault = decodeUtf8(request).startsWith('HEAD ') ? faultOf(answer, '') : faultOf(answer, text);
		if (fault !== undefined) faults.push(`${fault}\n  request ${index}: ${decodeUtf8(request).slice(0, 2_000)}`);
		world.context.loop.runUntil(world.context.loop.now() + random.below(2_000));
		const crowded = world.store.size > OBJECTS_MAX;
		if (index % LOOK === LOOK - 1 || index === count - 1 || crowded || answer instanceof Error) {
			faults.push(...invariants.check().map((complaint) => `${complaint}\n  before request ${index}`));
		}
		if (!crowded && !(answer instanceof Error)) continue;
		world = testServer();
		invariants = new StoreInvariants(world.store, world.server.kinds);
	}
	return { digest: hash.digest('hex'), statuses, faults };
}

/** The bytes that come back, or what was thrown. */
function answerTo({ context, server }: TestServer, request: Uint8Array): Uint8Array | Error {
	const parts: Uint8Array[] = [];
	const duplex = new MemoryDuplex(
		context.loop.post,
		(data) => parts.push(data),
		() => undefined,
	);
	try {
		startTask(serveConnection(duplex, server, ADMIN), () => undefined);
		duplex.push(request);
		context.loop.runUntil(context.loop.now());
		duplex.pushEnd();
		context.loop.runUntil(context.loop.now());
		return Buffer.concat(parts);
	} catch (error) {
		return error as Error;
	}
}

/** Errors of the server that the real one has, too. */
const KNOWN_500 = [
	'failed to create typed patch object',
	'failed to create manager for existing fields',
	'no preferred addresses found',
	// A component that is not there.
	'v1 ComponentStatus is deprecated',
	'without impersonating a user',
	'unable to find api field',
];

function faultOf(answer: Uint8Array | Error, text: string): string | undefined {
	if (answer instanceof Error) return `thrown: ${answer.stack?.split('\n').slice(0, 6).join('\n')}`;
	if (text === '') return undefined;
	if (!/^HTTP\/1\.1 \d{3} /.test(text)) return `no HTTP: ${text.slice(0, 200)}`;
	if (!text.startsWith('HTTP/1.1 500') || KNOWN_500.some((each) => text.includes(each))) return undefined;
	return `500: ${text.slice(0, 800)}`;
}
