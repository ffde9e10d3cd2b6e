import { expect, test } from 'vitest';
import { KubectlBench } from './kubectl-bench.ts';

const KUBERC = `apiVersion: kubectl.config.k8s.io/v1beta1
kind: Preference
defaults:
- command: create configmap
  options:
  - name: dry-run
    default: client
  - name: output
    default: name
aliases:
- name: dep
  command: create deployment
  prependArgs: [web]
  options:
  - name: image
    default: nginx
  - name: dry-run
    default: client
  - name: output
    default: jsonpath={.spec.template.spec.containers[0].image}{.metadata.name}
- name: ro
  command: rollout
`;

function typed(
	line: string,
	files: { readonly [path: string]: string },
	env: { readonly [name: string]: string } = {},
) {
	return new KubectlBench().run({ argv: line.split(' '), files, env });
}

const FILES = { 'prefs.yaml': KUBERC };

test.each([
	['create cm colors', 'configmap/colors\n', ''],
	['create cm colors -o jsonpath={.kind}', 'ConfigMap', ''],
	['dep', 'nginxweb', ''],
	['dep --image=redis:7', 'redis:7web', ''],
	['ro pause', '', 'error: required resource not specified\n'],
])('kubectl %s with preferences', (line, stdout, stderr) => {
	const result = typed(line, FILES, { KUBERC: 'prefs.yaml' });
	expect({ stdout: result.stdout, stderr: result.stderr }).toEqual({ stdout, stderr });
});

test.each([
	['KUBERC', 'off'],
	['KUBECTL_KUBERC', 'false'],
])('preferences are not read with %s=%s', (name, value) => {
	const { stderr } = typed('dep', { ...FILES, '.kube/kuberc': KUBERC }, { [name]: value });
	expect(stderr).toContain('error: unknown command "dep" for "kubectl"');
});

test.each([
	[
		'create cm a --kuberc=x',
		{ KUBERC: 'off' },
		'error occurred while applying preferences kuberc error disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive\n',
	],
	[
		'create cm a',
		{ KUBERC: 'nope' },
		'error occurred while applying preferences kuberc error kuberc: open nope: no such file or directory\n',
	],
	['alpha kuberc set', {}, 'error: required flag(s) "command", "section" not set\n'],
	['alpha kuberc set --section=x --command=get', {}, 'error: --section must be "defaults" or "aliases", got: x\n'],
	['alpha kuberc set --section=aliases --command=get', {}, 'error: --name is required when --section=aliases\n'],
	[
		'alpha kuberc set --section=defaults --command=get --option=wide',
		{},
		'error: invalid option format "wide", expected flag=value\n',
	],
	[
		'alpha kuberc set --section=defaults --command=get',
		{ KUBERC: 'off' },
		'error: KUBERC is disabled via KUBERC=off environment variable\n',
	],
	[
		'alpha kuberc set --section=aliases --name=dep --command=get',
		{ KUBERC: 'prefs.yaml' },
		'error: alias "dep" already exists, use --overwrite to replace\n',
	],
])('kubectl %s is refused', (line, env, stderr) => {
	expect(typed(line, FILES, env as { readonly [name: string]: string })).toEqual({ stdout: '', stderr, exitCode: 1 });
});

test('a file that is set is what view shows', () => {
	const bench = new KubectlBench();
	const env = { KUBERC: 'new.yaml' };
	const files = { 'new.yaml': '' };
	const set = 'alpha kuberc set --section=aliases --name=getn --command=get --prependarg=nodes --option=output=wide';
	expect(bench.run({ argv: set.split(' '), files, env }).stdout).toBe('Updated new.yaml\n');
	expect(bench.run({ argv: ['alpha', 'kuberc', 'view'], env }).stdout).toBe(`aliases:
- command: get
  name: getn
  options:
  - default: wide
    name: output
  prependArgs:
  - nodes
apiVersion: kubectl.config.k8s.io/v1beta1
defaults: []
kind: Preference
`);
});
