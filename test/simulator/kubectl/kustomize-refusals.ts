import type { GoldenCase } from '../../support/golden.ts';
import { build, COMPONENT } from './kustomize-cases.ts';
import { BASE, SERVICE } from './kustomize-manifests.ts';

const SOME = { 'd.yaml': SERVICE };

/** What is refused. */
export const REFUSALS: readonly (readonly [string, GoldenCase])[] = [
	['no directory', { argv: ['kustomize', 'nothing/there'] }],
	['a file', { argv: ['kustomize', 'd.yaml'], files: SOME }],
	['no kustomization', { argv: ['kustomize', '.'], files: SOME }],
	['two directories', { argv: ['kustomize', 'a', 'b'] }],
	[
		'two kustomizations',
		{ argv: ['kustomize'], files: { 'kustomization.yaml': 'namePrefix: x\n', 'kustomization.yml': 'namePrefix: y\n' } },
	],
	['empty', build('')],
	['only a kind', build('kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n')],
	['wrong kind', build('kind: Pod\napiVersion: v1\nresources: []\n')],
	['wrong version', build('apiVersion: kustomize.config.k8s.io/v1\nresources: []\n')],
	['no YAML', build('resources: [\n')],
	['a list', build('- a\n')],
	['unknown field', build('resource: [a]\n')],
	['text for a list', build('resources: d.yaml\n', SOME)],
	['number for a label', build('commonLabels: {a: 1}\n')],
	['number for a tag', build('images: [{name: a, newTag: 1.16}]\n')],
	['text for a map', build('labels: [a]\n')],
	['text for a number', build('replicas: [{name: a, count: "2"}]\n')],
	['half a number', build('replicas: [{name: a, count: 1.5}]\n')],
	['text for a truth', build('generatorOptions: {disableNameSuffixHash: "true"}\n')],
	['unknown field of a generator', build('configMapGenerator: [{name: a, literal: [a=b]}]\n')],
	['name of a generator', build('configMapGenerator: [{name: 3}]\n')],
	['resource is missing', build('resources: [nothing.yaml]\n')],
	['resource is no YAML', build('resources: [bad.yaml]\n', { 'bad.yaml': 'a: b: c\n' })],
	[
		'resource has a tab',
		build('resources: [bad.yaml]\n', { 'bad.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n' }),
	],
	[
		'resource has no name',
		build('resources: [bad.yaml]\n', { 'bad.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {labels: {a: b}}\n' }),
	],
	['resource has no kind', build('resources: [bad.yaml]\n', { 'bad.yaml': 'metadata: {name: a}\n' })],
	['resource is text', build('resources: [bad.yaml]\n', { 'bad.yaml': 'hello\n' })],
	[
		'resource outside',
		{ argv: ['kustomize', 'in'], files: { 'd.yaml': SERVICE, 'in/kustomization.yaml': 'resources: [../d.yaml]\n' } },
	],
	['resource twice', build('resources: [d.yaml, d.yaml]\n', SOME)],
	['absolute base', build('resources: [/nothing]\n')],
	['base without kustomization', build('resources: [sub]\n', { 'sub/d.yaml': SERVICE })],
	['cycle', build('resources: [sub]\n', { 'sub/kustomization.yaml': 'resources: [..]\n' })],
	['itself', build('resources: [.]\n')],
	['trouble in a base', build('resources: [sub]\n', { 'sub/kustomization.yaml': 'resources: [nothing.yaml]\n' })],
	['bad base', build('resources: [sub]\n', { 'sub/kustomization.yaml': 'foo: bar\n' })],
	[
		'same names in bases',
		build('resources: [one, two]\n', {
			'one/kustomization.yaml': 'resources: [d.yaml]\n',
			'one/d.yaml': SERVICE,
			'two/kustomization.yaml': 'resources: [d.yaml]\n',
			'two/d.yaml': SERVICE,
		}),
	],
	['component as resource', build('resources: [part]\n', COMPONENT)],
	['kustomization as component', build('components: [base]\n', BASE)],
	['component is missing', build('components: [nothing]\n')],
	['trouble in a component', build('components: [part]\n', COMPONENT)],
	['patch file is missing', build('resources: [d.yaml]\npatches: [{path: nothing.yaml}]\n', SOME)],
	['patch without content', build('resources: [d.yaml]\npatches: [{target: {kind: Service}}]\n', SOME)],
	['patch of two sorts', build('resources: [d.yaml]\npatches: [{path: d.yaml, patch: "a: b"}]\n', SOME)],
	['patch is nothing', build('resources: [d.yaml]\npatches: [{patch: "hello"}]\n', SOME)],
	[
		'patch without its target',
		build(
			'resources: [d.yaml]\npatches: [{patch: "{apiVersion: v1, kind: Service, metadata: {name: other}}"}]\n',
			SOME,
		),
	],
	[
		'JSON patch without target',
		build('resources: [d.yaml]\npatches: [{patch: "- {op: remove, path: /spec}"}]\n', SOME),
	],
	[
		'JSON patch of what is not there',
		build(
			'resources: [d.yaml]\npatches: [{target: {kind: Service}, patch: "- {op: replace, path: /spec/no, value: 1}"}]\n',
			SOME,
		),
	],
	[
		'JSON patch removes nothing',
		build('resources: [d.yaml]\npatches: [{target: {kind: Service}, patch: "- {op: remove, path: /spec/no}"}]\n', SOME),
	],
	[
		'JSON patch adds too deep',
		build(
			'resources: [d.yaml]\npatches: [{target: {kind: Service}, patch: "- {op: add, path: /spec/no/where, value: 1}"}]\n',
			SOME,
		),
	],
	[
		'JSON patch adds far',
		build(
			'resources: [d.yaml]\npatches: [{target: {kind: Service}, patch: "- {op: add, path: /spec/ports/7, value: {}}"}]\n',
			SOME,
		),
	],
	[
		'JSON patch tests',
		build(
			'resources: [d.yaml]\npatches: [{target: {kind: Service}, patch: "- {op: test, path: /kind, value: Pod}"}]\n',
			SOME,
		),
	],
	[
		'JSON patch of another sort',
		build(
			'resources: [d.yaml]\npatches: [{target: {kind: Service}, patch: "- {op: change, path: /kind, value: Pod}"}]\n',
			SOME,
		),
	],
	[
		'wrong pattern',
		build('resources: [d.yaml]\npatches: [{target: {kind: "(Service"}, patch: "- {op: remove, path: /spec}"}]\n', SOME),
	],
	[
		'unknown directive',
		build(
			'resources: [d.yaml]\npatches: [{patch: "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {$patch: drop}}"}]\n',
			SOME,
		),
	],
	[
		'patch of another shape',
		build(
			'resources: [d.yaml]\npatches: [{patch: "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: hello}}"}]\n',
			SOME,
		),
	],
	['old patch is missing', build('resources: [d.yaml]\npatchesStrategicMerge: [nothing.yaml]\n', SOME)],
	[
		'old JSON patch without name',
		build('resources: [d.yaml]\npatchesJson6902: [{target: {kind: Service}, path: a}]\n', SOME),
	],
	['replicas of nothing', build('resources: [d.yaml]\nreplicas: [{name: no, count: 1}]\n', SOME)],
	['generator without name', build('configMapGenerator: [{literals: [a=b]}]\n')],
	['literal without value', build('configMapGenerator: [{name: a, literals: [a]}]\n')],
	['file is missing', build('configMapGenerator: [{name: a, files: [nothing.txt]}]\n')],
	['file without key', build('configMapGenerator: [{name: a, files: ["=a"]}]\n')],
	['env file is missing', build('secretGenerator: [{name: a, envs: [nothing.env]}]\n')],
	['key twice', build('configMapGenerator: [{name: a, literals: [a=1, a=2]}]\n')],
	['replacement without target', build('resources: [d.yaml]\nreplacements: [{source: {kind: Service}}]\n', SOME)],
	[
		'replacement of nothing',
		build(
			'resources: [d.yaml]\nreplacements: [{source: {kind: Pod, name: x}, targets: [{select: {kind: Service}, fieldPaths: [spec.x]}]}]\n',
			SOME,
		),
	],
	[
		'replacement from nothing',
		build(
			'resources: [d.yaml]\nreplacements: [{source: {kind: Service, fieldPath: spec.no}, targets: [{select: {kind: Service}, fieldPaths: [spec.x]}]}]\n',
			SOME,
		),
	],
	[
		'replacement into nothing',
		build(
			'resources: [d.yaml]\nreplacements: [{source: {kind: Service}, targets: [{select: {kind: Service}, fieldPaths: [spec.x.y]}]}]\n',
			SOME,
		),
	],
	[
		'replacement without a part',
		build(
			'resources: [d.yaml]\nreplacements: [{source: {kind: Service, options: {delimiter: "-", index: 4}}, targets: [{select: {kind: Service}, fieldPaths: [spec.x.y]}]}]\n',
			SOME,
		),
	],
	[
		'replacement of no item',
		build(
			'resources: [d.yaml]\nreplacements: [{source: {kind: Service}, targets: [{select: {kind: Service}, fieldPaths: [spec.ports.3.name]}]}]\n',
			SOME,
		),
	],
	[
		'variable of nothing',
		build('resources: [d.yaml]\nvars: [{name: A, objref: {kind: Pod, name: x, apiVersion: v1}}]\n', SOME),
	],
	[
		'variable twice',
		build(
			'resources: [d.yaml]\nvars: [{name: A, objref: {kind: Service, name: web, apiVersion: v1}}, {name: A, objref: {kind: Service, name: web, apiVersion: v1}}]\n',
			SOME,
		),
	],
	['unknown order', build('resources: [d.yaml]\nsortOptions: {order: up}\n', SOME)],
	[
		'order of its own',
		build(
			'resources: [d.yaml]\nsortOptions: {order: fifo, legacySortOptions: {orderFirst: [], orderLast: []}}\n',
			SOME,
		),
	],
	['chart', build('helmCharts: [{name: nginx, repo: "https://charts.example", version: 1.2.3}]\n')],
	['restrictor', { argv: ['kustomize', '--load-restrictor=no'] }],
	['configuration is missing', build('resources: [d.yaml]\nconfigurations: [nothing.yaml]\n', SOME)],
	['apply without a directory', { argv: ['apply', '-k', 'nothing'] }],
	['apply with two sources', { argv: ['apply', '-k', '.', '-f', 'x'] }],
	['apply with -R', { argv: ['apply', '-k', '.', '-R'] }],
];
