import { expect, test } from 'vitest';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { create, kindOf, NOW_MS } from './prepare.ts';

/** The row of a new object, with some of its status as given. */
function row(yaml: string, status: object = {}): string {
	const object = create(yaml) as KubeObject & { status?: object };
	object.metadata.creationTimestamp = '2026-11-20T07:30:00Z';
	if (object.status !== undefined) object.status = { ...object.status, ...status };
	const { columns } = kindOf(object);
	return columns.map((column) => `${column.name.toUpperCase()}=${column.value(object, NOW_MS)}`).join(' ');
}

const template =
	'template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}, {name: c, image: d}]}}';

test.each([
	[
		'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3, selector: {matchLabels: {app: web}}, TEMPLATE}',
		{ readyReplicas: 2, updatedReplicas: 3, availableReplicas: 2 },
		'NAME=web READY=2/3 UP-TO-DATE=3 AVAILABLE=2 AGE=90m CONTAINERS=a,c IMAGES=b,d SELECTOR=app=web',
	],
	[
		'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}, TEMPLATE}',
		{ desiredNumberScheduled: 2, numberReady: 1 },
		'NAME=web DESIRED=2 CURRENT=0 READY=1 UP-TO-DATE=0 AVAILABLE=0 NODE SELECTOR=<none> AGE=90m CONTAINERS=a,c IMAGES=b,d SELECTOR=app=web',
	],
	[
		'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: LoadBalancer, clusterIP: 10.96.0.7, selector: {b: "2", a: "1"}, ports: [{port: 80, nodePort: 30080}]}',
		{},
		'NAME=web TYPE=LoadBalancer CLUSTER-IP=10.96.0.7 EXTERNAL-IP=<pending> PORT(S)=80:30080/TCP AGE=90m SELECTOR=a=1,b=2',
	],
	[
		'apiVersion: v1\nkind: Node\nmetadata: {name: cp, labels: {node-role.kubernetes.io/control-plane: "", node-role.kubernetes.io/a: ""}}\nspec: {unschedulable: true}',
		{ conditions: [{ type: 'Ready', status: 'Unknown' }], addresses: [{ type: 'InternalIP', address: '172.30.1.2' }] },
		'NAME=cp STATUS=NotReady,SchedulingDisabled ROLES=a,control-plane AGE=90m VERSION= INTERNAL-IP=172.30.1.2 EXTERNAL-IP=<none> OS-IMAGE=<unknown> KERNEL-VERSION=<unknown> CONTAINER-RUNTIME=<unknown>',
	],
	[
		'apiVersion: v1\nkind: Endpoints\nmetadata: {name: web}\nsubsets: [{addresses: [{ip: 10.0.0.1}, {ip: 10.0.0.2}], ports: [{name: a, port: 80}, {name: b, port: 81}]}]',
		{},
		'NAME=web ENDPOINTS=10.0.0.1:80,10.0.0.2:80,10.0.0.1:81 + 1 more... AGE=90m',
	],
	[
		'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: web}\naddressType: IPv4',
		{},
		'NAME=web ADDRESSTYPE=IPv4 PORTS=<unset> ENDPOINTS=<unset> AGE=90m',
	],
	[
		'apiVersion: v1\nkind: Event\nmetadata: {name: e}\ninvolvedObject: {kind: Pod, name: web, namespace: default}\nreason: Pulled\ntype: Normal\nmessage: "Pulled \\n"\nsource: {component: kubelet, host: node01}\nfirstTimestamp: "2026-11-20T08:00:00Z"\nlastTimestamp: "2026-11-20T08:59:00Z"\ncount: 4',
		{},
		'LAST SEEN=60s TYPE=Normal REASON=Pulled OBJECT=pod/web SUBOBJECT= SOURCE=kubelet, node01 MESSAGE=Pulled FIRST SEEN=60m COUNT=4 NAME=e',
	],
	[
		'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: tick}\nspec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}',
		{},
		'NAME=tick SCHEDULE=* * * * * TIMEZONE=<none> SUSPEND=False ACTIVE=0 LAST SCHEDULE=<none> AGE=90m CONTAINERS=a IMAGES=b SELECTOR=<none>',
	],
	[
		'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}',
		{},
		'NAME=web REFERENCE=Deployment/web TARGETS=cpu: <unknown>/80% MINPODS=1 MAXPODS=5 REPLICAS=0 AGE=90m',
	],
	[
		'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\nroleRef: {kind: Role, name: r}\nsubjects: [{kind: User, name: u}, {kind: ServiceAccount, namespace: team, name: s}]',
		{},
		'NAME=b ROLE=Role/r AGE=90m USERS=u GROUPS= SERVICEACCOUNTS=team/s',
	],
])('%s', (yaml, status, expected) => expect(row(yaml.replace('TEMPLATE', template), status)).toBe(expected));
