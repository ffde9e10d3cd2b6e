import { kubernetesRelease } from '../../../machinery/kubernetes-releases.ts';
import { lineChanges } from '../../../machinery/line-changes.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { linesOf, unifiedPieces } from '../../diffutils/diff-forms.ts';
import { ADMIN_CONF } from '../cluster-client.ts';
import { normalVersion } from '../configuration.ts';
import { textAt } from '../host-files.ts';
import { readCluster } from './cluster-state.ts';
import { newManifests } from './static-pods.ts';

const FOLDER = '/etc/kubernetes/manifests';

/** Models cmd/kubeadm/app/cmd/upgrade/diff.go runDiff. */
export function* diff(run: CobraRun): Task<number> {
	const state = yield* readCluster(run, run.text('kubeconfig') || ADMIN_CONF, 'upgrade/diff');
	const own = kubernetesRelease(run.process.release).version;
	const version = normalVersion(run.operands[0] ?? '', own);
	const manifests = yield* newManifests(run, state, version);
	for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
		const path = `${FOLDER}/${name}.yaml`;
		const old = (yield* textAt(run, path)) ?? '';
		const sides = { old: linesOf(old), new: linesOf(manifests.get(`${name}.yaml`) ?? '') };
		const context = run.number('context-lines');
		const changes = yield* lineChanges(sides.old, sides.new, {
			horizon: context,
			isMinimal: false,
			pause: (steps) => run.process.tick(steps),
		});
		if (changes.length === 0) continue;
		yield* run.out.write([...unifiedPieces(sides, changes, context, [path, 'new manifest'])].join(''));
	}
	return 0;
}
