import type { WorldRow } from './world-rows.ts';

/** A second scheduler as the documentation's page "Configure Multiple Schedulers" runs it. */
const second = (leaderElection: string, binding = 'true'): string => `
kubectl create -n kube-system serviceaccount my-scheduler >/dev/null
${binding} && kubectl create clusterrolebinding my-scheduler-as-kube-scheduler --clusterrole=system:kube-scheduler --serviceaccount=kube-system:my-scheduler >/dev/null
kubectl create clusterrolebinding my-scheduler-as-volume-scheduler --clusterrole=system:volume-scheduler --serviceaccount=kube-system:my-scheduler >/dev/null
kubectl create rolebinding -n kube-system my-scheduler-extension-apiserver-authentication-reader --role=extension-apiserver-authentication-reader --serviceaccount=kube-system:my-scheduler >/dev/null
kubectl create -n kube-system configmap my-scheduler-config --from-literal=my-scheduler-config.yaml='apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: my-scheduler
leaderElection:
  ${leaderElection}' >/dev/null
apply <<END
apiVersion: apps/v1
kind: Deployment
metadata: {name: my-scheduler, namespace: kube-system, labels: {component: scheduler, tier: control-plane}}
spec:
  selector: {matchLabels: {component: scheduler, tier: control-plane, version: second}}
  template:
    metadata: {labels: {component: scheduler, tier: control-plane, version: second}}
    spec:
      serviceAccountName: my-scheduler
      containers:
      - name: kube-second-scheduler
        image: registry.k8s.io/kube-scheduler:v1.35.0
        command: [/usr/local/bin/kube-scheduler, --config=/etc/kubernetes/my-scheduler/my-scheduler-config.yaml]
        livenessProbe: {httpGet: {path: /healthz, port: 10259, scheme: HTTPS}, initialDelaySeconds: 15}
        readinessProbe: {httpGet: {path: /healthz, port: 10259, scheme: HTTPS}}
        volumeMounts: [{name: config-volume, mountPath: /etc/kubernetes/my-scheduler}]
      volumes: [{name: config-volume, configMap: {name: my-scheduler-config}}]
END
kubectl run mine --image=nginx --overrides='{"spec":{"schedulerName":"my-scheduler"}}' >/dev/null`;

const LEASES = `kubectl -n kube-system get lease -o jsonpath='{range .items[*]}{.metadata.name} {.spec.holderIdentity} {.spec.leaseDurationSeconds} {.spec.leaseTransitions}{"\\n"}{end}'`;
const SECOND_LOG = `kubectl -n kube-system logs deploy/my-scheduler | grep leaderelection | cut -d' ' -f2- | sed 's/^.*] //'`;
const MANIFEST = '/etc/kubernetes/manifests/kube-scheduler.yaml';

/** Schedulers as processes: who leads, and what becomes of Pods that nobody looks at. */
export const SCHEDULER_ROWS: readonly WorldRow[] = [
	{
		cause: 'Leases of a kubeadm cluster',
		source: 'client-go tools/leaderelection; cmd/kube-scheduler, cmd/kube-controller-manager',
		given: '',
		after: 1,
		ask: LEASES,
		told: 'apiserver-v3pzcqgisi2xl2qaivl6nou4fq apiserver-v3pzcqgisi2xl2qaivl6nou4fq_UID 3600 \nkube-controller-manager controlplane_UID 15 0\nkube-scheduler controlplane_UID 15 0\n',
	},
	{
		cause: 'a second scheduler of its own name schedules what asks for it',
		source: 'website docs/tasks/extend-kubernetes/configure-multiple-schedulers',
		given: second('leaderElect: false'),
		after: 30,
		ask: `where 'pod mine' status.phase; kubectl get events | awk '/Scheduled/ {print $2, $3, $4}'; ${SECOND_LOG}`,
		told: 'Running\nNormal Scheduled pod/mine\n',
	},
	{
		cause: 'a second scheduler of the same Lease waits for it',
		source: 'client-go tools/leaderelection acquire',
		given: second('leaderElect: true'),
		after: 60,
		ask: `where 'pod mine' status.phase; ${SECOND_LOG}; kubectl -n kube-system get pods -l version=second --no-headers | awk '{print $2, $3}'`,
		told: 'Pending\n"Attempting to acquire leader lease..." lock="kube-system/kube-scheduler"\n1/1 Running\n',
	},
	{
		cause: 'a second scheduler that may not look at its Lease',
		source: 'client-go tools/leaderelection tryAcquireOrRenew; system:kube-scheduler names its Lease',
		given: second('resourceName: my-scheduler'),
		after: 25,
		ask: `where 'pod mine' status.phase; ${SECOND_LOG} | sed -n '1p;$p'`,
		told: `Pending
"Attempting to acquire leader lease..." lock="kube-system/my-scheduler"
"Error retrieving lease lock" err="leases.coordination.k8s.io \\"my-scheduler\\" is forbidden: User \\"system:serviceaccount:kube-system:my-scheduler\\" cannot get resource \\"leases\\" in API group \\"coordination.k8s.io\\" in the namespace \\"kube-system\\"" lock="kube-system/my-scheduler"
`,
	},
	{
		cause: 'the scheduler taken away gives its Lease back; Pods wait without an event',
		source: 'client-go tools/leaderelection release; cmd/kube-scheduler ReleaseOnCancel',
		given: `mv ${MANIFEST} /root/; sleep 40; kubectl run web --image=nginx >/dev/null`,
		after: 30,
		ask: `${LEASES} | grep scheduler; where 'pod web' status.phase; kubectl get events --field-selector involvedObject.name=web`,
		told: 'kube-scheduler  1 0\nPending\nNo resources found in default namespace.\n',
	},
	{
		cause: 'who leads is told by an event about the Lease',
		source: 'client-go tools/leaderelection resourcelock LeaseLock.RecordEvent',
		given: '',
		after: 1,
		ask: `kubectl -n kube-system get events | awk '/LeaderElection/ {print $2, $3, $4, $5, $6, $7}' | sort`,
		told: 'Normal LeaderElection lease/kube-controller-manager controlplane_UID became leader\nNormal LeaderElection lease/kube-scheduler controlplane_UID became leader\n',
	},
	{
		cause: 'brought back it leads at once',
		source: 'client-go tools/leaderelection',
		given: `mv ${MANIFEST} /root/; sleep 40; kubectl run web --image=nginx >/dev/null; mv /root/kube-scheduler.yaml /etc/kubernetes/manifests/`,
		after: 30,
		ask: `${LEASES} | grep scheduler; where 'pod web' status.phase`,
		told: 'kube-scheduler controlplane_UID 15 1\nRunning\n',
	},
	{
		cause: 'a controller manager that is killed: the next one waits until its Lease has run out',
		source: 'client-go tools/leaderelection isLeaseValid; LeaseDuration 15 s',
		given: `crictl stop $(crictl ps -q --name kube-controller-manager) >/dev/null; sleep 5; kubectl create deployment web --image=nginx >/dev/null; sleep 5; kubectl get pods 2>&1`,
		after: 20,
		ask: `${LEASES} | grep controller; kubectl get pods --no-headers | awk '{print $3}'; kubectl -n kube-system get pod kube-controller-manager-controlplane --no-headers | awk '{print $4}'`,
		told: 'kube-controller-manager controlplane_UID 15 1\nRunning\n1\n',
	},
	{
		cause: 'without an API server for longer than they can renew, both end and start again',
		source: 'client-go tools/leaderelection renew; cmd/kube-scheduler OnStoppedLeading',
		given:
			'mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/; sleep 60; mv /root/kube-apiserver.yaml /etc/kubernetes/manifests/',
		after: 60,
		ask: `kubectl -n kube-system get pods --no-headers | awk '/scheduler|manager/ {print $1, $3, $4}'; kubectl -n kube-system logs -p kube-scheduler-controlplane | tail -2 | sed 's/^.*] //'; ${LEASES} | grep ^kube`,
		told: `kube-controller-manager-controlplane Running 1
kube-scheduler-controlplane Running 1
"Failed to renew lease" lock="kube-system/kube-scheduler" err="context deadline exceeded"
"Leaderelection lost"
kube-controller-manager controlplane_UID 15 1
kube-scheduler controlplane_UID 15 1
`,
	},
	{
		cause: 'a second scheduler without its rights says what it may not list, and schedules nothing',
		source: 'client-go tools/cache DefaultWatchErrorHandler; website configure-multiple-schedulers RBAC',
		given: second('leaderElect: false', 'false'),
		after: 20,
		ask: `where 'pod mine' status.phase; kubectl -n kube-system logs deploy/my-scheduler | grep v1.Node | head -1 | sed 's/^.*] //'`,
		told: `Pending
"Failed to watch" err="failed to list *v1.Node: nodes is forbidden: User \\"system:serviceaccount:kube-system:my-scheduler\\" cannot list resource \\"nodes\\" in API group \\"\\" at the cluster scope" logger="UnhandledError" reflector="k8s.io/client-go/informers/factory.go:161" type="*v1.Node"
`,
	},
	{
		cause: 'a Lease that is deleted comes back',
		source: 'client-go tools/leaderelection tryAcquireOrRenew',
		given: 'kubectl -n kube-system delete lease kube-scheduler >/dev/null',
		after: 5,
		ask: `${LEASES} | grep scheduler; kubectl -n kube-system get pod kube-scheduler-controlplane --no-headers | awk '{print $4}'`,
		told: 'kube-scheduler controlplane_UID 15 0\n0\n',
	},
	{
		cause: 'a Lease that is given to another: who led ends, and leads again when the other does not renew it',
		source: 'client-go tools/leaderelection renew',
		given: `kubectl -n kube-system patch lease kube-scheduler --type=merge -p '{"spec":{"holderIdentity":"me"}}' >/dev/null`,
		after: 60,
		ask: `${LEASES} | grep scheduler; kubectl -n kube-system get pod kube-scheduler-controlplane --no-headers | awk '{print $4}'; kubectl -n kube-system logs -p kube-scheduler-controlplane | tail -1 | sed 's/^.*] //'`,
		told: 'kube-scheduler controlplane_UID 15 1\n1\n"Leaderelection lost"\n',
	},
];
