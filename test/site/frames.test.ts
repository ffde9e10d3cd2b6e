import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, type Frame } from '../../app/_server/frames.ts';
import { applyMapDiff, diffMaps } from '../../app/_server/map-diff.ts';
import type { ClusterMap } from '../../simulator/sandbox/world-api.ts';

test.each<Frame>([
	{ kind: 'output', terminal: 't1', seq: 0, data: new Uint8Array() },
	{ kind: 'input', terminal: 'a-long-terminal', seq: 0xffff_ffff, data: new TextEncoder().encode('한글 🚢') },
	{ kind: 'screen', terminal: 'x', seq: 7, data: new Uint8Array([0, 255]) },
])('a frame survives the wire: $kind', (frame) => {
	const wire = new Uint8Array([9, ...encodeFrame(frame), 9]);
	expect(decodeFrame(wire.subarray(1, -1))).toEqual(frame);
});

test.each<[number[], string]>([
	[[], 'unknown kind of binary frame'],
	[[4, 1, 65, 0, 0, 0, 0], 'unknown kind of binary frame'],
	[[1, 0, 0, 0, 0, 0], 'binary frame is too short'],
	[[1, 200, 65], 'binary frame is too short'],
	[[1, 2, 65, 66, 0, 0, 0], 'binary frame is too short'],
	[[1, 1, 10, 0, 0, 0, 0], 'terminal id is not printable ASCII'],
])('bytes %j are no frame', (bytes, problem) => {
	expect(decodeFrame(new Uint8Array(bytes))).toBe(problem);
});

describe('the map', () => {
	const pod = (name: string, status: string) => ({
		...{ namespace: 'default', name, uid: `uid-${name}`, node: 'node01', status, phase: 'Running', ready: true },
		...{ restarts: 0, ip: undefined, labels: {}, owners: [], images: [], deleting: false },
	});
	const map = (atMs: number, pods: ClusterMap['pods']): ClusterMap => ({
		...{ atMs, nodes: [], pods, services: [], workloads: [] },
	});

	test('is sent as what has changed, and is the same at the other end', () => {
		const before = map(1, [pod('a', 'Running'), pod('b', 'Running'), pod('d', 'Running')]);
		const after = map(2, [pod('a', 'Running'), pod('b', 'CrashLoopBackOff'), pod('c', 'Pending')]);
		const diff = diffMaps(before, after);
		expect(diff?.pods).toEqual({ set: [pod('b', 'CrashLoopBackOff'), pod('c', 'Pending')], removed: ['uid-d'] });
		expect(diff && applyMapDiff(before, diff)).toEqual(after);
	});

	test('that is the same but for the time is not sent', () => {
		expect(diffMaps(map(1, [pod('a', 'Running')]), map(2, [pod('a', 'Running')]))).toBeUndefined();
	});
});
