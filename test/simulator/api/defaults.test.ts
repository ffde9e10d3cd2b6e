import { expect, test } from 'vitest';
import { formatYaml } from '../../../simulator/machinery/yaml/format-yaml.ts';
import { create } from './prepare.ts';

function check(name: string, yaml: string, expected: string): void {
	test(name, () => {
		const { uid: _, ...metadata } = create(yaml).metadata;
		expect(formatYaml({ ...create(yaml), metadata })).toBe(`${expected.trim()}\n`);
	});
}

check(
	'a Deployment as kubectl create deployment sends it',
	`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  strategy: {}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {image: "nginx:1.27", name: nginx, resources: {}, ports: [{containerPort: 80}]}
status: {}
`,
	`
apiVersion: apps/v1
kind: Deployment
metadata:
  generation: 1
  labels:
    app: web
  name: web
  namespace: default
spec:
  progressDeadlineSeconds: 600
  replicas: 2
  revisionHistoryLimit: 10
  selector:
    matchLabels:
      app: web
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 25%
    type: RollingUpdate
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - image: nginx:1.27
        imagePullPolicy: IfNotPresent
        name: nginx
        ports:
        - containerPort: 80
          protocol: TCP
        resources: {}
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
      dnsPolicy: ClusterFirst
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      terminationGracePeriodSeconds: 30
status: {}
`,
);

check(
	'a Pod with limits, a probe, an empty volume and a zero that does not show',
	`
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostNetwork: false
  serviceAccount: robot
  containers:
  - name: web
    image: registry.example:5000/team/web
    resources: {limits: {cpu: 1, memory: 0.5Gi}}
    livenessProbe: {httpGet: {port: http}}
    env: [{name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
  volumes: [{name: scratch}, {name: config, configMap: {name: web}}]
`,
	`
apiVersion: v1
kind: Pod
metadata:
  generation: 1
  name: web
  namespace: default
spec:
  containers:
  - env:
    - name: NAME
      valueFrom:
        fieldRef:
          apiVersion: v1
          fieldPath: metadata.name
    image: registry.example:5000/team/web
    imagePullPolicy: Always
    livenessProbe:
      failureThreshold: 3
      httpGet:
        path: /
        port: http
        scheme: HTTP
      periodSeconds: 10
      successThreshold: 1
      timeoutSeconds: 1
    name: web
    resources:
      limits:
        cpu: "1"
        memory: 512Mi
      requests:
        cpu: "1"
        memory: 512Mi
    terminationMessagePath: /dev/termination-log
    terminationMessagePolicy: File
  dnsPolicy: ClusterFirst
  enableServiceLinks: true
  restartPolicy: Always
  schedulerName: default-scheduler
  securityContext: {}
  serviceAccount: robot
  serviceAccountName: robot
  terminationGracePeriodSeconds: 30
  volumes:
  - emptyDir: {}
    name: scratch
  - configMap:
      defaultMode: 420
      name: web
    name: config
status:
  phase: Pending
  qosClass: Guaranteed
`,
);

check(
	'a Service before it has an address',
	`
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}
`,
	`
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: default
spec:
  externalTrafficPolicy: Cluster
  internalTrafficPolicy: Cluster
  ipFamilies:
  - IPv4
  ipFamilyPolicy: SingleStack
  ports:
  - port: 80
    protocol: TCP
    targetPort: 80
  selector:
    app: web
  sessionAffinity: None
  type: NodePort
status:
  loadBalancer: {}
`,
);

check(
	'a DaemonSet counts the generations of its template',
	`
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: agent, image: "agent:latest"}]}}
`,
	`
apiVersion: apps/v1
kind: DaemonSet
metadata:
  annotations:
    deprecated.daemonset.template.generation: "1"
  generation: 1
  name: agent
  namespace: default
spec:
  revisionHistoryLimit: 10
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
      - image: agent:latest
        imagePullPolicy: Always
        name: agent
        resources: {}
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
      dnsPolicy: ClusterFirst
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      terminationGracePeriodSeconds: 30
  updateStrategy:
    rollingUpdate:
      maxSurge: 0
      maxUnavailable: 1
    type: RollingUpdate
status:
  currentNumberScheduled: 0
  desiredNumberScheduled: 0
  numberMisscheduled: 0
  numberReady: 0
`,
);

check(
	'a Secret folds its texts into its data',
	'apiVersion: v1\nkind: Secret\nmetadata: {name: key}\nstringData: {password: s3cret}\n',
	`
apiVersion: v1
data:
  password: czNjcmV0
kind: Secret
metadata:
  name: key
  namespace: default
type: Opaque
`,
);

test('what is behind gates that are off is taken out', () => {
	const { spec } = create(`
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  workloadRef: {name: w, podGroup: p}
  containers:
  - {name: c, image: i, lifecycle: {stopSignal: SIGUSR1}}
  - {name: d, image: i, lifecycle: {stopSignal: SIGUSR1, preStop: {sleep: {seconds: 1}}}}
  volumes:
  - name: v
    projected: {sources: [{clusterTrustBundle: {name: b, path: ca}}, {secret: {name: s}}]}
`) as unknown as { spec: { [field: string]: unknown; containers: { lifecycle?: unknown }[] } };
	expect([spec.workloadRef, spec.containers.map(({ lifecycle }) => lifecycle), spec.volumes]).toEqual([
		undefined,
		[undefined, { preStop: { sleep: { seconds: 1 } } }],
		[{ name: 'v', projected: { defaultMode: 420, sources: [{}, { secret: { name: 's' } }] } }],
	]);
});
