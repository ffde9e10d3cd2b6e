import type { ParityGroup } from '../group.ts';

/** What the groups start from: a Deployment behind a Service, a ConfigMap, a lone Pod. */
const SETUP = `kubectl create deploy web --image=nginx --replicas=2
kubectl create svc clusterip web --tcp=80:8080
kubectl create cm colors --from-literal=red=1
kubectl rollout status deploy/web
kubectl run solo --image=nginx
kubectl wait --for=condition=Ready pod/solo
`;

const FILES = {
	'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: p1
spec:
  containers:
  - name: c
    image: nginx
`,
	'two.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: one
data: {a: b}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: two
data: {a: b}
`,
	'list.yaml': `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: l1
- apiVersion: v1
  kind: Secret
  metadata:
    name: l2
`,
	'bad.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: bad
data:
  a: 1
foo: bar
`,
	'patch.yaml': `metadata:
  labels:
    from: file
`,
};

/** Every command that changes what there is, in the forms that people type and mistype. */
export const WRITE_FORM_GROUPS: readonly ParityGroup[] = [
	{
		name: 'set in every form',
		files: FILES,
		setup: SETUP,
		commands: [
			'kubectl set image',
			'kubectl set image deploy/web',
			'kubectl set image deploy/web nginx',
			'kubectl set image deploy/web nginx=',
			'kubectl set image deploy/web foo=bar',
			'kubectl set image deploy/web nginx=nginx:1 foo=bar',
			'kubectl set image deploy/web *=nginx:1.27',
			"kubectl set image deploy/web '*=nginx:1.28'",
			'kubectl set image deploy/web nginx=nginx:1.28',
			'kubectl set image deploy web nginx=nginx:1.29 -o name',
			'kubectl set image deploy nope nginx=x',
			'kubectl set image deploy --all nginx=nginx:1.29',
			'kubectl set image deploy -l app=web nginx=nginx:1.30',
			'kubectl set image deploy -l app=nope nginx=nginx:1.30',
			'kubectl set image deploy,svc --all nginx=nginx:1.31',
			'kubectl set image svc/web nginx=x',
			'kubectl set image cm/colors nginx=x',
			'kubectl set image -f pod.yaml c=busybox --local -o yaml',
			'kubectl set image -f pod.yaml c=busybox --local',
			'kubectl set image -f pod.yaml c=busybox --dry-run=client -o yaml',
			'kubectl set image deploy/web nginx=x --local',
			'kubectl set image deploy/web nginx=x --local --dry-run=server',
			'kubectl set image deploy/web nginx=y --dry-run=client',
			'kubectl set image deploy/web nginx=y --dry-run=server',
			"kubectl set image deploy/web nginx=y --dry-run=client -o jsonpath='{.spec.template.spec.containers[0].image}'",
			'kubectl set image deploy/web nginx=nginx:1.31 --record',
			'kubectl set env',
			'kubectl set env deploy/web',
			'kubectl set env deploy/web A',
			'kubectl set env deploy/web A=b',
			'kubectl set env deploy/web A=b',
			'kubectl set env deploy/web A=c --overwrite=false',
			'kubectl set env deploy/web A=c --overwrite',
			'kubectl set env deploy/web --list',
			'kubectl set env deploy/web A-',
			'kubectl set env deploy/web B-',
			'kubectl set env deploy/web A=b A-',
			'kubectl set env deploy/web 1A=b',
			"kubectl set env deploy/web 'A B=c'",
			'kubectl set env deploy/web A=b -c nope',
			'kubectl set env deploy/web A=b -c nginx',
			"kubectl set env deploy/web A=b --containers='n*'",
			'kubectl set env deploy/web --from=cm/colors',
			'kubectl set env deploy/web --from=configmap/colors --prefix=X_',
			'kubectl set env deploy/web --from=cm/colors --keys=red',
			'kubectl set env deploy/web --from=cm/colors --keys=nope',
			'kubectl set env deploy/web --from=cm/nope',
			'kubectl set env deploy/web --from=nope',
			'kubectl set env deploy/web --from=pod/solo',
			'kubectl set env deploy/web --from=cm/colors A=b',
			'kubectl set env deploy/web --list --resolve',
			'kubectl set env deploy/web -e C=d',
			'kubectl set env deploy/web --env=C=e --env=D=f',
			'kubectl set env --list -f pod.yaml --local',
			'kubectl set env -f pod.yaml A=b --local -o yaml',
			'kubectl set env deploy --all Z=1',
			'kubectl set env svc/web A=b',
			'kubectl set env deploy/nope A=b',
			"kubectl set env deploy/web A=b --dry-run=client -o json | jq '.spec.template.spec.containers[0].env[0]'",
			'echo Q=1 | kubectl set env deploy/web -',
			'echo Q | kubectl set env deploy/web -',
			'kubectl set env deploy/web --list -o yaml',
			'kubectl set resources',
			'kubectl set resources deploy/web',
			'kubectl set resources deploy/web --limits=cpu=1',
			'kubectl set resources deploy/web --limits=cpu=1',
			'kubectl set resources deploy/web --limits=cpu',
			'kubectl set resources deploy/web --limits=foo=1',
			'kubectl set resources deploy/web --limits=cpu=x',
			'kubectl set resources deploy/web --limits=cpu=1,memory=1Gi --requests=cpu=100m',
			'kubectl set resources deploy/web --requests=cpu=5',
			'kubectl set resources deploy/web --limits=cpu=1 -c nope',
			'kubectl set resources svc/web --limits=cpu=1',
			'kubectl set resources deploy nope --limits=cpu=1',
			'kubectl set resources -f pod.yaml --limits=cpu=1 --local -o yaml',
			'kubectl set resources deploy --all --limits=cpu=2 --dry-run=client',
			'kubectl set resources deploy/web --limits=cpu=0,memory=0 --requests=cpu=0',
			'kubectl set selector',
			'kubectl set selector svc/web',
			'kubectl set selector svc/web a=b',
			'kubectl set selector svc web a=b,c=d',
			'kubectl set selector svc web a=b,c=d',
			"kubectl set selector svc web 'a in (b)'",
			'kubectl set selector svc web foo',
			'kubectl set selector deploy web a=b',
			'kubectl set selector svc web a=b --resource-version=1',
			'kubectl set selector svc web a=b --dry-run=client -o yaml | tail -8',
			'kubectl set sa',
			'kubectl set sa deploy/web',
			'kubectl set sa deploy/web foo',
			'kubectl set sa deploy/web foo',
			'kubectl set serviceaccount deploy web default',
			'kubectl set sa svc/web foo',
			'kubectl set sa -f pod.yaml foo --local -o yaml',
			'kubectl set sa deploy nope foo',
			'kubectl set sa deploy --all bar --dry-run=server',
			'kubectl create rolebinding rb --clusterrole=view --user=a',
			'kubectl set subject',
			'kubectl set subject rolebinding rb',
			'kubectl set subject rolebinding rb --user=b',
			'kubectl set subject rolebinding rb --user=b',
			'kubectl set subject rolebinding rb --group=g --serviceaccount=default:x -o name',
			'kubectl set subject rolebinding rb --serviceaccount=x',
			'kubectl set subject rolebinding rb --serviceaccount=:x',
			'kubectl set subject rolebinding nope --user=b',
			'kubectl set subject deploy web --user=b',
			'kubectl set subject clusterrolebinding cluster-admin --serviceaccount=:x',
			'kubectl set subject rolebinding rb --user=z --dry-run=client -o yaml | tail -12',
			'kubectl get rolebinding rb -o wide',
		],
	},
	{
		name: 'rollout in every form',
		files: FILES,
		setup: `${SETUP}kubectl set image deploy/web nginx=nginx:1.27
kubectl rollout status deploy/web
`,
		commands: [
			'kubectl rollout history deploy/web',
			'kubectl rollout history deploy/web --revision=1',
			'kubectl rollout history deploy/web --revision=99',
			'kubectl rollout history deploy/web -o yaml | head -3',
			'kubectl rollout history deploy/web --revision=1 -o name',
			"kubectl rollout history deploy/web --revision=2 -o jsonpath='{.spec.containers[0].image}'",
			'kubectl rollout history deploy -l app=web',
			'kubectl rollout history svc/web',
			'kubectl rollout undo deploy/web --to-revision=99',
			'kubectl rollout undo deploy/web --to-revision=1 --dry-run=client',
			'kubectl rollout undo deploy/web --to-revision=1 --dry-run=server',
			'kubectl rollout undo deploy/web --dry-run=client -o yaml | head -3',
			'kubectl rollout undo deploy/web',
			'kubectl rollout undo deploy/web --to-revision=1',
			'kubectl rollout undo svc/web',
			'kubectl rollout pause deploy/web',
			'kubectl rollout pause deploy/web',
			'kubectl rollout undo deploy/web',
			'kubectl rollout resume deploy/web',
			'kubectl rollout resume deploy/web',
			'kubectl rollout pause svc/web',
			'kubectl rollout resume svc/web',
			'kubectl rollout status svc/web',
			'kubectl rollout restart svc/web',
			'kubectl rollout restart deploy -l app=nope',
			'kubectl rollout restart deploy/web -o name',
			'kubectl rollout status deploy/web',
			'kubectl rollout status deploy/web -w=false',
			'kubectl rollout status deploy/web --revision=99',
			'kubectl rollout status deploy -l app=web',
			'kubectl rollout status deploy/web deploy/nope',
		],
	},
	{
		name: 'patch in every form',
		files: FILES,
		setup: SETUP,
		commands: [
			'kubectl patch',
			'kubectl patch deploy',
			'kubectl patch deploy web',
			'kubectl patch deploy web -p',
			"kubectl patch deploy web -p ''",
			"kubectl patch deploy web -p 'x'",
			"kubectl patch deploy web -p '{'",
			"kubectl patch deploy web -p '{}'",
			"kubectl patch deploy web -p '[]'",
			"kubectl patch deploy web -p 'metadata: {labels: {y: aml}}'",
			`kubectl patch deploy web -p '{"spec":{"replicas":"x"}}'`,
			`kubectl patch deploy web -p '{"spec":{"replicas":-1}}'`,
			`kubectl patch deploy web -p '{"spec":{"foo":1}}'`,
			`kubectl patch deploy web -p '{"spec":{"replicas":3}}'`,
			`kubectl patch deploy web -p '{"spec":{"replicas":3}}'`,
			`kubectl patch deploy web -p '{"spec":{"replicas":2}}' --type=merge`,
			`kubectl patch deploy web -p '{"spec":{"selector":{"matchLabels":{"x":"y"}}}}'`,
			`kubectl patch deploy web --type=json -p '[{"op":"replace","path":"/spec/replicas","value":1}]'`,
			`kubectl patch deploy web --type=json -p '{"op":"replace","path":"/spec/replicas","value":1}'`,
			`kubectl patch deploy web --type=json -p '[{"op":"replace","path":"/spec/nope","value":1}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"remove","path":"/spec/nope"}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"add","path":"/spec/a/b","value":1}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"test","path":"/spec/replicas","value":7}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"foo","path":"/spec/replicas","value":7}]'`,
			`kubectl patch deploy web --type=json -p '[{"path":"/spec/replicas","value":7}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"add"}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"copy","from":"/metadata/labels/app","path":"/metadata/labels/app2"}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"move","from":"/metadata/labels/app2","path":"/metadata/labels/app3"}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"remove","path":"/metadata/labels/app3"}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/5"}]'`,
			`kubectl patch deploy web --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/-","value":{"name":"x","image":"busybox"}}]' --dry-run=server -o jsonpath='{.spec.template.spec.containers[*].name}'`,
			"kubectl patch deploy web --type=foo -p '{}'",
			'kubectl patch deploy web --patch-file=patch.yaml',
			'kubectl patch deploy web --patch-file=nope',
			"kubectl patch deploy web --patch-file=patch.yaml -p '{}'",
			"kubectl patch deploy nope -p '{}'",
			"kubectl patch foo web -p '{}'",
			`kubectl patch deploy/web svc/web -p '{"metadata":{"labels":{"m":"n"}}}'`,
			"kubectl patch deploy web --all -p '{}'",
			"kubectl patch -f pod.yaml -p '{}'",
			`kubectl patch -f pod.yaml -p '{"metadata":{"labels":{"a":"b"}}}' --local -o yaml`,
			`kubectl patch -f pod.yaml -p '{"metadata":{"labels":{"a":"b"}}}' --dry-run=client -o yaml`,
			"kubectl patch deploy web --local -p '{}'",
			`kubectl patch deploy web --subresource=scale --type=merge -p '{"spec":{"replicas":3}}'`,
			`kubectl patch deploy web --subresource=scale -p '{"spec":{"replicas":2}}'`,
			`kubectl patch deploy web --subresource=status -p '{"status":{"replicas":7}}' -o jsonpath='{.status.replicas}' --type=merge`,
			"kubectl patch deploy web --subresource=foo -p '{}'",
			"kubectl patch cm colors --subresource=status -p '{}'",
			`kubectl patch deploy web -p '{"spec":{"replicas":2}}' -o name`,
			`kubectl patch deploy web -p '{"metadata":{"labels":{"k":"l"}}}' -o jsonpath='{.metadata.labels.k}'`,
			`kubectl patch deploy web -p '{"metadata":{"labels":{"k":null}}}'`,
			`kubectl patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"nginx:9"}]}}}}'`,
			`kubectl patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"image":"nginx:9"}]}}}}'`,
			`kubectl patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"$patch":"delete","name":"nginx"}]}}}}'`,
			`kubectl patch deploy web -p '{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}'`,
			`kubectl patch node node01 -p '{"spec":{"unschedulable":true}}'`,
			`kubectl patch node node01 -p '{"spec":{"unschedulable":false}}'`,
			`kubectl patch pod solo -p '{"spec":{"containers":[{"name":"solo","image":"nginx:2"}]}}'`,
			`kubectl patch pod solo -p '{"spec":{"hostNetwork":true}}'`,
			`kubectl patch svc web -p '{"spec":{"type":"NodePort"}}'`,
			`kubectl patch svc web -p '{"spec":{"ports":[{"port":80,"nodePort":80}]}}'`,
			`kubectl patch svc web -p '{"spec":{"clusterIP":"1.2.3.4"}}'`,
		],
	},
	{
		name: 'apply in every form',
		files: FILES,
		setup: SETUP,
		commands: [
			'kubectl apply -f pod.yaml',
			'kubectl apply -f pod.yaml',
			'kubectl apply -f pod.yaml -o name',
			'kubectl apply -f pod.yaml --dry-run=client',
			'kubectl apply -f pod.yaml --dry-run=server',
			'kubectl apply -f pod.yaml --dry-run',
			'kubectl apply -f pod.yaml --server-side',
			'kubectl apply -f pod.yaml --server-side --dry-run=server',
			'kubectl apply -f pod.yaml --server-side --dry-run=client',
			'kubectl apply -f pod.yaml --force-conflicts',
			'kubectl apply -f pod.yaml --server-side --force',
			'kubectl apply -f pod.yaml --server-side --field-manager=other',
			'kubectl apply -f two.yaml -l a=b',
			'kubectl apply -f two.yaml',
			'kubectl apply -f two.yaml -o yaml | head -12',
			'kubectl apply -f two.yaml -o json | head -5',
			'kubectl apply -f list.yaml',
			'kubectl apply -f list.yaml -o name',
			'kubectl apply -f bad.yaml',
			'kubectl apply -f bad.yaml --validate=false',
			'kubectl apply -f bad.yaml --validate=warn',
			'kubectl apply -f bad.yaml --validate=ignore',
			'kubectl apply -f bad.yaml --validate=foo',
			'kubectl create -f bad.yaml',
			'kubectl create -f two.yaml',
			'kubectl create -f two.yaml -o name',
			'kubectl apply -f .',
			'kubectl apply -f two.yaml -f list.yaml',
			'kubectl apply -f two.yaml,list.yaml',
			'kubectl apply -f nope.yaml -f two.yaml',
			"kubectl apply -f '*.yaml'",
			'kubectl apply -k .',
			'kubectl apply -f two.yaml -k .',
			'kubectl apply -f two.yaml --prune',
			'kubectl apply -f two.yaml --prune --all --dry-run=client',
			'kubectl apply -f two.yaml --prune -l a=b --dry-run=client',
			'kubectl apply -f two.yaml --prune --all --prune-allowlist=core/v1/Secret',
			'kubectl apply -f two.yaml --prune --all --prune-allowlist=foo',
			'kubectl apply -f two.yaml --prune --applyset=x',
			'KUBECTL_APPLYSET=true kubectl apply -f two.yaml --prune --applyset=x',
			'KUBECTL_APPLYSET=true kubectl apply -f two.yaml --prune --applyset=cm/x -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f two.yaml --applyset=x -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f two.yaml --prune --applyset=x -n default --selector=a=b',
			'KUBECTL_APPLYSET=true kubectl apply -f two.yaml --prune --applyset=deploy/x -n default',
			'cat two.yaml | kubectl apply -f -',
			'echo | kubectl apply -f -',
			"echo 'a: b' | kubectl apply -f -",
			"echo 'kind: Pod' | kubectl apply -f -",
			"echo 'apiVersion: v1' | kubectl apply -f -",
			"echo '{' | kubectl apply -f -",
			"echo 'a: b: c' | kubectl apply -f -",
			"printf 'a:\\n\\tb' | kubectl apply -f -",
			"echo '[]' | kubectl apply -f -",
			"echo 'x' | kubectl apply -f -",
			`echo '{"apiVersion":"v1","kind":"Foo","metadata":{"name":"x"}}' | kubectl apply -f -`,
			`echo '{"apiVersion":"foo/v1","kind":"Foo","metadata":{"name":"x"}}' | kubectl apply -f -`,
			`echo '{"apiVersion":"extensions/v1beta1","kind":"Deployment","metadata":{"name":"x"}}' | kubectl apply -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}' | kubectl apply -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"x"}}' | kubectl apply -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"X"}}' | kubectl apply -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"nope"}}' | kubectl apply -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"nope"}}' | kubectl apply -n default -f -`,
			'kubectl apply view-last-applied cm/one',
			'kubectl apply view-last-applied cm one -o json',
			'kubectl apply view-last-applied cm one -o foo',
			'kubectl apply view-last-applied cm colors',
			'kubectl apply view-last-applied cm nope',
			'kubectl apply view-last-applied -f two.yaml',
			'kubectl apply set-last-applied -f two.yaml',
			'kubectl apply set-last-applied -f two.yaml -o name',
			'kubectl apply set-last-applied -f two.yaml --create-annotation',
			'kubectl apply set-last-applied -f nope',
		],
	},
	{
		name: 'replace and diff in every form',
		files: FILES,
		setup: `${SETUP}kubectl apply -f two.yaml -f list.yaml
`,
		commands: [
			'kubectl replace -f pod.yaml',
			'kubectl replace -f two.yaml',
			'kubectl replace -f nope',
			'kubectl replace',
			'kubectl replace foo',
			'kubectl replace --force',
			'kubectl replace -f two.yaml --force',
			'kubectl replace -f two.yaml --force --grace-period=0',
			'kubectl replace -f two.yaml --grace-period=0',
			'kubectl replace -f two.yaml --force --timeout=-1s',
			'kubectl replace -f two.yaml --dry-run=client',
			'kubectl replace -f two.yaml --dry-run=server',
			'kubectl replace -f two.yaml -o name',
			'kubectl replace -f two.yaml --subresource=status',
			'kubectl replace -f two.yaml --save-config',
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"gone"}}' | kubectl replace -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"gone"}}' | kubectl replace --force -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one","resourceVersion":"1"}}' | kubectl replace -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one","uid":"x"}}' | kubectl replace -f -`,
			`echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one","resourceVersion":"x"}}' | kubectl replace -f -`,
			'kubectl diff',
			'kubectl diff foo',
			'kubectl diff -f nope',
			'kubectl diff -f two.yaml; echo $?',
			"sed 's/b}/c}/' two.yaml | kubectl diff -f - > /dev/null; echo $?",
			"sed 's/b}/c}/' two.yaml | kubectl diff -f - | grep '^[-+] '",
			"sed 's/b}/c}/' two.yaml | kubectl diff --server-side -f - | grep '^[-+] '",
			"sed 's/b}/c}/' two.yaml | KUBECTL_EXTERNAL_DIFF='echo' kubectl diff -f - | wc -w",
			'kubectl diff -f two.yaml --force-conflicts',
			'kubectl diff -f bad.yaml >/dev/null; echo $?',
			'kubectl diff -f two.yaml --concurrency=0',
		],
	},
	{
		name: 'sets that apply keeps track of',
		files: {
			'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: one
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: two
---
apiVersion: v1
kind: Secret
metadata:
  name: three
`,
			'b.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: one
data: {a: b}
`,
			'c.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: far
  namespace: team
---
apiVersion: v1
kind: Namespace
metadata:
  name: made
`,
			'labelled.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: mine
  labels:
    applyset.kubernetes.io/part-of: x
`,
		},
		setup: `kubectl create ns team
kubectl create cm plain
kubectl create cm helm && kubectl annotate cm helm applyset.kubernetes.io/tooling=helm/v3
kubectl create cm half && kubectl annotate cm half applyset.kubernetes.io/tooling=kubectl/v1.30.0
`,
		commands: [
			'KUBECTL_APPLYSET=true kubectl apply -f a.yaml --prune --applyset=set -n default',
			`kubectl get secret set -o jsonpath='{.metadata.labels}{"\\n"}{.metadata.annotations.applyset\\.kubernetes\\.io/contains-group-kinds}{"\\n"}{.metadata.annotations.applyset\\.kubernetes\\.io/additional-namespaces}{"\\n"}{.data}'`,
			"kubectl get cm one -o jsonpath='{.metadata.labels}'",
			'kubectl get cm,secret -l applyset.kubernetes.io/part-of -o name',
			"kubectl get secret set -o jsonpath='{.metadata.managedFields[*].manager}'",
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=set -n default --dry-run=client | sort',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=set -n default --dry-run=server | sort',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=secrets/set -n default | sort',
			"kubectl get secret set -o jsonpath='{.metadata.annotations.applyset\\.kubernetes\\.io/contains-group-kinds}'",
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --server-side --prune --applyset=cm/other -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --server-side --force-conflicts --prune --applyset=cm/other -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f c.yaml --prune --applyset=configmaps/wide -n team',
			"kubectl get cm wide -n team -o jsonpath='{.metadata.annotations.applyset\\.kubernetes\\.io/contains-group-kinds}'",
			'KUBECTL_APPLYSET=true kubectl apply -f labelled.yaml --prune --applyset=set -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=cm/plain -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=cm/helm -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=cm/half -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=cm/ -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=foo/x -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=foo.bar/x -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=deploy/x',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=set -n default --all',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=set -n default --force',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=set -n default --prune-allowlist=core/v1/Secret',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=set -n default -o yaml | grep applyset',
			'KUBECTL_APPLYSET=true kubectl apply -f nope.yaml --prune --applyset=set -n default',
			'KUBECTL_APPLYSET=true kubectl apply -f b.yaml --prune --applyset=set -n nope',
			'kubectl apply -f b.yaml --prune --applyset=set -n default',
			'KUBECTL_APPLYSET=false kubectl apply -f b.yaml --applyset set',
			'KUBECTL_APPLYSET=TRUE kubectl apply -f b.yaml --applyset set',
			'KUBECTL_APPLYSET=1 kubectl apply -f b.yaml --applyset set',
		],
	},
];
