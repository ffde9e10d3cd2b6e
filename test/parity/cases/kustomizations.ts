import type { ParityGroup } from '../group.ts';

/** What people get wrong in kustomizations, or meet when they merge and prefix. */
export const KUSTOMIZATION_GROUPS: readonly ParityGroup[] = [
	{
		name: 'kustomizations with surprises',
		files: {
			'a/kustomization.yaml': `resources:
- cm.yaml
configMapGenerator:
- name: plain
  behavior: merge
  literals: [b=2]
`,
			'a/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
data:
  a: "1"
`,
			'c/kustomization.yaml': `resources:
- cm.yaml
configMapGenerator:
- name: plain
  behavior: merge
  literals: [b=2]
`,
			'c/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
  namespace: ""
data:
  a: "1"
`,
			'd/kustomization.yaml': `namespace: ""
resources: [cm.yaml]
`,
			'd/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
  namespace: ""
data:
  a: "1"
`,
			'e/kustomization.yaml': `resources: [cm.yaml]
resources: [cm.yaml]
`,
			'e/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
`,
			'g/kustomization.yaml': `resources: [cm.yaml]
vars:
- name: UNUSED
  objref: {apiVersion: v1, kind: ConfigMap, name: plain}
`,
			'g/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
`,
			'i/kustomization.yaml': `resources: [../h2]
secretGenerator:
- name: s
  behavior: merge
  literals: [b=2]
`,
			'h2/kustomization.yaml': `secretGenerator:
- name: s
  literals: [a=1]
`,
			'j/kustomization.yaml': `namespace: team
resources: [cm.yaml]
configMapGenerator:
- name: plain
  namespace: team
  behavior: merge
  literals: [b=2]
`,
			'j/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
  namespace: team
data:
  a: "1"
`,
			'k/kustomization.yaml': `resources: [cm.yaml]
configMapGenerator:
- name: plain
  behavior: merge
  literals: [a=2]
  options:
    disableNameSuffixHash: true
    labels: {l: m}
`,
			'k/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
  labels: {x: y}
data:
  a: "1"
`,
			'l/kustomization.yaml': `nameprefix: x
resources: [cm.yaml]
`,
			'l/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
`,
			'm/kustomization.yaml': `configMapGenerator:
- name: x
  behavior: Foo
  literals: [b=2]
`,
			'o/kustomization.yaml': `configMapGenerator:
- name: x
  literals: [b=2, b=3]
`,
			'p/kustomization.yaml': `namespace: a
namespace: b
`,
		},
		commands: [
			'kubectl kustomize a',
			'kubectl kustomize c',
			'kubectl kustomize d',
			'kubectl kustomize e',
			'kubectl kustomize g',
			'kubectl kustomize i',
			'kubectl kustomize j',
			'kubectl kustomize k',
			'kubectl kustomize l',
			'kubectl kustomize m',
			'kubectl kustomize o',
			'kubectl kustomize p',
			'kubectl apply -k a',
		],
	},
];
