import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Store, StoreError } from '../../../simulator/store/store.ts';

const limits = { history: 20_000, historyBytes: 64_000_000, objects: 100_000, storeBytes: 256_000_000 };
const make = (text: string) => (revision: number) => ({ text, revision });

test('writes make revisions and list in key order', () => {
	const store = new Store(limits);
	store.create('/registry/pods/b/x', make('1'));
	store.create('/registry/pods/a/x', make('2'));
	store.create('/registry/nodes/n', make('3'));
	store.update('/registry/pods/b/x', make('4'), 2);
	expect(store.revision).toBe(5);
	expect(
		store
			.list('/registry/pods/')
			.entries.map(({ key, modRevision, createRevision, version, value }) => [
				key,
				modRevision,
				createRevision,
				version,
				value,
			]),
	).toEqual([
		['/registry/pods/a/x', 3, 3, 1, { text: '2', revision: 3 }],
		['/registry/pods/b/x', 5, 2, 2, { text: '4', revision: 5 }],
	]);
	expect(store.list('/registry/', { limit: 2, from: '/registry/pods/a/x\0' })).toMatchObject({
		remaining: 0,
		revision: 5,
	});
	expect(() => store.update('/registry/pods/b/x', make('5'), 2)).toThrow(StoreError);
	expect(() => store.create('/registry/nodes/n', make('5'))).toThrow('key exists');
	expect(() => store.delete('/registry/none')).toThrow('key not found');
});

test('an older revision can be listed until it is compacted', () => {
	const store = new Store(limits);
	store.create('/a/1', make('one'));
	store.create('/a/2', make('two'));
	const revision = store.revision;
	store.delete('/a/1');
	store.update('/a/2', make('zwei'));
	store.create('/a/3', make('three'));
	expect(store.list('/a/', { revision }).entries.map(({ key, value }) => [key, value])).toEqual([
		['/a/1', { text: 'one', revision: 2 }],
		['/a/2', { text: 'two', revision: 3 }],
	]);
	store.compact(revision + 1);
	expect(() => store.list('/a/', { revision })).toThrow('etcdserver: mvcc: required revision has been compacted');
	expect(() => store.changesAfter('/a/', revision)).toThrow('compacted');
	expect(store.changesAfter('/a/', revision + 1).map((change) => change.key)).toEqual(['/a/2', '/a/3']);
});

test('listeners hear their prefix only, and the history replays the same', () => {
	const store = new Store(limits);
	const heard: string[] = [];
	const stop = store.subscribe('/registry/pods/default/', (change) => heard.push(`${change.type} ${change.key}`));
	store.subscribe('/registry/pod', (change) => heard.push(`odd ${change.revision}`));
	store.create('/registry/pods/default/a', make(''));
	store.create('/registry/pods/other/a', make(''));
	store.delete('/registry/pods/default/a');
	stop();
	store.create('/registry/pods/default/b', make(''));
	expect(heard).toEqual([
		'put /registry/pods/default/a',
		'odd 2',
		'odd 3',
		'delete /registry/pods/default/a',
		'odd 4',
		'odd 5',
	]);
	expect(store.changesAfter('/registry/pods/default/', 1).map((change) => change.revision)).toEqual([2, 4, 5]);
});

test('who waits for the next change hears of one, in its prefix', () => {
	const store = new Store(limits);
	const heard: string[] = [];
	const wait = (prefix: string, name: string) => store.onceChanged(prefix, () => heard.push(name));
	wait('/registry/pods/', 'pods');
	wait('/registry/pods/', 'pods too');
	wait('/registry/nodes/', 'nodes');
	wait('/registry/pods/', 'nobody')();
	store.create('/registry/podtemplates/a/x', make('1'));
	expect(heard).toEqual([]);
	store.create('/registry/pods/a/x', make('2'));
	store.create('/registry/pods/a/y', make('3'));
	expect(heard).toEqual(['pods', 'pods too']);
	store.restore(store.snapshot());
	store.wakeAll();
	expect(heard).toEqual(['pods', 'pods too', 'nodes']);
});

test('the values and their past are bounded in bytes', () => {
	const store = new Store({ ...limits, historyBytes: 8_000_000, storeBytes: 3_000_000 });
	const large = make('x'.repeat(1_000_000));
	store.create('/a', large);
	for (let i = 0; i < 40; i++) store.update('/a', large);
	expect(store.changesAfter('/a', store.compactedRevision).length).toBeLessThanOrEqual(12);
	store.create('/b', large);
	expect(() => store.create('/c', large)).toThrow('etcdserver: mvcc: database space exceeded');
	store.update('/b', make(''));
	store.create('/c', large);
	store.restore(store.snapshot());
	expect(() => store.update('/b', large)).toThrow('etcdserver: mvcc: database space exceeded');
	store.delete('/c');
	store.update('/b', large);
});

test('the history is bounded', () => {
	const store = new Store({ ...limits, history: 1_000, objects: 10 });
	store.create('/k', make(''));
	for (let i = 0; i < 5_000; i++) store.update('/k', make(String(i)));
	expect(store.compactedRevision).toBeGreaterThan(3_000);
	expect(store.changesAfter('/k', store.compactedRevision).length).toBeLessThanOrEqual(1_512);
	for (let i = 0; i < 9; i++) store.create(`/k${i}`, make(''));
	expect(() => store.create('/full', make(''))).toThrow('etcdserver: mvcc: database space exceeded');
});

test('agrees with a plain map under random writes, and copies stay apart', () => {
	const operation = fc.tuple(fc.constantFrom('put', 'delete', 'copy'), fc.integer({ min: 0, max: 3_000 }));
	fc.assert(
		fc.property(fc.array(operation, { minLength: 200, maxLength: 2_000 }), (operations) => {
			let store = new Store(limits);
			const model = new Map<string, string>();
			let frozen: { snapshot: ReturnType<Store['snapshot']>; keys: string[] } | undefined;
			for (const [what, number] of operations) {
				const key = `/k/${number}`;
				if (what === 'copy' && frozen === undefined) {
					frozen = { snapshot: store.snapshot(), keys: [...model.keys()].sort() };
					const next = new Store(limits);
					next.restore(frozen.snapshot);
					store = next;
				} else if (what === 'delete') {
					if (model.delete(key)) store.delete(key);
				} else if (model.has(key)) store.update(key, make(key));
				else {
					store.create(key, make(key));
					model.set(key, key);
				}
			}
			expect(store.list('/k/').entries.map((entry) => entry.key)).toEqual([...model.keys()].sort());
			expect(store.size).toBe(model.size);
			if (frozen === undefined) return;
			const again = new Store(limits);
			again.restore(frozen.snapshot);
			expect(again.list('/k/').entries.map((entry) => entry.key)).toEqual(frozen.keys);
		}),
		{ numRuns: 30 },
	);
});
