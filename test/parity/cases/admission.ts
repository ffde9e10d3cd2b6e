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
		'kubectl describe ns team | sort',
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

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: replicas
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: [CREATE, UPDATE]
      resources: [deployments]
  variables:
  - name: most
    expression: "int(namespaceObject.metadata.labels[?'most'].orValue('3'))"
  validations:
  - expression: object.spec.replicas <= variables.most
    messageExpression: "'at most ' + string(variables.most) + ' replicas, not ' + string(object.spec.replicas)"
    reason: Forbidden
`;

const BINDING = (actions: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: replicas
spec:
  policyName: replicas
  validationActions: [${actions}]
  matchResources:
    namespaceSelector:
      matchLabels: {watched: "yes"}
`;

const POLICIES: ParityGroup = {
	name: 'admission: policies',
	files: {
		'policy.yaml': POLICY,
		'wrong-type.yaml': POLICY.replace('replicas <= variables.most', "replicas > 'x'").replace(
			'name: replicas',
			'name: typed',
		),
		'bad.yaml': POLICY.replace('object.spec.replicas <=', 'object.spec.replicas <'.concat('>')),
		'unknown.yaml': POLICY.replace('<= variables.most', '<= variables.least'),
		'request.yaml': POLICY.replace('object.spec.replicas <= variables.most', "request.user.name != 'x'"),
		'number.yaml': POLICY.replace('object.spec.replicas <= variables.most', '1 + 1'),
		'deny.yaml': BINDING('Deny'),
		'warn.yaml': BINDING('Warn'),
		'both.yaml': BINDING('Deny, Warn'),
	},
	setup: 'kubectl create namespace team; kubectl label namespace team watched=yes',
	commands: [
		'kubectl create -f policy.yaml',
		'kubectl apply -f both.yaml',
		'kubectl apply -f deny.yaml',
		"kubectl wait validatingadmissionpolicy replicas --for=jsonpath='{.status.observedGeneration}'=1",
		'kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings',
		'kubectl describe validatingadmissionpolicy replicas',
		'kubectl -n team create deployment web --image=nginx --replicas=5',
		'kubectl -n team create deployment web --image=nginx --replicas=2',
		'kubectl -n team scale deployment web --replicas=9',
		'kubectl -n team patch deployment web -p \'{"spec":{"replicas":7}}\'',
		'kubectl label namespace team most=9',
		'kubectl -n team create deployment more --image=nginx --replicas=8',
		'kubectl -n default create deployment free --image=nginx --replicas=4 --dry-run=server',
		'kubectl label namespace team most-',
		'kubectl apply -f warn.yaml',
		'kubectl -n team create deployment many --image=nginx --replicas=6',
		'kubectl apply -f bad.yaml',
		'kubectl apply -f unknown.yaml',
		'kubectl apply -f request.yaml',
		'kubectl apply -f number.yaml',
		'kubectl create -f wrong-type.yaml',
		"kubectl wait validatingadmissionpolicy typed --for=jsonpath='{.status.observedGeneration}'=1",
		"kubectl get validatingadmissionpolicy typed -o jsonpath='{.status.typeChecking}'",
		'kubectl get validatingadmissionpolicy typed -o yaml | tail -n 12',
		'kubectl delete -f policy.yaml -f warn.yaml',
	],
};

const TOKEN_SECRET = `apiVersion: v1
kind: Secret
type: kubernetes.io/service-account-token
metadata:
  name: bot-token
  annotations:
    kubernetes.io/service-account.name: bot
`;

const ACCOUNTS: ParityGroup = {
	name: 'admission: accounts and priorities',
	files: {
		'token.yaml': TOKEN_SECRET,
		'nobody.yaml': TOKEN_SECRET.replace('name: bot\n', 'name: nobody\n'),
		'no-account.yaml': TOKEN_SECRET.replace(/ {2}annotations:\n.*\n/, ''),
		'strict.yaml': `apiVersion: v1
kind: ServiceAccount
metadata:
  name: strict
  annotations:
    kubernetes.io/enforce-mountable-secrets: "true"
secrets:
- name: mine
`,
		'class.yaml': `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: usual}
value: 10
globalDefault: true
`,
	},
	setup: 'kubectl create sa bot',
	commands: [
		'kubectl create -f token.yaml',
		"kubectl wait secret bot-token --for=jsonpath='{.data.token}'",
		"kubectl get secret bot-token -o go-template='{{range $key, $_ := .data}}{{$key}} {{end}}'",
		'kubectl get secret bot-token',
		'kubectl create -f no-account.yaml',
		'kubectl create token bot --duration=5m',
		'kubectl create token bot --duration=-1h',
		'kubectl create token nobody',
		'kubectl create token bot --bound-object-kind=Pod',
		'kubectl create token bot --bound-object-kind=Job --bound-object-name=x',
		'kubectl create token bot --bound-object-kind=Pod --bound-object-name=x',
		'kubectl delete sa bot',
		'kubectl wait secret bot-token --for=delete',
		'kubectl apply -f strict.yaml',
		`kubectl run s --image=nginx --overrides='{"spec":{"serviceAccountName":"strict","volumes":[{"name":"v","secret":{"secretName":"yours"}}]}}'`,
		'kubectl create -f class.yaml',
		'kubectl create priorityclass second --value=5 --global-default',
		'kubectl get pc',
		"kubectl run p --image=nginx --dry-run=server -o jsonpath='{.spec.priority} {.spec.priorityClassName}'",
		`kubectl run p --image=nginx --overrides='{"spec":{"priority":7}}'`,
		`kubectl run p --image=nginx --overrides='{"spec":{"priorityClassName":"usual","preemptionPolicy":"Never"}}'`,
		`kubectl run p --image=nginx --overrides='{"spec":{"priorityClassName":"none"}}'`,
		'kubectl create priorityclass system-mine --value=1',
		'kubectl create priorityclass huge --value=2000000001',
		'kubectl delete pc usual system-node-critical',
	],
};

/** What the API server's admission plugins refuse, fill in and warn of. */
export const ADMISSION_GROUPS: readonly ParityGroup[] = [QUOTA, LIMIT, SECURITY, STORAGE, POLICIES, ACCOUNTS];
