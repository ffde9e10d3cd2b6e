import type { GoldenCase } from '../../support/golden.ts';
import { ACCOUNT, BASE, DEPLOYMENT, OTHERS, SERVICE } from './kustomize-manifests.ts';

type Files = { readonly [path: string]: string };

const ALL: Files = {
	'deployment.yaml': DEPLOYMENT,
	'service.yaml': SERVICE,
	'account.yaml': ACCOUNT,
	'others.yaml': OTHERS,
	'app.env': '# comment\nONE=1\nTWO=a=b\n\nTHREE\n  FOUR= x \n',
	'text.conf': 'line one\nline two\n',
	'long.txt': 'x'.repeat(200),
};
const RESOURCES = 'resources: [deployment.yaml, service.yaml, account.yaml, others.yaml]\n';

export function build(kustomization: string, files: Files = {}): GoldenCase {
	return { argv: ['kustomize', '.'], files: { 'kustomization.yaml': kustomization, ...files } };
}

function overAll(more: string, files: Files = {}): GoldenCase {
	return build(RESOURCES + more, { ...ALL, ...files });
}

function overBase(kustomization: string, files: Files = {}): GoldenCase {
	const all = { ...BASE, 'overlay/kustomization.yaml': `resources: [../base]\n${kustomization}` };
	return { argv: ['kustomize', 'overlay'], files: { ...all, ...files } };
}

const GENERATORS = `configMapGenerator:
- name: settings
  literals: [b=2, 'c="quoted"', "d='x'", e=]
- name: files
  files: [text.conf, other=text.conf]
- name: envs
  envs: [app.env]
  options: {labels: {l: v}, annotations: {a: b}, immutable: true}
secretGenerator:
- name: keys
  literals: [user=admin, pass=secret]
- name: tls
  type: kubernetes.io/tls
  files: [tls.key=text.conf, tls.crt=long.txt]
`;

export const COMPONENT: Files = {
	'part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
namePrefix: part-
configMapGenerator: [{name: extra, literals: [a=1]}]
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {replicas: 7}
`,
};

/** What is built. */
export const BUILDS: readonly (readonly [string, GoldenCase])[] = [
	['resources in order', overAll('')],
	['as they stand', overAll('sortOptions: {order: fifo}\n')],
	[
		'own order',
		overAll('sortOptions: {order: legacy, legacySortOptions: {orderFirst: [Service], orderLast: [Namespace, Role]}}\n'),
	],
	['prefix and suffix', overAll('namePrefix: a-\nnameSuffix: -z\n')],
	['namespace', overAll('namespace: here\n')],
	['namespace of nested bases', overBase('namespace: here\nnamePrefix: x-\n')],
	['common labels', overAll('commonLabels: {team: blue, app: other}\n')],
	['labels', overAll('labels: [{pairs: {team: blue}}]\n')],
	['labels in templates', overAll('labels: [{pairs: {team: blue}, includeTemplates: true}]\n')],
	['labels in selectors', overAll('labels: [{pairs: {team: blue}, includeSelectors: true}]\n')],
	[
		'labels in own fields',
		overAll('labels: [{pairs: {team: blue}, fields: [{path: spec/labels, kind: Widget, create: true}]}]\n'),
	],
	['annotations', overAll('commonAnnotations: {note: "yes", number: "12"}\n')],
	['generators', overAll(GENERATORS)],
	['generators and prefix', overAll(`namePrefix: a-\nnamespace: here\n${GENERATORS}`)],
	[
		'generators without suffix',
		overAll(
			`generatorOptions: {disableNameSuffixHash: true, labels: {from: generator}, annotations: {x: y}}\n${GENERATORS}`,
		),
	],
	['replicas', overAll('replicas: [{name: web, count: 5}, {name: db, count: 0}]\n')],
	[
		'images',
		overAll(
			'images: [{name: nginx, newTag: "1.27"}, {name: postgres, newName: my/pg, newTag: v1}, {name: busybox, digest: "sha256:abc"}, {name: "registry.local:5000/team/side", newTag: "2"}]\n',
		),
	],
	[
		'image suffix',
		overAll('images: [{name: nginx, tagSuffix: -alpine}, {name: postgres, newName: "localhost:5000/pg"}]\n'),
	],
	[
		'strategic patch',
		overBase(`patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, annotations: {k: v}}
    spec:
      template:
        spec:
          containers:
          - name: nginx
            env: [{name: C, value: c}, {name: A, $patch: delete}]
            ports: [{containerPort: 443}]
            resources: {limits: {cpu: 100m}}
          - name: new
            image: new
          volumes:
          - $patch: replace
          - {name: only, emptyDir: {}}
`),
	],
	[
		'strategic patch removes',
		overBase(`patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: null
      template:
        spec:
          serviceAccountName: null
          containers:
          - name: side
            $patch: delete
          - name: nginx
            $patch: replace
            image: replaced
          volumes: null
- patch: |-
    $patch: delete
    apiVersion: v1
    kind: Service
    metadata: {name: web}
`),
	],
	[
		'strategic patch of ports',
		build(
			`resources: [s.yaml]
patches:
- patch: |-
    apiVersion: v1
    kind: Service
    metadata: {name: s}
    spec:
      ports: [{port: 80, protocol: TCP, name: changed}, {port: 53, protocol: UDP, name: dns}, {port: 99}]
`,
			{
				's.yaml': `apiVersion: v1
kind: Service
metadata: {name: s}
spec:
  ports:
  - {port: 53, protocol: TCP, name: d}
  - {port: 80, protocol: TCP, name: h}
  - {port: 443, name: tls}
`,
			},
		),
	],
	[
		'patch with target',
		overAll(
			`patches:
- target: {kind: "Deployment|StatefulSet", labelSelector: "app!=x"}
  patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: any}
    spec: {template: {spec: {priorityClassName: high}}}
- target: {group: apps, version: v1, kind: Deployment, name: w.*}
  path: ops.yaml
- target: {kind: Widget}
  patch: '[{"op": "replace", "path": "/spec/parts/0/name", "value": "b"}, {"op": "remove", "path": "/spec/size"}, {"op": "add", "path": "/spec/parts/-", "value": {"name": "z"}}]'
- target: {kind: Nothing}
  patch: '[{"op": "remove", "path": "/nope"}]'
`,
			{
				'ops.yaml': `- op: test
  path: /spec/replicas
  value: 2
- op: replace
  path: /spec/replicas
  value: 9
- op: add
  path: /metadata/annotations
  value: {a~b/c: d}
- op: copy
  from: /spec/replicas
  path: /metadata/annotations/n
- op: move
  from: /spec/template/spec/volumes/1
  path: /spec/template/spec/volumes/0
- op: add
  path: /spec/template/spec/containers/0/args
  value: [a, yes, 1.50]
`,
			},
		),
	],
	[
		'patch renames',
		overAll(`patches:
- target: {kind: Deployment, name: web}
  options: {allowNameChange: true, allowKindChange: true}
  patch: |-
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: renamed}
`),
	],
	[
		'patches of a custom resource',
		overAll(`patches:
- patch: |-
    apiVersion: example.com/v1
    kind: Widget
    metadata: {name: w}
    spec: {size: 4, parts: [{name: b}], more: {x: null, y: 1}}
`),
	],
	[
		'patches as they were',
		overAll(
			`patchesStrategicMerge:
- patch.yaml
- |-
  apiVersion: v1
  kind: Service
  metadata: {name: web}
  spec: {type: NodePort}
patchesJson6902:
- target: {group: apps, version: v1, kind: Deployment, name: web}
  patch: |-
    - {op: replace, path: /spec/replicas, value: 4}
`,
			{ 'patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: true}\n' },
		),
	],
	[
		'component',
		{
			argv: ['kustomize', 'overlay'],
			files: {
				...BASE,
				...COMPONENT,
				'overlay/kustomization.yaml': 'resources: [../base]\ncomponents: [../part]\nnameSuffix: -end\n',
			},
		},
	],
	[
		'two overlays of one base',
		{
			argv: ['kustomize', 'both'],
			files: {
				...BASE,
				'one/kustomization.yaml':
					'resources: [../base]\nnamePrefix: one-\nconfigMapGenerator: [{name: settings, literals: [b=1]}]\n',
				'two/kustomization.yaml':
					'resources: [../base]\nnamePrefix: two-\nconfigMapGenerator: [{name: settings, literals: [b=2]}]\n',
				'both/kustomization.yaml': 'resources: [../one, ../two]\nnameSuffix: -x\n',
			},
		},
	],
	[
		'generators merge and replace',
		{
			argv: ['kustomize', 'overlay'],
			files: {
				'base/kustomization.yaml':
					'configMapGenerator: [{name: a, literals: [x=1, y=2]}, {name: b, literals: [x=1]}]\nsecretGenerator: [{name: s, literals: [p=1]}]\n',
				'overlay/kustomization.yaml':
					'resources: [../base]\nconfigMapGenerator: [{name: a, behavior: merge, literals: [y=3, z=4]}, {name: b, behavior: replace, literals: [q=1]}]\nsecretGenerator: [{name: s, behavior: merge, literals: [r=2], options: {labels: {l: m}}}]\n',
			},
		},
	],
	[
		'replacements',
		overAll(
			`configMapGenerator: [{name: settings, literals: [host=example.org, port=8081]}]
replacements:
- source: {kind: ConfigMap, name: settings, fieldPath: data.host}
  targets:
  - select: {kind: Ingress}
    fieldPaths: [spec.rules.0.host, "spec.tls.*.hosts.0"]
  - select: {kind: Widget, name: w}
    fieldPaths: [spec.made.here]
    options: {create: true}
- source: {kind: ConfigMap, name: settings, fieldPath: data.port}
  targets:
  - select: {kind: Service}
    reject: [{name: nothing}]
    fieldPaths: ["spec.ports.[port=80].targetPort"]
- source: {kind: Deployment, name: web, fieldPath: "spec.template.spec.containers.[name=nginx].image", options: {delimiter: ":", index: 1}}
  targets:
  - select: {kind: StatefulSet}
    fieldPaths: ["spec.template.spec.containers.[name=db].image"]
    options: {delimiter: ":", index: 1}
- path: replacement.yaml
`,
			{
				'replacement.yaml':
					'source: {kind: Service, name: web}\ntargets:\n- select: {kind: CronJob}\n  fieldPaths: [metadata.annotations.service]\n  options: {create: true}\n',
			},
		),
	],
	[
		'variables',
		build(
			`resources: [p.yaml, service.yaml]
namePrefix: my-
vars:
- name: SERVICE
  objref: {kind: Service, name: web, apiVersion: v1}
- name: PORT
  objref: {kind: Service, name: web, apiVersion: v1}
  fieldref: {fieldpath: spec.ports[0].port}
`,
			{
				'service.yaml': SERVICE,
				'p.yaml':
					'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - {name: c, image: i, args: ["--to=$(SERVICE):$(PORT)", $(PORT), $(OTHER), $$x], env: [{name: P, value: $(PORT)}]}\n',
			},
		),
	],
	[
		'origins',
		overBase(
			'buildMetadata: [originAnnotations, transformerAnnotations]\nnamePrefix: x-\nimages: [{name: nginx, newTag: "2"}]\nconfigMapGenerator: [{name: c, literals: [a=b]}]\n',
		),
	],
	['origins only', overBase('buildMetadata: [originAnnotations]\nnamePrefix: x-\n')],
	['managed by', overBase('buildMetadata: [managedByLabel]\n')],
	[
		'configurations',
		build('resources: [w.yaml, service.yaml]\nnamePrefix: p-\ncommonLabels: {l: m}\nconfigurations: [more.yaml]\n', {
			'service.yaml': SERVICE,
			'w.yaml':
				'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {service: web, selector: {a: b}}\n',
			'more.yaml':
				'nameReference:\n- kind: Service\n  version: v1\n  fieldSpecs: [{kind: Widget, path: spec/service}]\ncommonLabels:\n- {path: spec/selector, kind: Widget, create: true}\n',
		}),
	],
	[
		'odd values',
		build('resources: [o.yaml]\nnamespace: n\ncommonAnnotations: {z: z}\n', {
			'o.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: odd
  creationTimestamp: null
  annotations: {t: true, n: 1, s: "no", w: yes}
  labels:
data:
  a: yes
  b: 0644
  c: 1e3
  d: 2001-01-01
  e: "line\\nline"
  f: ~
  g: [x, , y]
`,
		}),
	],
	[
		'lists and local objects',
		build('resources: [l.yaml]\n', {
			'l.yaml': `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: two, annotations: {config.kubernetes.io/local-config: "true"}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: three, annotations: {}}}
`,
		}),
	],
	[
		'several documents',
		build('resources: [d.yaml]\n', { 'd.yaml': `---\n# nothing\n---\n${SERVICE}---\n---\n${ACCOUNT}` }),
	],
	[
		'anchors',
		build('resources: [d.yaml]\n', {
			'd.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: c}\ndata: {<<: *m, x: y}\n',
		}),
	],
	[
		'JSON',
		build('{"resources": ["d.json"]}', {
			'd.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}',
		}),
	],
	['old field names', build('bases: [base]\nimageTags: [{name: nginx, newTag: "3"}]\n', BASE)],
	['names of any case', build('Resources: [d.yaml]\nNAMEPREFIX: x-\n', { 'd.yaml': SERVICE })],
	['nothing', build('resources: []\n')],
	['other file name', { argv: ['kustomize'], files: { Kustomization: 'resources: [s.yml]\n', 's.yml': SERVICE } }],
	[
		'without restrictions',
		{
			argv: ['kustomize', 'overlay', '--load-restrictor=LoadRestrictionsNone'],
			files: { 'overlay/kustomization.yaml': 'resources: [../s.yaml]\n', 's.yaml': SERVICE },
		},
	],
	[
		'roles',
		overAll(
			'namePrefix: p-\nnamespace: n\npatches:\n- target: {kind: RoleBinding}\n  patch: "- {op: replace, path: /subjects/0/name, value: other}"\n',
		),
	],
	[
		'generators as plugins',
		build(
			'generators:\n- maps.yaml\n- |-\n  apiVersion: builtin\n  kind: SecretGenerator\n  metadata: {name: s}\n  literals: [a=b]\n',
			{
				'maps.yaml':
					'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: m}\nliterals: [x=y]\nbehavior: create\n---\napiVersion: builtin\nkind: IAMPolicyGenerator\nmetadata: {name: i}\ncloud: gke\nkubernetesService: {name: k, namespace: n}\nserviceAccount: {name: g, projectId: p}\n',
			},
		),
	],
	[
		'transformers as plugins',
		overAll('transformers: [t, image.yaml]\nbuildMetadata: [transformerAnnotations]\n', {
			't/kustomization.yaml': 'resources: [labels.yaml, prefix.yaml]\nnamePrefix: my-\n',
			't/labels.yaml':
				'apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {team: a}\nfieldSpecs:\n- {path: metadata/labels, create: true}\n',
			't/prefix.yaml':
				'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: x-\nfieldSpecs:\n- {path: metadata/name}\n',
			'image.yaml':
				'apiVersion: builtin\nkind: ImageTagTransformer\nmetadata: {name: i}\nimageTag: {name: nginx, newTag: "9"}\n---\napiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: q}\ntarget: {kind: Service}\npatch: "- {op: add, path: /metadata/labels/z, value: b}"\n',
		}),
	],
	[
		'a plugin that is none of its own',
		overAll('transformers: [t.yaml]\n', {
			't.yaml': 'apiVersion: someteam.example/v1\nkind: Mine\nmetadata: {name: l}\n',
		}),
	],
	[
		'a generator of no known kind',
		overAll('generators: [t.yaml]\n', { 't.yaml': 'apiVersion: builtin\nkind: Mine\nmetadata: {name: l}\n' }),
	],
];
