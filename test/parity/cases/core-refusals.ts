import type { ParityGroup } from '../group.ts';

/** What people write in manifests of core kinds and what they are told. */

const pod = (spec: string, metadata = '{name: web}'): string =>
	`apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec: ${spec}\n`;
const container = (rest: string): string => pod(`{containers: [{name: web, image: "nginx:1.27", ${rest}}]}`);
const core = (kind: string, rest: string, metadata = '{name: web}'): string =>
	`apiVersion: v1\nkind: ${kind}\nmetadata: ${metadata}\n${rest}\n`;

const PODS: { readonly [name: string]: string } = {
	'upper-case.yaml': pod('{containers: [{name: Web_1, image: nginx}]}', '{name: Web_1}'),
	'no-containers.yaml': pod('{containers: []}'),
	'no-image.yaml': pod('{containers: [{name: web}]}'),
	'ports.yaml': container(
		'ports: [{containerPort: 0}, {containerPort: 70000}, {name: a_very_long_port_name, containerPort: 80}]',
	),
	'policy.yaml': pod('{restartPolicy: always, containers: [{name: web, image: nginx, imagePullPolicy: Sometimes}]}'),
	'no-volume.yaml': container('volumeMounts: [{name: data, mountPath: /data}, {name: data, mountPath: /data}]'),
	'two-sources.yaml': pod(
		'{containers: [{name: web, image: nginx}], volumes: [{name: v, emptyDir: {}, configMap: {name: a}}]}',
	),
	'probe.yaml': container('livenessProbe: {httpGet: {port: 80}, exec: {command: [ls]}, successThreshold: 2}'),
	'no-handler.yaml': container('readinessProbe: {periodSeconds: 5}'),
	'requests.yaml': container('resources: {requests: {memory: 2Gi, cpu: "2"}, limits: {memory: 1Gi, cpu: "1"}}'),
	'unknown-resource.yaml': container('resources: {limits: {gpu: 1, nvidia.com/gpu: 500m}}'),
	'env.yaml': container(
		'env: [{name: A, value: b, valueFrom: {fieldRef: {fieldPath: metadata.name}}}, {name: "A=B"}, {name: C, valueFrom: {fieldRef: {fieldPath: spec.foo}}}]',
	),
	'security.yaml': container(
		'securityContext: {runAsUser: -1, privileged: true, allowPrivilegeEscalation: false, seccompProfile: {type: Localhost}}',
	),
	'host-ports.yaml': pod(
		'{hostNetwork: true, containers: [{name: web, image: nginx, ports: [{containerPort: 80, hostPort: 8080}]}]}',
	),
	'twice.yaml': pod(
		'{containers: [{name: web, image: nginx}, {name: web, image: nginx}], initContainers: [{name: web, image: nginx, livenessProbe: {exec: {command: [ls]}}}]}',
	),
	'tolerations.yaml': pod(
		'{containers: [{name: web, image: nginx}], tolerations: [{operator: Equal}, {key: a, operator: Exists, value: b, effect: No-Schedule, tolerationSeconds: 5}]}',
	),
	'affinity.yaml': pod(
		'{containers: [{name: web, image: nginx}], affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}]}, nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}}',
	),
	'dns.yaml': pod('{dnsPolicy: None, hostname: a.b, containers: [{name: web, image: nginx}]}'),
	'spread.yaml': pod(
		'{containers: [{name: web, image: nginx}], topologySpreadConstraints: [{maxSkew: 0, topologyKey: "", whenUnsatisfiable: Maybe}]}',
	),
	'gated.yaml': pod(
		'{nodeName: node01, schedulingGates: [{name: a}, {name: a}], containers: [{name: web, image: nginx}]}',
	),
	'profile.yaml': pod(
		'{containers: [{name: web, image: nginx}]}',
		'{name: web, annotations: {container.apparmor.security.beta.kubernetes.io/wbe: foo}}',
	),
	'warned.yaml': pod(
		'{containers: [{name: web, image: nginx, env: [{name: A, value: a}, {name: A, value: b}], ports: [{containerPort: 80}, {containerPort: 80}]}], nodeSelector: {beta.kubernetes.io/os: linux}}',
		'{name: web.a, annotations: {container.apparmor.security.beta.kubernetes.io/web: runtime/default}}',
	),
};

const OTHERS: { readonly [name: string]: string } = {
	'no-ports.yaml': core('Service', 'spec: {selector: {app: web}}'),
	'names.yaml': core('Service', 'spec: {ports: [{port: 80}, {port: 80, targetPort: http_port}]}', '{name: 1web}'),
	'node-port.yaml': core('Service', 'spec: {type: NodePort, ports: [{port: 80, nodePort: 80}]}'),
	'cluster-ip.yaml': core('Service', 'spec: {clusterIP: 10.0.0.1, ports: [{port: 80}]}'),
	'bad-ip.yaml': core('Service', 'spec: {clusterIP: a.b.c.d, type: Cluster, ports: [{port: 80, protocol: HTTP}]}'),
	'external.yaml': core(
		'Service',
		'spec: {type: ExternalName, externalName: "http://example.com", clusterIP: 10.96.0.77}',
	),
	'close.yaml': core('Service', 'spec: {trafficDistribution: PreferClose, ports: [{port: 80}]}'),
	'key.yaml': core('ConfigMap', 'data: {"a b": c, .: d}'),
	'finalizer.yaml': core('ConfigMap', '', '{name: web, finalizers: [foo]}'),
	'label.yaml': core('ConfigMap', '', '{name: web, labels: {-a: "b c"}, annotations: {"a b": c}}'),
	'tls.yaml': core('Secret', 'type: kubernetes.io/tls\nstringData: {tls.crt: a}'),
	'tls-warned.yaml': core('Secret', 'type: kubernetes.io/tls\nstringData: {tls.crt: a, tls.key: b}'),
	'docker.yaml': core('Secret', 'type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: "{"}'),
	'base64.yaml': core('Secret', 'data: {a: hello}'),
	'pv.yaml': core('PersistentVolume', 'spec: {}'),
	'pv-local.yaml': core('PersistentVolume', 'spec: {capacity: {storage: 1Gi}, accessModes: [RWX], local: {path: ""}}'),
	'pv-recycle.yaml': core(
		'PersistentVolume',
		'spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], persistentVolumeReclaimPolicy: Recycle, hostPath: {path: /}}',
	),
	'pvc.yaml': core('PersistentVolumeClaim', 'spec: {accessModes: [ReadWriteOncePod, ReadWriteOnce]}'),
	'pvc-size.yaml': core(
		'PersistentVolumeClaim',
		'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: "0"}}, storageClassName: Fast_Disk}',
	),
	'quota.yaml': core(
		'ResourceQuota',
		'spec: {hard: {pods: -1, foo: 1, services: "0.5"}, scopes: [BestEffort, NotBestEffort]}',
	),
	'limits.yaml': core(
		'LimitRange',
		'spec: {limits: [{type: Container, min: {cpu: "2"}, max: {cpu: "1"}}, {type: Container}, {type: Node}]}',
	),
	'namespace.yaml': core('Namespace', '', '{name: a.b}'),
	'account.yaml': core('ServiceAccount', '', '{name: a_b}'),
	'endpoints.yaml': core(
		'Endpoints',
		'subsets: [{addresses: [{ip: 127.0.0.1}, {ip: x}], ports: [{port: 0}, {port: 80}]}]',
	),
	'rc.yaml': core(
		'ReplicationController',
		'spec: {replicas: -1, selector: {a: b}, template: {metadata: {labels: {a: c}}, spec: {restartPolicy: Never, containers: [{name: web, image: nginx}]}}}',
	),
};

const READING: { readonly [name: string]: string } = {
	'unknown.yaml': pod(
		'{containers: [{name: web, image: nginx, ports: [{containerport: 80}]}], replicas: 2}',
		'{name: web, lables: {}}',
	),
	'list.yaml': pod('{containers: {name: web, image: nginx}}'),
	'text.yaml': container('command: sleep 10'),
	'number.yaml': container('command: [sleep, 10]'),
	'port.yaml': container('ports: [{containerPort: "80"}]'),
	'quantity.yaml': container('resources: {limits: {memory: 1 GB}}'),
	'label-number.yaml': pod('{containers: []}', '{name: web, labels: {version: 1.0}}'),
	'data-number.yaml': core('ConfigMap', 'data: {port: 8080, debug: true}'),
	'indent.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n spec:\n  containers: []\n',
	'tab.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: web\n',
	'kind.yaml': 'apiVersion: v1\nkind: pods\nmetadata: {name: web}\n',
	'lower.yaml': 'apiVersion: apps/v1\nkind: deployment\nmetadata: {name: web}\n',
	'version.yaml': 'apiVersion: apps/v2\nkind: Deployment\nmetadata: {name: web}\n',
	'group.yaml': 'apiVersion: v1\nkind: Deployment\nmetadata: {name: web}\n',
	'no-version.yaml': 'kind: Pod\nmetadata: {name: web}\n',
	'no-kind.yaml': 'apiVersion: v1\nmetadata: {name: web}\n',
	'no-name.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {nam: web}\n',
	'items.yaml':
		'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  metadata: {name: web}\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n',
	'several.yaml':
		'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: first}\n---\napiVersion: v1\nkind: Nope\nmetadata: {name: second}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: Third}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: fourth}\n',
	'comma.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"comma",}}\n',
	'cut.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cut"}\n',
	'garbage.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"g"}} }\n',
	'helm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
	'merged.yaml':
		'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: merged\n  labels: &common {app: web, tier: front}\ndata:\n  <<: *common\n  tier: back\n',
	'octal.yaml': pod(
		'{containers: [{name: web, image: nginx}], volumes: [{name: a, secret: {secretName: s, defaultMode: 0400}}, {name: b, secret: {secretName: s, defaultMode: 0o440}}]}',
	),
	'dos.yaml': 'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: dos\r\ndata:\r\n  a: |\r\n    x\r\n',
};

const each = (files: { readonly [name: string]: string }, verb: string): readonly string[] =>
	Object.keys(files).map((name) => `kubectl ${verb} -f ${name}`);

export const CORE_REFUSAL_GROUPS: readonly ParityGroup[] = [
	{ name: 'core refusals: Pods', files: PODS, commands: each(PODS, 'apply --dry-run=server') },
	{ name: 'core refusals: other kinds', files: OTHERS, commands: each(OTHERS, 'create --dry-run=server') },
	{
		name: 'core refusals: manifests that are read wrongly',
		files: READING,
		commands: [
			...each(READING, 'apply'),
			'kubectl get cm merged -o yaml | grep -v "uid\\|resourceVersion\\|creationTimestamp"',
			"kubectl get cm dos -o jsonpath='{.data}'",
			'kubectl create --validate=warn --dry-run=server -f unknown.yaml',
			'kubectl create --validate=ignore --dry-run=server -f unknown.yaml',
			'kubectl create --validate=false -f no-kind.yaml',
			'kubectl create --validate=false -f no-version.yaml',
			'kubectl create --validate=maybe -f no-version.yaml',
			'kubectl replace -f no-name.yaml',
			'kubectl delete -f no-name.yaml',
			'kubectl delete -f no-kind.yaml',
			'kubectl diff -f no-name.yaml',
			'kubectl apply --server-side -f unknown.yaml',
			'kubectl apply --server-side -f label-number.yaml',
			'cat comma.json | kubectl create --dry-run=client -f -',
		],
	},
	{
		name: 'core refusals: what may not change',
		files: {
			'pv.yaml': core(
				'PersistentVolume',
				'spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /data}}',
				'{name: disk}',
			),
			'sealed.yaml': core('ConfigMap', 'immutable: true\ndata: {a: b}', '{name: sealed}'),
			'gated.yaml': pod(
				'{nodeSelector: {a: b}, schedulingGates: [{name: example.com/wait}], containers: [{name: web, image: nginx, resources: {requests: {cpu: 100m}}}]}',
				'{name: gated}',
			),
			'claim.yaml': core(
				'PersistentVolumeClaim',
				'spec: {storageClassName: "", accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}',
				'{name: claim}',
			),
		},
		setup:
			'kubectl create -f pv.yaml -f sealed.yaml -f gated.yaml -f claim.yaml; kubectl create secret generic s --from-literal=a=b; kubectl create svc clusterip web --tcp=80; kubectl create quota q --hard=pods=5 --scopes=BestEffort',
		commands: [
			'kubectl patch pv disk -p \'{"spec":{"hostPath":{"path":"/other"}}}\'',
			'kubectl patch pv disk -p \'{"spec":{"volumeMode":"Block"}}\'',
			'kubectl patch cm sealed -p \'{"data":{"a":"c"},"immutable":false}\'',
			'kubectl patch secret s -p \'{"type":"kubernetes.io/tls"}\'',
			'kubectl patch svc web -p \'{"spec":{"clusterIP":"10.96.0.200"}}\'',
			'kubectl patch svc web -p \'{"spec":{"type":"ExternalName"}}\'',
			'kubectl patch quota q -p \'{"spec":{"scopes":["NotBestEffort"]}}\'',
			'kubectl patch pvc claim -p \'{"spec":{"resources":{"requests":{"storage":"500Mi"}}}}\'',
			'kubectl patch pvc claim -p \'{"spec":{"accessModes":["ReadWriteMany"]}}\'',
			'kubectl patch pod gated -p \'{"spec":{"nodeSelector":{"a":"c"}}}\'',
			'kubectl patch pod gated -p \'{"spec":{"nodeSelector":{"d":"e"}}}\'',
			'kubectl patch pod gated -p \'{"spec":{"containers":[{"name":"web","resources":{"requests":{"cpu":"200m"}}}]}}\'',
			'kubectl patch pod gated --subresource=resize -p \'{"spec":{"containers":[{"name":"web","resources":{"requests":{"cpu":"200m"},"limits":{"cpu":"200m","memory":"1Gi"}}}]}}\'',
			'kubectl patch pod gated --subresource=resize --type=json -p \'[{"op":"remove","path":"/spec/containers/0/resources/requests/cpu"}]\'',
			'kubectl patch node node01 -p \'{"spec":{"podCIDR":"10.0.0.0/24","podCIDRs":["10.0.0.0/24"]}}\'',
			'kubectl label ns default kubernetes.io/metadata.name=other --overwrite',
			'kubectl annotate pod gated kubernetes.io/config.mirror=x',
		],
	},
];
