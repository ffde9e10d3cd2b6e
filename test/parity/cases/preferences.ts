import type { ParityGroup } from '../group.ts';

/** Preferences of users, which an older kubectl reads only when it is told to. */
export const PREFERENCE_GROUPS: readonly ParityGroup[] = [
	{
		name: 'preferences of a user',
		files: {
			'.kube/kuberc': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
overrides:
- command: get
  flags:
  - name: output
    default: name
- command: delete
  flags:
  - name: interactive
    default: "true"
- command: create deployment
  flags:
  - name: replicas
    default: "3"
- command: nothing here
  flags: []
aliases:
- name: getcm
  command: get
  prependArgs: [cm]
  flags:
  - name: output
    default: jsonpath={.metadata.name}
- name: runx
  command: run
  flags:
  - name: image
    default: busybox
  - name: dry-run
    default: client
  - name: output
    default: jsonpath={.spec.containers[0].args}
  appendArgs: ["--", "custom", "args"]
- name: get
  command: describe
- name: cr
  command: create configmap
  flags:
  - name: dry-run
    default: client
- name: lost
  command: foo bar
- name: badflag
  command: get
  flags:
  - name: nope
    default: x
- name: badvalue
  command: scale
  flags:
  - name: replicas
    default: many
`,
			'over.yaml': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
overrides:
- command: getcm
  flags:
  - name: output
    default: name
aliases:
- name: getcm
  command: get
  prependArgs: [cm]
`,
			'dashes.yaml': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
overrides:
- command: get
  flags:
  - name: --output
    default: name
`,
			'digits.yaml': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
aliases:
- name: get2
  command: get
`,
			'twice.yaml': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
aliases:
- name: a
  command: get
- name: a
  command: get
`,
			'unknown.yaml': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
foo: bar
overrides:
- command: get
  x: y
  flags:
  - name: output
    default: name
`,
			'other.yaml': `apiVersion: v1
kind: ConfigMap
`,
			'second.yaml': `apiVersion: v1
kind: ConfigMap
---
apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
overrides:
- command: get
  flags:
  - name: output
    default: name
`,
			'empty.yaml': ``,
			'badover.yaml': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
overrides:
- command: get
  flags:
  - name: nope
    default: name
`,
			'badbool.yaml': `apiVersion: kubectl.config.k8s.io/v1alpha1
kind: Preference
overrides:
- command: get
  flags:
  - name: watch
    default: maybe
`,
		},
		setup: `kubectl create deploy web --image=nginx
kubectl create cm colors --from-literal=red=1
kubectl rollout status deploy/web
`,
		commands: [
			'KUBECTL_KUBERC=true kubectl get deploy',
			"KUBECTL_KUBERC=true kubectl get deploy -o jsonpath='{.items[*].metadata.name}'",
			'KUBECTL_KUBERC=true kubectl get deploy -ojson | head -1',
			"KUBECTL_KUBERC=true kubectl get deploy --output=jsonpath='{.items[*].kind}'",
			'KUBECTL_KUBERC=true kubectl get -o name deploy',
			"KUBECTL_KUBERC=true kubectl create deployment x --image=a --dry-run=client -o jsonpath='{.spec.replicas}'",
			"KUBECTL_KUBERC=true kubectl create deployment x --image=a --replicas=2 --dry-run=client -o jsonpath='{.spec.replicas}'",
			'KUBECTL_KUBERC=true kubectl getcm colors',
			'KUBECTL_KUBERC=true kubectl getcm colors -o name',
			'KUBECTL_KUBERC=true kubectl getcm',
			'KUBECTL_KUBERC=true kubectl -n kube-system getcm coredns',
			'KUBECTL_KUBERC=true kubectl getcm -n kube-system coredns',
			'KUBECTL_KUBERC=true kubectl getcm nope',
			'KUBECTL_KUBERC=true kubectl getcm --foo',
			'KUBECTL_KUBERC=true kubectl runx pod1',
			'KUBECTL_KUBERC=true kubectl runx pod1 --image=nginx -o name',
			'KUBECTL_KUBERC=true kubectl cr x --from-literal=a=b',
			'KUBECTL_KUBERC=true kubectl cr',
			'KUBECTL_KUBERC=true kubectl lost',
			'KUBECTL_KUBERC=true kubectl badflag',
			'KUBECTL_KUBERC=true kubectl badvalue deploy/web',
			'KUBECTL_KUBERC=true kubectl nosuch',
			'KUBECTL_KUBERC=true kubectl getcm colors --kuberc=over.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=dashes.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=digits.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=twice.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=unknown.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=other.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=second.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=empty.yaml -o name',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc nope.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=badover.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors --kuberc=badbool.yaml',
			'KUBECTL_KUBERC=true kubectl get cm colors -w=false --kuberc=badbool.yaml -o name',
			'echo y | KUBECTL_KUBERC=true kubectl delete cm colors | head -1',
			"KUBECTL_KUBERC=true kubectl config view -o jsonpath='{.kind}'",
			'KUBECTL_KUBERC=true kubectl getcm --help | tail -4',
			'KUBECTL_KUBERC=false kubectl -n kube-system nosuch',
			'KUBECTL_KUBERC=false kubectl --foo nosuch',
			'KUBECTL_KUBERC=false kubectl -v 5 nosuch',
		],
	},
];
