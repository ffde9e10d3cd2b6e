import { kubernetesRelease } from '../../../machinery/kubernetes-releases.ts';
import { diffLines } from '../../../machinery/line-diff.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
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
		const hunks = diffLines(old, manifests.get(`${name}.yaml`) ?? '', run.number('context-lines'));
		if (hunks.length === 0) continue;
		const texts = hunks.map(
			({ oldStart, oldLines, newStart, newLines, lines }) =>
				`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${lines.map((line) => `${line}\n`).join('')}`,
		);
		yield* run.out.write(`--- ${path}\n+++ new manifest\n${texts.join('')}`);
	}
	return 0;
}
