import { expect, test } from 'vitest';
import { verdictOfCreate, verdictOfUpdate } from './prepare.ts';

function check(name: string, yaml: string, expected: string): void {
	test(name, () => expect(verdictOfCreate(yaml)).toBe(expected));
}

const pod = (spec: string, metadata = '{name: web}'): string =>
	`apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec: ${spec}\n`;
const deployment = (spec: string): string =>
	`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: ${spec}\n`;
const template = (label: string): string =>
	`{metadata: {labels: {app: ${label}}}, spec: {containers: [{name: web, image: nginx}]}}`;
const service = (spec: string, name = 'web'): string =>
	`apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

check('a Pod that is in order', pod('{containers: [{name: web, image: nginx}]}'), 'valid');
check('no containers', pod('{containers: []}'), 'Pod "web" is invalid: spec.containers: Required value');
check(
	'names that are no DNS names',
	pod('{containers: [{name: Web_1, image: nginx}]}', '{name: Web_1}'),
	`Pod "Web_1" is invalid: [metadata.name: Invalid value: "Web_1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.containers[0].name: Invalid value: "Web_1": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')]`,
);
check(
	'every mistake at once',
	pod(`
  restartPolicy: Sometimes
  containers:
  - name: web
    resources: {requests: {cpu: 2}, limits: {cpu: 1, nvidia: 1}}
    ports: [{containerPort: 70000}, {containerPort: 80, protocol: HTTP}]
    volumeMounts: [{name: data, mountPath: /data}]
    livenessProbe: {periodSeconds: -1, httpGet: {port: 80}, exec: {command: [ls]}, successThreshold: 2}
  - name: web
    image: nginx
    env: [{name: A=B}, {name: B, valueFrom: {configMapKeyRef: {name: c}}}]`),
	`Pod "web" is invalid: [spec.containers[0].image: Required value, spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive, spec.containers[0].ports[1].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP", spec.containers[0].volumeMounts[0].name: Not found: "data", spec.containers[0].resources.limits[nvidia]: Invalid value: "nvidia": must be a standard resource type or fully qualified, spec.containers[0].resources.limits[nvidia]: Invalid value: "nvidia": must be a standard resource for containers, spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1, spec.containers[0].resources.requests[nvidia]: Invalid value: "nvidia": must be a standard resource type or fully qualified, spec.containers[0].resources.requests[nvidia]: Invalid value: "nvidia": must be a standard resource for containers, spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type, spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0, spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1, spec.containers[1].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than '=', spec.containers[1].env[1].valueFrom.configMapKeyRef.key: Required value, spec.containers[1].name: Duplicate value: "web", spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"]`,
);
check(
	'a selector that does not match the template',
	deployment(`{selector: {matchLabels: {app: web}}, template: ${template('wbe')}}`),
	'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: {"app":"wbe"}: `selector` does not match template `labels`',
);
check(
	'no selector and no template',
	deployment('{replicas: -1}'),
	'Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
);
check(
	'strategies',
	deployment(
		`{selector: {matchLabels: {app: web}}, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}, template: ${template('web')}}`,
	),
	'Deployment.apps "web" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0',
);
check(
	'an unknown strategy',
	deployment(`{selector: {matchLabels: {app: web}}, strategy: {type: Blue}, template: ${template('web')}}`),
	'Deployment.apps "web" is invalid: spec.strategy: Unsupported value: {"Type":"Blue","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
);
check(
	'a Service without ports and with a bad name',
	service('{selector: {app: web}}', '1web'),
	`Service "1web" is invalid: [metadata.name: Invalid value: "1web": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?'), spec.ports: Required value]`,
);
check(
	'ports that need names, a node port of the wrong type',
	service('{ports: [{port: 80, nodePort: 30080}, {port: 80, name: b}]}'),
	`Service "web" is invalid: [spec.ports[0].name: Required value, spec.ports[0].nodePort: Forbidden: may not be used when \`type\` is 'ClusterIP', spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}]`,
);
check(
	'a ConfigMap key',
	'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {"a b": x}\n',
	`ConfigMap "c" is invalid: data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
);
check(
	'a Job that would restart for ever',
	`apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec: {template: ${template('once')}}\n`,
	'Job.batch "once" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
);
check(
	'a schedule',
	`apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: tick}\nspec: {schedule: "* * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}\n`,
	'CronJob.batch "tick" is invalid: spec.schedule: Invalid value: "* * * *": expected exactly 5 fields, found 4: [* * * *]',
);
check(
	'a Role without verbs',
	'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules: [{resources: [pods]}]\n',
	'Role.rbac.authorization.k8s.io "r" is invalid: [rules[0].verbs: Required value: verbs must contain at least one value, rules[0].apiGroups: Required value: resource rules must supply at least one api group]',
);

test('what of a Deployment is immutable', () => {
	expect(
		verdictOfUpdate(
			deployment(`{selector: {matchLabels: {app: web}}, template: ${template('web')}}`),
			deployment(`{selector: {matchLabels: {app: api}}, template: ${template('api')}}`),
		),
	).toBe(
		'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"api"}}: field is immutable',
	);
});

test('a Pod may get another image, and no other environment', () => {
	const before = pod('{containers: [{name: web, image: "nginx:1.26"}]}');
	expect(verdictOfUpdate(before, pod('{containers: [{name: web, image: "nginx:1.27"}]}'))).toBe('valid');
	expect(
		verdictOfUpdate(before, pod('{containers: [{name: web, image: "nginx:1.27", env: [{name: A, value: <b>}]}]}')),
	).toBe(`Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than \`spec.containers[*].image\`,\`spec.initContainers[*].image\`,\`spec.activeDeadlineSeconds\`,\`spec.tolerations\` (only additions to existing tolerations),\`spec.terminationGracePeriodSeconds\` (allow it to be set to 1 if it was previously negative)
@@ -10,7 +10,13 @@
    "WorkingDir": "",
    "Ports": null,
    "EnvFrom": null,
-   "Env": null,
+   "Env": [
+    {
+     "Name": "A",
+     "Value": "\\u003cb\\u003e",
+     "ValueFrom": null
+    }
+   ],
    "Resources": {
     "Limits": null,
     "Requests": null,
`);
});

test('what is immutable stays so', () => {
	const config = (data: string, immutable: boolean): string =>
		`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\nimmutable: ${immutable}\ndata: {a: ${data}}\n`;
	expect(verdictOfUpdate(config('x', true), config('y', false))).toBe(
		'ConfigMap "c" is invalid: [immutable: Forbidden: field is immutable when `immutable` is set, data: Forbidden: field is immutable when `immutable` is set]',
	);
});
