import { beforeAll, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { CLAIM_ROWS } from './storage-claims.ts';
import { CONTENT_ROWS } from './storage-contents.ts';
import { DISK_ROWS } from './storage-disks.ts';
import { NFS_ROWS } from './storage-nfs.ts';
import { VOLUME_ROWS } from './storage-volumes.ts';
import { answerOf, shell, type WorldRow } from './world-rows.ts';

const named = (rows: readonly WorldRow[]): (readonly [string, WorldRow])[] => rows.map((row) => [row.cause, row]);

let world: SimulatedWorld;

beforeAll(() => {
	world = newWorld('storage behaviour');
	shell(world, 'kubectl taint node node02 only=one:NoSchedule >/dev/null');
});

test.each(named(VOLUME_ROWS))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});

test.each(named(CLAIM_ROWS))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});

test.each(named(DISK_ROWS))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});

test.each(named(CONTENT_ROWS))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});

test.each(named(NFS_ROWS))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});

test('a disk that is filled: pressure within ten seconds, Pods are evicted, and it goes five minutes after there is room', () => {
	const pressure = (): string =>
		shell(world, `kubectl get node node02 -o jsonpath='{.status.conditions[?(@.type=="DiskPressure")].reason}'`);
	shell(
		world,
		"pod full 'emptyDir: {}' '' ', nodeName: node02'; sleep 5; kubectl exec full -- dd if=/dev/zero of=/data/f bs=1M count=100",
	);
	world.apply({ kind: 'fault', fault: { fault: 'disk', host: 'node02', percent: 96, path: '/var/log/runaway.log' } });
	world.run(world.now() + 25_000);
	expect(pressure()).toBe('KubeletHasDiskPressure');
	expect(
		shell(world, "ssh node02 df -h / | awk 'NR==2 {print ($5 + 0 > 92)}'; ssh node02 du -sh /var/log/runaway.log"),
	).toBe('1\n18G\t/var/log/runaway.log\n');
	expect(shell(world, 'where pod/full status.reason')).toBe('Evicted\n');
	expect(shell(world, `ssh node02 'dd if=/dev/zero of=/x bs=1M count=2000 2>&1 | head -1'`)).toBe(
		"dd: error writing '/x': No space left on device\n",
	);
	shell(world, 'ssh node02 rm /x /var/log/runaway.log');
	world.run(world.now() + 290_000);
	expect(pressure()).toBe('KubeletHasDiskPressure');
	world.run(world.now() + 30_000);
	expect(pressure()).toBe('KubeletHasNoDiskPressure');
});
