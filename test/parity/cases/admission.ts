import type { ParityGroup } from '../group.ts';

const namespace = (name: string, labels = ''): string =>
	`apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n${labels}`;

const COMPUTE_QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata:
  name: compute
spec:
  hard:
    requests.cpu: "1"
    requests.memory: 1Gi
    limits.cpu: "2"
    limits.memory: 2Gi
    pods: "3"
`;

const SCOPED_QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata:
  name: careless
spec:
  hard:
    pods: "1"
  scopes:
  - BestEffort
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: important
spec:
  hard:
    pods: "2"
  scopeSelector:
    matchExpressions:
    - scopeName: PriorityClass
      operator: In
      values: [system-cluster-critical]
`;

const pod = (name: string, cpu: string, memory: string, limits = ''): string =>
	`apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
  - name: app
    image: nginx:1.27
    resources:
      requests: {cpu: ${cpu}, memory: ${memory}}
${limits}`;

const LIMITS = '      limits: {cpu: "1", memory: 512Mi}\n';

const LIMIT_RANGE = `apiVersion: v1
kind: LimitRange
metadata:
  name: bounds
spec:
  limits:
  - type: Container
    default: {cpu: 500m, memory: 256Mi}
    defaultRequest: {cpu: 100m, memory: 128Mi}
    min: {cpu: 50m, memory: 64Mi}
    max: {cpu: "1", memory: 1Gi}
    maxLimitRequestRatio: {cpu: "5"}
  - type: Pod
    max: {cpu: "2", memory: 2Gi}
  - type: PersistentVolumeClaim
    min: {storage: 1Gi}
    max: {storage: 5Gi}
`;

const claim = (name: string, storage: string, extra = ''): string =>
	`apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}
spec:
  accessModes: [ReadWriteOnce]
${extra}  resources:
    requests:
      storage: ${storage}
`;

const QUOTA: ParityGroup = {
	name: 'admission: quotas',
	files: {
		'quota.yaml': COMPUTE_QUOTA,
		'scoped.yaml': SCOPED_QUOTA,
		'small.yaml': pod('small', '250m', '256Mi', LIMITS),
		'other.yaml': pod('other', '250m', '256Mi', LIMITS),
		'huge.yaml': pod('huge', '4', '8Gi', '      limits: {cpu: "8", memory: 16Gi}\n'),
		'no-limits.yaml': pod('no-limits', '100m', '64Mi'),
		'bad-quota.yaml': COMPUTE_QUOTA.replace('requests.cpu: "1"', 'requests.cpus: one'),
		'data.yaml': claim('data', '2Gi'),
		'more.yaml': claim('more', '20Gi'),
	},
	setup: 'kubectl create namespace team',
	commands: [
		'kubectl -n team create -f quota.yaml',
		'kubectl -n team wait quota compute --for=jsonpath={.status.hard}',
		'kubectl -n team get quota',
		'kubectl -n team describe quota compute',
		'kubectl -n team run bare --image=nginx:1.27',
		'kubectl -n team apply -f no-limits.yaml',
		'kubectl -n team apply -f small.yaml',
		'kubectl -n team get resourcequota compute',
		'kubectl -n team apply -f huge.yaml',
		'kubectl -n team apply -f huge.yaml --dry-run=server',
		'kubectl -n team get quota compute -o yaml',
		'kubectl -n team get quota compute -o jsonpath=\'{.status.used.pods}{"\\n"}\'',
		'kubectl -n team apply -f other.yaml --dry-run=server',
		'kubectl -n team apply -f other.yaml',
		'kubectl -n team describe quota',
		'kubectl describe namespace team',
		'kubectl -n team delete pod other --now',
		'kubectl -n team wait quota compute --for=jsonpath={.status.used.pods}=1',
		'kubectl -n team create deployment web --image=nginx:1.27 --replicas=2',
		'kubectl -n team wait deployment web --for=condition=ReplicaFailure',
		'kubectl -n team get deployment web',
		'kubectl -n team get rs -o jsonpath=\'{.items[0].status.conditions[0].reason}{"\\n"}\'',
		'kubectl -n team delete quota compute',
		'kubectl -n team create -f bad-quota.yaml',
		'kubectl -n team create quota counts --hard=pods=9,services=1,services.nodeports=0,count/deployments.apps=2,configmaps=2',
		'kubectl -n team wait quota counts --for=jsonpath={.status.hard}',
		'kubectl -n team get quota counts -o wide',
		'kubectl -n team create deployment api --image=nginx:1.27',
		'kubectl -n team create deployment more --image=nginx:1.27',
		'kubectl -n team expose deployment api --port=80 --type=NodePort',
		'kubectl -n team expose deployment api --port=80',
		'kubectl -n team create service clusterip second --tcp=80',
		'kubectl -n team create configmap one --from-literal=a=b',
		'kubectl -n team create configmap two --from-literal=a=b',
		`kubectl -n team patch service api -p '{"spec":{"type":"NodePort"}}'`,
		'kubectl -n team get quota counts',
		'kubectl -n team create quota storage --hard=persistentvolumeclaims=1,requests.storage=10Gi,fast.storageclass.storage.k8s.io/requests.storage=0',
		'kubectl -n team wait quota storage --for=jsonpath={.status.hard}',
		'kubectl -n team apply -f more.yaml',
		'kubectl -n team apply -f data.yaml',
		'kubectl -n team get quota storage',
		'kubectl -n team delete -f data.yaml',
		'kubectl -n team wait quota storage --for=jsonpath={.status.used.persistentvolumeclaims}=0',
		'kubectl -n team create -f scoped.yaml',
		'kubectl -n team wait quota careless important --for=jsonpath={.status.hard}',
		'kubectl -n team get quota careless important',
		'kubectl -n team run one --image=nginx:1.27; kubectl -n team run two --image=nginx:1.27',
		'kubectl -n team create quota best --hard=pods=1 --scopes=BestEffort,NotBestEffort',
		'kubectl -n team create quota best --hard=pods=1 --scopes=Something',
		'kubectl -n team create quota best --hard=pods',
		'kubectl -n team create quota best --hard=pods=1 --scopes=BestEffort --dry-run=client -o yaml',
		'kubectl -n team create quota counts --hard=pods=9',
		'kubectl get quota -A',
	],
};

const LIMIT: ParityGroup = {
	name: 'admission: limit ranges',
	files: {
		'limits.yaml': LIMIT_RANGE,
		'bad-limits.yaml': LIMIT_RANGE.replace('min: {cpu: 50m', 'min: {cpu: "2"'),
		'huge.yaml': pod('huge', '2', '64Mi', '      limits: {cpu: "4", memory: 2Gi}\n'),
		'tiny.yaml': pod('tiny', '10m', '16Mi', '      limits: {cpu: 20m, memory: 32Mi}\n'),
		'ratio.yaml': pod('ratio', '100m', '128Mi', '      limits: {cpu: "1", memory: 128Mi}\n'),
		'small-claim.yaml': claim('small', '500Mi'),
		'large-claim.yaml': claim('large', '50Gi'),
		'claim.yaml': claim('right', '2Gi'),
	},
	setup: 'kubectl create namespace team',
	commands: [
		'kubectl -n team apply -f limits.yaml',
		'kubectl -n team get limitrange',
		'kubectl -n team get limits bounds -o yaml',
		'kubectl -n team describe limitrange bounds',
		'kubectl describe ns team',
		'kubectl -n team run web --image=nginx:1.27',
		'kubectl -n team get pod web -o jsonpath=\'{.spec.containers[0].resources}{"\\n"}{.metadata.annotations}{"\\n"}\'',
		'kubectl -n team run web2 --image=nginx:1.27 --dry-run=server -o yaml',
		'kubectl -n team apply -f huge.yaml',
		'kubectl -n team apply -f tiny.yaml',
		'kubectl -n team apply -f ratio.yaml',
		'kubectl -n team apply -f small-claim.yaml',
		'kubectl -n team apply -f large-claim.yaml',
		'kubectl -n team apply -f claim.yaml',
		'kubectl -n team apply -f bad-limits.yaml',
		'kubectl -n team create deployment big --image=nginx:1.27',
		'kubectl -n team set resources deployment big --limits=cpu=3',
		'kubectl -n team wait deployment big --for=condition=ReplicaFailure',
		'kubectl -n team get deployment big -o jsonpath=\'{range .status.conditions[*]}{.type} {.reason}{"\\n"}{end}\'',
		'kubectl -n team delete limits bounds',
	],
};

const RESTRICTED_LABELS = '  labels:\n    pod-security.kubernetes.io/enforce: restricted\n';

const SECURITY: ParityGroup = {
	name: 'admission: pod security',
	files: {
		'ns.yaml': namespace('strict', RESTRICTED_LABELS),
		'bad-ns.yaml': namespace('wrong', RESTRICTED_LABELS.replace('restricted', 'strict')),
		'good.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: good
spec:
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    seccompProfile: {type: RuntimeDefault}
  containers:
  - name: app
    image: nginx:1.27
    securityContext:
      allowPrivilegeEscalation: false
      capabilities: {drop: [ALL]}
`,
		'bad.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: bad
spec:
  hostNetwork: true
  hostPID: true
  containers:
  - name: app
    image: nginx:1.27
    ports: [{containerPort: 80, hostPort: 80}]
    securityContext:
      privileged: true
      capabilities: {add: [SYS_ADMIN]}
  volumes:
  - name: root
    hostPath: {path: /}
`,
	},
	setup: 'kubectl create namespace loose; kubectl -n loose run plain --image=nginx:1.27',
	commands: [
		'kubectl apply -f ns.yaml',
		'kubectl apply -f bad-ns.yaml',
		'kubectl get ns --show-labels strict -o name',
		'kubectl -n strict run web --image=nginx:1.27',
		'kubectl -n strict apply -f bad.yaml',
		'kubectl -n strict apply -f bad.yaml --dry-run=server',
		'kubectl -n strict apply -f good.yaml',
		'kubectl -n strict get pods -o name',
		'kubectl -n strict create deployment web --image=nginx:1.27',
		'kubectl -n strict wait deployment web --for=condition=ReplicaFailure',
		'kubectl -n strict get deployment web --no-headers -o custom-columns=:.status.conditions[*].reason',
		'kubectl -n strict scale deployment web --replicas=2',
		'kubectl -n strict set image deployment/web nginx=nginx:1.28',
		'kubectl -n strict create job once --image=busybox:1.37 -- true',
		'kubectl -n strict create cronjob often --image=busybox:1.37 --schedule="* * * * *" -- true',
		'kubectl -n loose apply -f bad.yaml',
		'kubectl label ns loose pod-security.kubernetes.io/enforce=baseline --dry-run=server',
		'kubectl label --overwrite ns loose pod-security.kubernetes.io/enforce=restricted --dry-run=server',
		'kubectl label ns --all --overwrite pod-security.kubernetes.io/enforce=baseline --dry-run=server',
		'kubectl label ns loose pod-security.kubernetes.io/warn=restricted pod-security.kubernetes.io/warn-version=v1.34',
		'kubectl -n loose run another --image=nginx:1.27',
		'kubectl -n loose create deployment web --image=nginx:1.27 -o name',
		'kubectl label ns loose pod-security.kubernetes.io/enforce=super',
		'kubectl label ns loose pod-security.kubernetes.io/enforce-version=1.30',
		'kubectl label ns loose pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/enforce-version=v1.30',
		'kubectl label ns loose pod-security.kubernetes.io/enforce-',
		'kubectl -n strict annotate pod good a=b',
		'kubectl get ns strict loose --show-labels --no-headers -o custom-columns=:.metadata.name,:.metadata.labels',
	],
};

const STORAGE: ParityGroup = {
	name: 'admission: storage and namespaces',
	files: {
		'classes.yaml': `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: standard
  annotations:
    storageclass.kubernetes.io/is-default-class: "true"
provisioner: example.com/disks
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: manual
provisioner: kubernetes.io/no-provisioner
`,
		'volume.yaml': `apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: manual
  hostPath: {path: /mnt/disk}
`,
		'default.yaml': claim('default', '1Gi'),
		'none.yaml': claim('none', '1Gi', '  storageClassName: ""\n'),
		'manual.yaml': claim('manual', '1Gi', '  storageClassName: manual\n'),
		'ingress-class.yaml': `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: nginx
  annotations:
    ingressclass.kubernetes.io/is-default-class: "true"
spec:
  controller: k8s.io/ingress-nginx
`,
	},
	setup: 'kubectl create namespace team',
	commands: [
		'kubectl -n team apply -f classes.yaml -f volume.yaml -f ingress-class.yaml',
		'kubectl get sc',
		'kubectl -n team apply -f default.yaml -f none.yaml -f manual.yaml',
		'kubectl -n team wait pvc manual --for=jsonpath={.status.phase}=Bound',
		'kubectl -n team get pvc',
		'kubectl -n team get pvc,pv -o jsonpath=\'{range .items[*]}{.metadata.name} {.metadata.finalizers}{"\\n"}{end}\'',
		`kubectl -n team patch pvc manual -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'`,
		`kubectl -n team patch pvc default -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'`,
		'kubectl delete pv disk --wait=false',
		'kubectl get pv',
		'kubectl -n team delete pvc --all',
		'kubectl wait pv disk --for=delete',
		'kubectl -n team get pvc',
		'kubectl -n team create ingress web --rule=shop.example/*=web:80',
		'kubectl -n team get ingress',
		'kubectl delete namespace default',
		'kubectl delete ns kube-system --dry-run=server',
		'kubectl -n nowhere create configmap x',
		'kubectl -n nowhere run x --image=nginx',
		'kubectl delete namespace team --wait=false',
		'kubectl -n team create configmap late --from-literal=a=b',
		'kubectl -n team run late --image=nginx',
		'kubectl run ghost --image=nginx -n default --overrides=\'{"spec":{"runtimeClassName":"gvisor"}}\'',
		'kubectl run ghost --image=nginx -n default --overrides=\'{"spec":{"priorityClassName":"vip"}}\'',
		'kubectl run ghost --image=nginx -n default --overrides=\'{"spec":{"serviceAccountName":"nobody"}}\'',
	],
};

/** What the API server's admission plugins refuse, fill in and warn of. */
export const ADMISSION_GROUPS: readonly ParityGroup[] = [QUOTA, LIMIT, SECURITY, STORAGE];
