import type { ParityGroup } from '../group.ts';

const CRON_TAB_CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crontabs.stable.example.com
spec:
  group: stable.example.com
  scope: Namespaced
  names:
    plural: crontabs
    singular: crontab
    kind: CronTab
    shortNames: [ct]
    categories: [all, cron]
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        description: CronTab runs an image now and then.
        type: object
        properties:
          spec:
            description: What is wished for.
            type: object
            required: [cronSpec]
            properties:
              cronSpec:
                description: When it runs.
                type: string
                pattern: '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$'
              image: {type: string, maxLength: 30}
              replicas: {type: integer, minimum: 1, maximum: 10, default: 1}
              policy: {type: string, enum: [Allow, Forbid, Replace]}
              port: {x-kubernetes-int-or-string: true}
              tags:
                type: array
                x-kubernetes-list-type: set
                items: {type: string}
              settings:
                type: object
                x-kubernetes-preserve-unknown-fields: true
              hosts:
                type: array
                items:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    weight: {type: integer}
          status:
            type: object
            properties:
              replicas: {type: integer}
              labelSelector: {type: string}
    subresources:
      status: {}
      scale:
        specReplicasPath: .spec.replicas
        statusReplicasPath: .status.replicas
        labelSelectorPath: .status.labelSelector
    selectableFields:
    - jsonPath: .spec.image
    additionalPrinterColumns:
    - {name: Spec, type: string, description: The cron spec, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Image, type: string, priority: 1, jsonPath: .spec.image}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
`;

const cronTab = (name: string, spec: string): string =>
	`apiVersion: stable.example.com/v1\nkind: CronTab\nmetadata:\n  name: ${name}\nspec:\n${spec
		.split('\n')
		.map((line) => `  ${line}`)
		.join('\n')}\n`;

const crd = (changes: readonly (readonly [string, string])[]): string =>
	changes.reduce((text, [from, to]) => {
		if (!text.includes(from)) throw new Error(`the definition has no ${from}`);
		return text.replace(from, to);
	}, CRON_TAB_CRD);

const ISSUER_CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: issuers.pki.example.org
spec:
  group: pki.example.org
  scope: Cluster
  names: {plural: issuers, kind: Issuer}
  versions:
  - name: v1beta1
    served: true
    storage: false
    deprecated: true
    schema:
      openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            oneOf:
            - required: [ca]
            - required: [selfSigned]
            properties:
              ca:
                type: object
                required: [secretName]
                properties:
                  secretName: {type: string, minLength: 1}
              selfSigned: {type: object}
`;

const AUTOSCALER_CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: pools.infra.example.org
spec:
  group: infra.example.org
  scope: Namespaced
  names: {plural: pools, kind: Pool, shortNames: [po2]}
  versions:
  - name: v1alpha1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [min, max]
            x-kubernetes-validations:
            - rule: self.min <= self.max
              message: min must not be above max
            - rule: "!has(self.zone) || self.zone.matches('^[a-z]+-[0-9]$')"
              fieldPath: .zone
              messageExpression: "'zone %s is not like east-1'.format([self.zone])"
            properties:
              min: {type: integer, minimum: 0}
              max: {type: integer}
              zone: {type: string}
              size:
                type: string
                x-kubernetes-validations:
                - rule: self == oldSelf
                  message: size is immutable
                  reason: FieldValueForbidden
              memory:
                type: string
                x-kubernetes-validations:
                - rule: isQuantity(self) && quantity(self).isLessThan(quantity('64Gi'))
              taints:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [key]
                items:
                  type: object
                  required: [key]
                  properties:
                    key: {type: string}
                    effect: {type: string, default: NoSchedule}
`;

const pool = (name: string, spec: string): string =>
	`apiVersion: infra.example.org/v1alpha1\nkind: Pool\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

export const CUSTOM_RESOURCE_GROUPS: readonly ParityGroup[] = [
	{
		name: 'custom resources: definitions',
		files: {
			'crd.yaml': CRON_TAB_CRD,
			'wrong-name.yaml': crd([['name: crontabs.stable.example.com', 'name: crontab.stable.example.com']]),
			'no-schema.yaml': CRON_TAB_CRD.replace(/ {4}schema:[\s\S]*? {4}subresources:/, '    subresources:'),
			'no-storage.yaml': crd([['storage: true', 'storage: false']]),
			'no-type.yaml': crd([
				[
					'          spec:\n            description: What is wished for.\n            type: object\n',
					'          spec:\n            description: What is wished for.\n',
				],
			]),
			'bad-default.yaml': crd([['default: 1', 'default: 0']]),
			'bad-scope.yaml': crd([['scope: Namespaced', 'scope: Everywhere']]),
			'bad-column.yaml': crd([['type: date, jsonPath: .metadata', 'type: time, jsonPath: metadata']]),
			'unique.yaml': crd([['x-kubernetes-list-type: set', 'uniqueItems: true']]),
			'unknown.yaml': crd([['scope: Namespaced', 'scope: Namespaced\n  shortName: ct']]),
		},
		commands: [
			'kubectl get crd',
			'kubectl create -f wrong-name.yaml',
			'kubectl create -f no-schema.yaml',
			'kubectl create -f no-storage.yaml --dry-run=server 2>&1 | head -c 100',
			'kubectl create -f no-type.yaml',
			'kubectl create -f bad-default.yaml',
			'kubectl create -f bad-scope.yaml',
			'kubectl create -f bad-column.yaml',
			'kubectl create -f unique.yaml',
			'kubectl create -f unknown.yaml',
			'kubectl apply -f crd.yaml',
			'kubectl wait --for=condition=established crd/crontabs.stable.example.com --timeout=10s',
			'kubectl get crd',
			'kubectl get crd crontabs.stable.example.com -o yaml',
			'kubectl get crd -o name',
			"kubectl get crd -o jsonpath='{.items[0].status.conditions[*].type}'",
			'kubectl describe crd crontabs.stable.example.com',
			'kubectl apply -f crd.yaml',
			'kubectl create -f crd.yaml',
			'kubectl api-resources --api-group=stable.example.com',
			'kubectl api-resources --api-group=stable.example.com -o wide',
			'kubectl api-versions | grep example',
			'kubectl get --raw /apis/stable.example.com/v1',
			'kubectl get --raw /apis/stable.example.com',
			`kubectl patch crd crontabs.stable.example.com --type=merge -p '{"spec":{"scope":"Cluster"}}'`,
			`kubectl patch crd crontabs.stable.example.com --type=json -p '[{"op":"add","path":"/spec/names/shortNames/-","value":"cts"}]'`,
			'kubectl explain crd.spec.scope | head -5',
		],
	},
	{
		name: 'custom resources: instances',
		files: {
			'crd.yaml': CRON_TAB_CRD,
			'one.yaml': cronTab('one', 'cronSpec: "* * * * */5"\nimage: my-image'),
			'two.yaml': cronTab(
				'two',
				'cronSpec: "0 1 * * *"\nreplicas: 3\nport: http\nhosts:\n- name: a\n- name: b\nsettings:\n  free: {form: true}',
			),
			'unknown.yaml': cronTab('three', 'cronSpec: "* * * * *"\nreplica: 3\nhosts:\n- nam: a'),
			'duplicate.yaml': cronTab('three', 'cronSpec: "* * * * *"\nimage: a\nimage: b'),
			'wrong.yaml': cronTab(
				'three',
				'cronSpec: daily\nreplicas: 11\npolicy: Never\nimage: a-name-that-is-longer-than-thirty-bytes\ntags: [a, b, a]',
			),
			'type.yaml': cronTab('three', 'cronSpec: "* * * * *"\nimage: 5\nport: true'),
			'empty.yaml': 'apiVersion: stable.example.com/v1\nkind: CronTab\nmetadata:\n  name: three\nspec: {}\n',
			'version.yaml': 'apiVersion: stable.example.com/v2\nkind: CronTab\nmetadata:\n  name: three\n',
		},
		setup: 'kubectl apply -f crd.yaml',
		commands: [
			'kubectl get crontabs',
			'kubectl apply -f one.yaml -f two.yaml',
			'kubectl get ct',
			'kubectl get crontab one',
			'kubectl get ct -o wide',
			'kubectl get ct one -o yaml',
			'kubectl get ct -o json',
			'kubectl get ct one -o yaml --show-managed-fields',
			'kubectl get ct -A -o name',
			'kubectl get cron',
			'kubectl get ct three',
			'kubectl get ct --field-selector spec.image=my-image',
			'kubectl get ct --field-selector spec.policy=x',
			'kubectl get ct --show-labels',
			'kubectl create -f unknown.yaml',
			'kubectl create -f unknown.yaml --validate=warn --dry-run=server',
			'kubectl create -f unknown.yaml --validate=ignore --dry-run=server -o yaml',
			'kubectl create -f duplicate.yaml',
			'kubectl create -f wrong.yaml',
			'kubectl create -f type.yaml',
			'kubectl create -f empty.yaml',
			'kubectl create -f version.yaml',
			'kubectl create -f one.yaml',
			'kubectl describe ct one',
			'kubectl explain crontab',
			'kubectl explain ct.spec',
			'kubectl explain ct.spec.hosts',
			'kubectl explain ct --recursive',
			'kubectl explain ct.spec.nothing',
			'kubectl scale ct one --replicas=3',
			'kubectl get ct one',
			'kubectl scale ct one --replicas=30',
			'kubectl get ct one --subresource=scale',
			`kubectl patch ct one -p '{"spec":{"image":"other"}}'`,
			`kubectl patch ct one --type=merge -p '{"spec":{"image":"other"}}'`,
			`kubectl patch ct one --type=strategic -p '{"spec":{"image":"other"}}'`,
			`kubectl patch ct one --type=json -p '[{"op":"remove","path":"/spec/cronSpec"}]'`,
			`kubectl patch ct one --subresource=status --type=merge -p '{"status":{"replicas":3}}'`,
			"kubectl get ct one -o jsonpath='{.status.replicas} {.metadata.generation}'",
			'kubectl label ct one team=blue',
			'kubectl annotate ct --all note=x',
			'kubectl get ct -l team=blue',
			'kubectl apply --server-side -f two.yaml --force-conflicts',
			'kubectl apply --server-side -f unknown.yaml',
			'kubectl replace -f one.yaml',
			'kubectl diff -f one.yaml',
			'kubectl wait ct/one --for=jsonpath={.spec.replicas}=1 --timeout=2s',
			'kubectl delete ct two',
			'kubectl delete -f one.yaml',
			'kubectl get ct',
		],
	},
	{
		name: 'custom resources: versions and deletion',
		files: {
			'crd.yaml': ISSUER_CRD,
			'issuer.yaml':
				'apiVersion: pki.example.org/v1\nkind: Issuer\nmetadata:\n  name: ours\nspec:\n  ca:\n    secretName: ca\n',
			'beta.yaml':
				'apiVersion: pki.example.org/v1beta1\nkind: Issuer\nmetadata:\n  name: beta\nspec:\n  anything: goes\n',
			'none.yaml': 'apiVersion: pki.example.org/v1\nkind: Issuer\nmetadata:\n  name: none\nspec: {}\n',
			'both.yaml':
				'apiVersion: pki.example.org/v1\nkind: Issuer\nmetadata:\n  name: both\nspec:\n  ca: {secretName: ""}\n  selfSigned: {}\n',
		},
		setup: 'kubectl apply -f crd.yaml',
		commands: [
			'kubectl apply -f issuer.yaml',
			'kubectl apply -f beta.yaml',
			'kubectl apply -f none.yaml',
			'kubectl apply -f both.yaml',
			'kubectl get issuers',
			'kubectl get issuers.v1beta1.pki.example.org ours -o yaml',
			'kubectl get issuer beta -o yaml',
			'kubectl get --raw /apis/pki.example.org',
			'kubectl get --raw /apis/pki.example.org/v1beta1',
			'kubectl explain issuer --api-version=pki.example.org/v1beta1',
			'kubectl explain issuer.spec',
			'kubectl get issuers -o custom-columns=NAME:.metadata.name,CA:.spec.ca.secretName',
			'kubectl delete issuer beta',
			'kubectl delete crd issuers.pki.example.org',
			'kubectl get crd',
		],
	},
	{
		name: 'custom resources: rules and lists',
		files: {
			'crd.yaml': AUTOSCALER_CRD,
			'good.yaml': pool(
				'good',
				'{min: 1, max: 3, size: small, memory: 4Gi, taints: [{key: a}, {key: b, effect: NoExecute}]}',
			),
			'crossed.yaml': pool('bad', '{min: 4, max: 3, zone: East}'),
			'memory.yaml': pool('bad', '{min: 1, max: 3, memory: lots}'),
			'huge.yaml': pool('bad', '{min: 1, max: 3, memory: 128Gi}'),
			'twice.yaml': pool('bad', '{min: 1, max: 3, taints: [{key: a}, {key: a}]}'),
			'shape.yaml': pool('bad', '{min: -1, zone: 5}'),
			'ssa.yaml': pool('good', '{min: 2, max: 3, taints: [{key: c}]}'),
			'rule.yaml': AUTOSCALER_CRD.replace('self.min <= self.max', 'self.minimum <= self.max'),
			'not-bool.yaml': AUTOSCALER_CRD.replace('rule: self.min <= self.max', 'rule: self.min'),
		},
		setup: 'kubectl apply -f crd.yaml',
		commands: [
			'kubectl apply -f good.yaml',
			'kubectl apply -f crossed.yaml',
			'kubectl apply -f memory.yaml',
			'kubectl apply -f huge.yaml',
			'kubectl apply -f twice.yaml',
			'kubectl apply -f shape.yaml',
			'kubectl get po2',
			'kubectl get pools -o wide',
			`kubectl patch po2 good --type=merge -p '{"spec":{"size":"large"}}'`,
			`kubectl patch po2 good --type=merge -p '{"spec":{"max":0}}'`,
			'kubectl apply --server-side -f ssa.yaml',
			'kubectl apply --server-side -f ssa.yaml --force-conflicts --field-manager=me',
			'kubectl get pool good -o yaml --show-managed-fields',
			'kubectl apply -f rule.yaml',
			'kubectl apply -f not-bool.yaml',
			'kubectl describe pool good',
			'kubectl explain pool.spec.taints',
			'kubectl delete pools --all',
		],
	},
];
