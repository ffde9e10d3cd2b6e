import { describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

// What git 2.43 says was taken from a real one (2.39 on the machine of 2026-11-22), and what kubectl 1.35 says of
// repositories from kustomize's sources, api/internal/git and api/internal/loader.

const REPOSITORY = 'https://github.com/kubernetes-sigs/gateway-api';
const KINDS = 'kubectl kustomize "URL" | grep ^..name: | cut -d. -f1';

describe('git', () => {
	const world = newWorld('git');
	const run = (script: string): string => output(world, script);

	test('clones what the internet has, at a branch or a tag', () => {
		expect(
			run(`git clone ${REPOSITORY}; ls -A gateway-api; cd gateway-api; cat .git/HEAD; git remote -v; git branch
git tag -l | tail -2; git rev-parse --abbrev-ref HEAD; git checkout -q v1.2.1; git branch | cut -c1-17
grep -c v1.2.1 config/crd/standard/*_gateways.yaml; git checkout main`),
		).toBe(`Cloning into 'gateway-api'...
.git
config
ref: refs/heads/main
origin	${REPOSITORY} (fetch)
origin	${REPOSITORY} (push)
* main
v1.5.0
v1.5.1
main
* (HEAD detached 
  main
1
Switched to branch 'main'
`);
	});

	test('says why it cannot', () => {
		expect(
			run(`git clone ${REPOSITORY} gateway-api; echo $?; git clone https://github.com/nobody/nothing; echo $?
git clone -b v9 ${REPOSITORY} x; git clone https://nowhere.invalid/a/b; git clone /nope; git frob; git clone --frob a 2>&1 | head -1
git -C gateway-api checkout nope; git rev-parse HEAD; git log`),
		).toBe(`fatal: destination path 'gateway-api' already exists and is not an empty directory.
128
Cloning into 'nothing'...
fatal: could not read Username for 'https://github.com': No such device or address
128
Cloning into 'x'...
warning: Could not find remote branch v9 to clone.
fatal: Remote branch v9 not found in upstream origin
Cloning into 'b'...
fatal: unable to access 'https://nowhere.invalid/a/b/': Could not resolve host: nowhere.invalid
Cloning into 'nope'...
fatal: repository '/nope' does not exist
git: 'frob' is not a git command. See 'git --help'.
error: unknown option \`frob'
error: pathspec 'nope' did not match any file(s) known to git
fatal: not a git repository (or any of the parent directories): .git
git: this simulated world cannot run git log
`);
	});

	test('a remote is listed, and its tarballs are there', () => {
		expect(
			run(`git ls-remote --tags ${REPOSITORY} 'v1.2*' | cut -f2; git ls-remote ${REPOSITORY} HEAD | wc -w
curl -sL ${REPOSITORY}/archive/refs/tags/v1.3.0.tar.gz | tar tz | head -1`),
		).toBe(`refs/tags/v1.2.0
refs/tags/v1.2.1
2
gateway-api-1.3.0/config/crd/experimental/gateway.networking.k8s.io_gatewayclasses.yaml
`);
	});
});

describe('kustomizations in repositories', () => {
	const world = newWorld('kustomizations in repositories');
	const run = (script: string): string => output(world, script);

	test.each([
		['github.com/kubernetes-sigs/gateway-api/config/crd?ref=v1.1.0'],
		['https://github.com/kubernetes-sigs/gateway-api//config/crd?timeout=120&ref=v1.1.0'],
		['git::https://github.com/kubernetes-sigs/gateway-api.git/config/crd?version=v1.1.0'],
		// Of the fabric: a folder that names one of another repository.
		['https://github.com/nginx/nginx-gateway-fabric/config/crd/gateway-api/standard?ref=v1.6.2'],
	])('%s', (url) => {
		expect(run(KINDS.replace('URL', url))).toBe(
			'  name: gatewayclasses\n  name: gateways\n  name: grpcroutes\n  name: httproutes\n  name: referencegrants\n',
		);
		expect(run('ls /tmp | grep kustomize')).toBe('');
	});

	test('apply -k takes one, and a local kustomization too', () => {
		expect(
			run(`kubectl apply -k github.com/kubernetes-csi/external-snapshotter/client/config/crd?ref=v8.2.0 | head -1
mkdir o; printf 'resources:\\n- github.com/metallb/metallb/config/native?ref=v0.14.8\\n' > o/kustomization.yaml
cmp <(kubectl kustomize o | grep -c ^kind) <(curl -s https://raw.githubusercontent.com/metallb/metallb/v0.14.8/config/manifests/metallb-native.yaml | grep -c ^kind) && echo same`),
		).toBe(
			'customresourcedefinition.apiextensions.k8s.io/volumesnapshotclasses.snapshot.storage.k8s.io created\nsame\n',
		);
	});

	test('what is missing', () => {
		const shown = run(`kubectl kustomize '${REPOSITORY}/config/crd?ref=v0.0.1'
kubectl kustomize '${REPOSITORY}/config/nope?ref=v1.3.0'
mkdir p; printf 'resources:\\n- ${REPOSITORY}/config/nope?ref=v1.3.0\\n' > p/kustomization.yaml; kubectl kustomize p
mv /usr/bin/git /root/; kubectl kustomize '${REPOSITORY}/config/crd?ref=v1.3.0'; ls -A /tmp | grep kustomize`);
		expect(
			shown.replaceAll(/kustomize-\d+/g, 'kustomize-N'),
		).toBe(`error: failed to run '/usr/bin/git fetch --depth=1 ${REPOSITORY} v0.0.1': fatal: couldn't find remote ref v0.0.1
: exit status 128
error: evalsymlink failure on '/tmp/kustomize-N/config/nope' : lstat /tmp/kustomize-N/config/nope: no such file or directory
error: accumulating resources: accumulation err='accumulating resources from '${REPOSITORY}/config/nope?ref=v1.3.0': URL is a git repository': evalsymlink failure on '/tmp/kustomize-N/config/nope' : lstat /tmp/kustomize-N/config/nope: no such file or directory
error: no 'git' program on path: exec: "git": executable file not found in $PATH
`);
	});
});

function output(world: SimulatedWorld, script: string): string {
	const { stdout, stderr } = world.runScript({ name: 'line.sh', script: `exec 2>&1\n${script}`, limitMs: 600_000 });
	return stdout + stderr;
}
