import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('kubectl run -it lets go of a shell that nobody types into', () => {
	const world = newWorld('attach');
	const run = (script: string): string => {
		const { stdout, stderr } = world.runScript({ name: 's.sh', script, limitMs: 300_000 });
		return stdout + stderr;
	};
	const said = run('kubectl run t1 -it --rm --image=busybox -- sh < /dev/null; echo "=$?"');
	expect(said).toContain('pod "t1" deleted from default namespace\n=0\n');
	// Without --rm the container is still there, and what runs to its end is heard to its end.
	expect(run('kubectl run t2 -it --image=busybox -- sh < /dev/null; sleep 5; kubectl get pod t2 --no-headers')).toMatch(
		/t2 +1\/1 +Running +0 /,
	);
	expect(
		run("kubectl run t3 -it --rm --restart=Never --image=busybox -- sh -c 'sleep 4; echo end; exit 3' < /dev/null"),
	).toContain('end');
});
