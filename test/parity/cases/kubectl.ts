import type { ParityGroup } from '../group.ts';
import { WEB_DEPLOYMENT, WEB_SERVICE } from './manifests.ts';

const KUSTOMIZATION = `resources: [../base]
namespace: shop
namePrefix: dev-
labels:
- pairs: {env: dev}
  includeSelectors: true
images:
- {name: nginx, newTag: "1.27"}
replicas:
- {name: web, count: 1}
configMapGenerator:
- name: settings
  literals: [color=blue, size=3]
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          containers:
          - name: nginx
            envFrom: [{configMapRef: {name: settings}}]
`;
const FILES = {
	'base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml]\n',
	'base/deployment.yaml': WEB_DEPLOYMENT,
	'base/service.yaml': WEB_SERVICE,
	'dev/kustomization.yaml': KUSTOMIZATION,
	'bad/kustomization.yaml': 'resources: [nothing.yaml]\n',
	'typo/kustomization.yaml': 'resource: [../base/service.yaml]\n',
	'old/kustomization.yaml': 'bases: [../base]\ncommonLabels: {team: blue}\n',
	'twice/kustomization.yaml': 'resources: [../base, ../base]\n',
	'outside/kustomization.yaml': 'resources: [../base/service.yaml]\n',
	'none/kustomization.yaml': 'resources: []\n',
};

const NAMED = `apiVersion: v1
kind: Pod
metadata: {name: app, labels: {app: app}, annotations: {note: kept}}
spec:
  containers:
  - name: main
    image: nginx
    resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 200m, memory: 128Mi}}
    livenessProbe: {httpGet: {path: /, port: 80}}
    readinessProbe: {httpGet: {path: /, port: 80}}
  - {name: side, image: busybox, command: [sleep, "100000"]}
`;
/** What a debugged Pod has become, without what differs from run to run. */
const shape = (pod: string): string =>
	`kubectl get pod ${pod} -o json | jq -S '.metadata.labels, .metadata.annotations, [.spec.containers[], .spec.ephemeralContainers[]?] | del(.[]?.volumeMounts?)'`;
const specOf = (pod: string): string =>
	`kubectl get pod ${pod} -o json | jq -S '.metadata.labels, .metadata.annotations, .spec | del(.volumes?, .containers[]?.volumeMounts?)'`;

/** What of kubectl has a part of its own: kustomizations, debugging, resizing. */
export const KUBECTL_GROUPS: readonly ParityGroup[] = [
	{
		name: 'kustomize',
		files: FILES,
		setup: 'kubectl create namespace shop',
		commands: [
			'kubectl kustomize dev',
			'kubectl kustomize base/',
			'cd dev && kubectl kustomize',
			'kubectl kustomize old',
			'kubectl kustomize bad',
			'kubectl kustomize typo',
			'kubectl kustomize twice',
			'kubectl kustomize outside',
			'kubectl kustomize outside --load-restrictor LoadRestrictionsNone',
			'kubectl kustomize none',
			'kubectl kustomize nowhere',
			'kubectl kustomize base/service.yaml',
			'kubectl kustomize dev base',
			'kubectl kustomize dev -o out.yaml && cat out.yaml',
			'mkdir out && kubectl kustomize dev -o out && ls out && cat out/*',
			'kubectl kustomize dev --nothing',
			'kubectl diff -k dev | grep -c "^+"',
			'kubectl apply -k dev --dry-run=server',
			'kubectl apply -k dev',
			'kubectl apply -k dev',
			'kubectl get -k dev -o name',
			'kubectl get -k dev -o jsonpath="{.items[*].metadata.labels.env}"',
			'kubectl describe -k dev | grep -c Name:',
			'kubectl -n shop get configmap -l env=dev -o jsonpath="{.items[*].data}"',
			'kubectl -n shop get deployment dev-web -o jsonpath="{.spec.template.spec.containers[0].envFrom}"',
			'kubectl apply -k dev --prune -l env=dev --dry-run=client',
			'kubectl apply -k dev --server-side --force-conflicts',
			'kubectl label -k dev tier=front',
			'kubectl annotate -k dev note=x --overwrite',
			'kubectl rollout history -k dev',
			'kubectl scale -k dev --replicas=2',
			'kubectl set image -k dev nginx=nginx:1.26',
			'kubectl apply -k bad',
			'kubectl apply -k nowhere',
			'kubectl apply -k dev -f base/service.yaml',
			'kubectl apply -k dev -R',
			'kubectl apply -k none',
			'kubectl get -k dev pods',
			'kubectl create -k dev',
			'kubectl replace -k dev',
			'kubectl delete -k dev',
			'kubectl delete -k dev',
			'kubectl delete -k dev --ignore-not-found',
			'kubectl apply -k old -n shop',
			'kubectl apply -k',
		],
	},
	{
		name: 'debug',
		files: {
			'app.yaml': NAMED,
			'custom.yaml': 'env: [{name: X, value: why}]\nresources: {}\n',
			'bad.yaml': 'name: x\n',
		},
		setup:
			'kubectl apply -f app.yaml && kubectl wait --for=condition=Ready pod/app --timeout=120s && kubectl create deployment other --image=nginx --replicas=0',
		commands: [
			'kubectl debug',
			'kubectl debug app',
			'kubectl debug app --image=',
			'kubectl debug app --image=Bad:Image:x',
			'kubectl debug nothing --image=busybox',
			'kubectl debug app --image=busybox -t',
			'kubectl debug app --image=busybox --replace',
			'kubectl debug app --image=busybox --same-node',
			'kubectl debug app --image=busybox --set-image=main=nginx',
			'kubectl debug app --copy-to=copy',
			'kubectl debug app --copy-to=copy -- sh',
			'kubectl debug app --copy-to=copy --image=busybox --target=main',
			'kubectl debug app --copy-to=copy --set-image=main',
			'kubectl debug app --copy-to=copy --set-image=main=a:b:c',
			'kubectl debug app --image=busybox --image-pull-policy=Sometimes',
			'kubectl debug app --image=busybox --profile=none',
			'kubectl debug app --image=busybox --env=X',
			'kubectl debug app --attach',
			'kubectl debug deployment/other --image=busybox',
			'kubectl debug app --image=busybox --custom=nothing.yaml',
			'kubectl debug app --image=busybox --custom=bad.yaml',
			'kubectl debug app --image=busybox -c main --profile=general',
			'kubectl debug app --image=busybox -c one -- sleep 1000',
			'kubectl debug app --image=busybox -c two --profile=general --target=main --env=A=b -- sleep 1000',
			'kubectl debug pod/app --image=busybox -c three --profile=baseline -q --arguments-only -- sleep 1000',
			'kubectl debug app --image=busybox -c four --profile=restricted --image-pull-policy=IfNotPresent',
			'kubectl debug app --image=busybox -c five --profile=netadmin --custom=custom.yaml -- sleep 1000',
			'kubectl debug app --image=busybox -c six --profile=sysadmin -- sleep 1000',
			shape('app'),
			'kubectl debug app --image=busybox -c seven --target=nothing --profile=general -- sleep 1',
			'kubectl debug app --copy-to=copy1 --image=busybox -c dbg -- sleep 1000',
			specOf('copy1'),
			'kubectl debug app --copy-to=copy2 --image=busybox -c dbg --profile=general --same-node -- sleep 1000',
			specOf('copy2'),
			'kubectl debug app --copy-to=copy3 --set-image=*=busybox --profile=general',
			specOf('copy3'),
			'kubectl debug app --copy-to=copy4 -c side --profile=baseline --keep-labels --keep-annotations --keep-liveness --share-processes=false -- sleep 5',
			specOf('copy4'),
			'kubectl debug app --copy-to=copy5 --image=busybox -c dbg --profile=sysadmin --keep-readiness -- sleep 1000',
			specOf('copy5'),
			'kubectl debug app --copy-to=copy5 --image=busybox -c dbg --profile=general',
			'kubectl debug node/node01 --image=busybox --profile=general -- sleep 1000 | sed "s/node01-...../node01-x/"',
			"kubectl get pods -o json | jq -S '.items[] | select(.spec.hostPID) | .spec | del(.volumes[1], .containers[0].volumeMounts[1])'",
			'kubectl debug node/nothing --image=busybox',
			'kubectl debug app --image=busybox --copy-to=copy6 -c dbg --replace --profile=general -- sleep 1000',
			'kubectl get pod app copy6 -o name',
		],
	},
	{
		name: 'resize',
		files: { 'app.yaml': NAMED },
		setup: 'kubectl apply -f app.yaml && kubectl wait --for=condition=Ready pod/app --timeout=120s',
		commands: [
			`kubectl patch pod app --subresource=resize -p '{"spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"150m"}}}]}}'`,
			'kubectl get pod app -o jsonpath="{.spec.containers[0].resources}"',
			`kubectl patch pod app --subresource=resize -p '{"spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"900m"}}}]}}'`,
			`kubectl patch pod app --subresource=resize -p '{"spec":{"containers":[{"name":"main","resources":{"limits":null}}]}}'`,
			`kubectl patch pod app --subresource=resize --type=json -p '[{"op":"remove","path":"/spec/containers/0/resources/requests/memory"}]'`,
			`kubectl patch pod app --subresource=resize -p '{"spec":{"containers":[{"name":"main","resources":{"requests":{"ephemeral-storage":"1Gi"}}}]}}'`,
			`kubectl patch pod app --subresource=resize -p '{"spec":{"containers":[{"name":"main","image":"other"}]}}'`,
			`kubectl patch pod app --subresource=resize -p '{"spec":{"containers":[{"name":"new","image":"other"}]}}'`,
			`kubectl patch pod app -p '{"spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"160m"}}}]}}' 2>&1 | head -1`,
			'kubectl get pod app --subresource=resize -o name',
			'kubectl get pod app --subresource=ephemeralcontainers -o name',
		],
	},
];
