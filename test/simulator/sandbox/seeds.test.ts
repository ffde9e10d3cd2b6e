import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** The documents the product was asked for with; their manifests are read where they stand. */
const FOLDER = '/work/shared/seeds';

interface Manifest {
	/** "002:598", document and line. */
	readonly where: string;
	readonly text: string;
}

/** From a line that begins with apiVersion to the first that is no YAML. */
function manifestsOf(file: string): Manifest[] {
	const lines = readFileSync(`${FOLDER}/${file}`, 'utf8').split('\n');
	const found: Manifest[] = [];
	for (let at = 0; at < lines.length; at++) {
		if (!lines[at]?.startsWith('apiVersion:')) continue;
		const start = at;
		while (at < lines.length && belongs(lines, at)) at++;
		found.push({ where: `${file.slice(0, 3)}:${start + 1}`, text: lines.slice(start, at).join('\n') });
	}
	return found;
}

function belongs(lines: readonly string[], at: number): boolean {
	const line = lines[at] as string;
	if (line.trim() === '') return /^(?!\s+[•·])(\s+\S|---|apiVersion:|# )/.test(lines[at + 1] ?? '');
	return /^(\s|---|#|[A-Za-z]+:|- )/.test(line) && !/^\s+[•·✓]/.test(line);
}

/** What does not simply get created. Kinds of add-ons are unknown; some texts show only a part of a manifest. */
const REFUSED: { readonly [where: string]: RegExp } = {
	'000:171': /unknown field "spec\.1\. NodePort"/,
	'000:279': /^persistentvolumeclaim\/database-pvc created[\s\S]*\[apiVersion not set, kind not set\]/,
	'000:437': /^[\s\S]*namespace\/development configured[\s\S]*\n\* spec\.template\.spec\.containers: Required value/,
	'000:556': /^The Service "my-app" is invalid: spec\.ports: Required value/,
	'000:752': /no matches for kind "Service" in version "serving\.knative\.dev\/v1"/,
	'000:790': /no matches for kind "RDSInstance"/,
	'000:929': /no matches for kind "Rollout" in version "argoproj\.io\/v1alpha1"/,
	'000:973': /no matches for kind "Kafka"/,
	'000:1042': /no matches for kind "Config" in version "skaffold\/v4beta1"/,
	'000:1094': /error converting YAML to JSON: yaml: invalid map key/,
	'002:110': /no matches for kind "KubeSchedulerConfiguration"/,
	'002:355': /^configmap\/app-config created[\s\S]*\n\* spec\.selector: Required value/,
	'002:440': /no matches for kind "NetworkPolicy" in version "projectcalico\.org\/v3"/,
	'004:155': /no matches for kind "VerticalPodAutoscaler"/,
};

describe.runIf(existsSync(FOLDER))('the seeds', () => {
	const manifests = readdirSync(FOLDER)
		.filter((file) => /^\d.*\.txt$/.test(file))
		.sort()
		.flatMap(manifestsOf);

	test('every manifest is created, or refused as it is in life', () => {
		const world = newWorld('seeds');
		const { stdout } = world.runScript({
			name: 'apply.sh',
			script: [
				'for each in development production myapp-prod secure-app; do kubectl create namespace $each >/dev/null; done',
				...manifests.map(
					({ where, text }) =>
						`echo "=== ${where}"\nkubectl apply --dry-run=server -f - <<'MANIFEST' 2>&1\n${text}\nMANIFEST`,
				),
			].join('\n'),
		});
		const strange = stdout
			.split('=== ')
			.slice(1)
			.filter((section) => {
				const [where = '', ...lines] = section.split('\n').filter((line) => line !== '' && !/^Warning: /.test(line));
				const fine = lines.every((line) => / (created|configured|unchanged) \(server dry run\)$/.test(line));
				return !(REFUSED[where]?.test(lines.join('\n')) ?? fine);
			});
		expect(strange).toEqual([]);
		expect(manifests.length).toBeGreaterThan(40);
	});

	test('the whole application of the second document runs as far as its images exist', () => {
		const world = newWorld('seeds-application');
		const stack = manifests.find(({ where }) => where === '002:598') as Manifest;
		const { stdout } = world.runScript({
			name: 'stack.sh',
			script: `kubectl apply -f https://raw.githubusercontent.com/rancher/local-path-provisioner/master/deploy/local-path-storage.yaml >/dev/null
kubectl annotate storageclass local-path storageclass.kubernetes.io/is-default-class=true >/dev/null
kubectl apply -f - >/dev/null <<'MANIFEST'
${stack.text}
MANIFEST
sleep 60
kubectl get pods -n myapp-prod --no-headers -o custom-columns=NAME:.metadata.labels.app,PHASE:.status.phase,WHY:.status.containerStatuses[0].state.waiting.reason | sort -u
kubectl exec -n myapp-prod deploy/redis -- redis-cli ping`,
		});
		expect(stdout).toMatch(
			/^postgres +Running +<none>\nredis +Running +<none>\nweb-app +Pending +(ErrImagePull|ImagePullBackOff)\nPONG\n$/,
		);
	});
});
