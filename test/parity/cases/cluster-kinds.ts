import type { ParityGroup } from '../group.ts';

const RUNTIME_CLASS = `apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata:
  name: gvisor
handler: runsc
overhead:
  podFixed:
    memory: 120Mi
    cpu: 250m
scheduling:
  nodeSelector:
    runtime: gvisor
`;

const STORAGE = `apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata:
  name: hostpath.csi.k8s.io
spec:
  podInfoOnMount: true
  volumeLifecycleModes: [Persistent, Ephemeral]
  tokenRequests:
  - audience: vault
---
apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata:
  name: gold
driverName: hostpath.csi.k8s.io
parameters:
  iops: "5000"
---
apiVersion: storage.k8s.io/v1
kind: VolumeAttachment
metadata:
  name: attached
spec:
  attacher: hostpath.csi.k8s.io
  nodeName: node01
  source:
    persistentVolumeName: data
---
apiVersion: storage.k8s.io/v1
kind: CSIStorageCapacity
metadata:
  name: zone-a
  namespace: default
storageClassName: fast
capacity: 10Gi
nodeTopology:
  matchLabels:
    zone: a
`;

const FLOW = `apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata:
  name: batch-robots
spec:
  priorityLevelConfiguration:
    name: batch
  matchingPrecedence: 1500
  distinguisherMethod:
    type: ByUser
  rules:
  - subjects:
    - kind: ServiceAccount
      serviceAccount:
        name: robot
        namespace: default
    resourceRules:
    - verbs: ["*"]
      apiGroups: [batch]
      resources: [jobs]
      namespaces: ["*"]
---
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: PriorityLevelConfiguration
metadata:
  name: batch
spec:
  type: Limited
  limited:
    nominalConcurrencyShares: 5
    limitResponse:
      type: Queue
      queuing: {queues: 16, handSize: 4}
`;

const ADMISSION = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: replicas
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
  validations:
  - expression: object.spec.replicas <= int(params.data.maxReplicas)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: replicas-nowhere
spec:
  policyName: replicas
  paramRef: {name: limits, parameterNotFoundAction: Allow}
  validationActions: [Audit]
  matchResources:
    namespaceSelector: {matchLabels: {nowhere: "true"}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: nobody
webhooks:
- name: nobody.example.com
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig:
    service: {name: nobody, namespace: default, path: /validate}
  namespaceSelector: {matchLabels: {nowhere: "true"}}
  rules:
  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
`;

const AUTOSCALER = `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 5
  targetCPUUtilizationPercentage: 60
`;

const TEMPLATE = `apiVersion: v1
kind: PodTemplate
metadata:
  name: base
template:
  metadata:
    labels: {app: web, tier: front}
  spec:
    containers:
    - {name: web, image: "nginx:1.27"}
    - {name: log, image: "busybox:1.36"}
`;

const BAD_RUNTIME = RUNTIME_CLASS.replace('name: gvisor', 'name: Bad_Name').replace('runsc', 'Run_SC');
const BAD_STORAGE = `apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata: {name: bad.example.com}
spec: {fsGroupPolicy: Some, nodeAllocatableUpdatePeriodSeconds: 1}
---
apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata: {name: empty}
driverName: a/b/c
---
apiVersion: storage.k8s.io/v1
kind: VolumeAttachment
metadata: {name: nothing}
spec: {attacher: a, nodeName: node01, source: {}}
`;
const BAD_FLOW = `apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: {name: bad}
spec:
  priorityLevelConfiguration: {name: ""}
  matchingPrecedence: 20000
  rules:
  - subjects: [{kind: Robot}]
    resourceRules: [{verbs: [jump], apiGroups: [], resources: []}]
---
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: PriorityLevelConfiguration
metadata: {name: bad}
spec: {type: Exempt, limited: {limitResponse: {type: Some}}}
`;
const BAD_ADMISSION = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: bad}
webhooks:
- name: short
  admissionReviewVersions: [v3]
  sideEffects: Some
  timeoutSeconds: 60
  clientConfig: {url: "http://example.com"}
  rules: [{operations: [GET], apiGroups: ["*", apps], apiVersions: [], resources: ["*", pods]}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: bad}
spec: {failurePolicy: Maybe}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: bad}
spec: {policyName: x, validationActions: [Deny, Warn]}
`;
const BAD_NETWORK = `apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: {name: bad}
spec: {cidrs: [10.0.0.1/24]}
---
apiVersion: networking.k8s.io/v1
kind: IPAddress
metadata: {name: web}
spec: {parentRef: {resource: services}}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.example.com}
spec: {group: example.com, version: v2, groupPriorityMinimum: 0, versionPriority: 2000}
`;

const LIMIT_POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: replicas.example.com
spec:
  failurePolicy: Fail
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
  validations:
  - expression: object.spec.replicas <= int(params.data.max)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: replicas-default
spec:
  policyName: replicas.example.com
  validationActions: [Deny]
  paramRef: {name: limits, namespace: default, parameterNotFoundAction: Deny}
  matchResources:
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}
`;

const BROKEN_HOOK = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: broken
webhooks:
- name: pods.example.com
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig:
    service: {name: hook, namespace: default, path: /validate}
  namespaceSelector:
    matchExpressions:
    - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}
  rules:
  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
`;

const BIG = `apiVersion: apps/v1
kind: Deployment
metadata: {name: big}
spec:
  replicas: 9
  selector: {matchLabels: {app: big}}
  template:
    metadata: {labels: {app: big}}
    spec: {containers: [{name: web, image: "nginx:1.27"}]}
`;

export const CLUSTER_KIND_GROUPS: readonly ParityGroup[] = [
	{
		name: 'cluster kinds',
		files: {
			'runtime.yaml': RUNTIME_CLASS,
			'storage.yaml': STORAGE,
			'flow.yaml': FLOW,
			'admission.yaml': ADMISSION,
			'hpa.yaml': AUTOSCALER,
			'template.yaml': TEMPLATE,
			'bad-runtime.yaml': BAD_RUNTIME,
			'bad-storage.yaml': BAD_STORAGE,
			'bad-flow.yaml': BAD_FLOW,
			'bad-admission.yaml': BAD_ADMISSION,
			'bad-network.yaml': BAD_NETWORK,
		},
		commands: [
			'kubectl api-versions',
			'kubectl api-resources',
			'kubectl api-resources -o wide',
			'kubectl api-resources --sort-by=kind',
			'kubectl api-resources --api-group=storage.k8s.io',
			'kubectl api-resources --categories=api-extensions',
			'kubectl api-resources --namespaced=false -o name',
			'kubectl get apiservices',
			'kubectl get apiservice v1.apps -o yaml',
			'kubectl get apiservices v1. v2.autoscaling -o wide',
			'kubectl describe apiservice v1.apps',
			'kubectl get apiservice v1.nothing',
			'kubectl get flowschemas',
			'kubectl get flowschemas -o name',
			'kubectl get flowschema probes -o yaml',
			'kubectl describe flowschema exempt',
			'kubectl get prioritylevelconfigurations',
			'kubectl get prioritylevelconfiguration workload-low -o yaml',
			'kubectl get csinodes',
			'kubectl get csinode node01 -o jsonpath={.metadata.ownerReferences[0].name}',
			'kubectl describe csinode node01',
			'kubectl get servicecidrs',
			'kubectl describe servicecidr kubernetes',
			'kubectl get ipaddresses',
			'kubectl get ip -o wide',
			'kubectl describe ip 10.96.0.10',
			'kubectl get runtimeclasses',
			'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations',
			'kubectl get csidrivers,volumeattachments,vac',
			'kubectl get podtemplates -A',
			'kubectl apply -f runtime.yaml',
			'kubectl get runtimeclass',
			'kubectl describe runtimeclass gvisor',
			`kubectl patch runtimeclass gvisor --type=merge -p '{"handler":"kata"}'`,
			'kubectl apply -f storage.yaml',
			'kubectl get csidriver',
			'kubectl get vac gold',
			'kubectl get volumeattributesclass gold -o yaml',
			'kubectl get volumeattachments',
			'kubectl get csistoragecapacities',
			`kubectl patch vac gold --type=merge -p '{"parameters":{"iops":"1"}}'`,
			`kubectl patch volumeattachment attached --type=merge -p '{"spec":{"nodeName":"node02"}}'`,
			`kubectl patch csidriver hostpath.csi.k8s.io --type=merge -p '{"spec":{"attachRequired":false}}'`,
			'kubectl apply -f flow.yaml',
			'kubectl get flowschema batch-robots',
			'kubectl get prioritylevelconfiguration batch',
			'kubectl apply -f admission.yaml',
			'kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings,validatingwebhookconfigurations',
			'kubectl get validatingwebhookconfiguration nobody -o jsonpath={.webhooks[0].failurePolicy}/{.webhooks[0].timeoutSeconds}',
			'kubectl describe validatingadmissionpolicybinding replicas-nowhere',
			'kubectl apply -f hpa.yaml',
			'kubectl get hpa',
			'kubectl get hpa.v1.autoscaling web -o jsonpath={.spec}',
			'kubectl get horizontalpodautoscalers.v1.autoscaling web -o jsonpath={.spec}',
			'kubectl get horizontalpodautoscaler.v2.autoscaling web -o jsonpath={.spec}',
			'kubectl describe hpa web',
			'kubectl get csinode node01 -o yaml',
			'kubectl explain flowschema.spec.rules --recursive',
			'kubectl describe validatingwebhookconfiguration nobody',
			'kubectl apply -f hpa.yaml',
			'kubectl apply -f template.yaml',
			'kubectl get podtemplates',
			'kubectl get podtemplate base -o wide --show-labels',
			'kubectl apply -f bad-runtime.yaml',
			'kubectl apply -f bad-storage.yaml',
			'kubectl apply -f bad-flow.yaml',
			'kubectl apply -f bad-admission.yaml',
			'kubectl apply -f bad-network.yaml',
			'kubectl run lost --image=nginx:1.27 --overrides=\'{"spec":{"runtimeClassName":"nosuch"}}\'',
			'kubectl explain runtimeclass.handler',
			'kubectl explain csidriver.spec --recursive',
			'kubectl explain hpa --api-version=autoscaling/v1',
			'kubectl delete -f storage.yaml',
			'kubectl delete -f admission.yaml -f flow.yaml',
			'kubectl delete runtimeclass gvisor',
		],
	},
	{
		name: 'admission by webhooks and policies',
		files: { 'policy.yaml': LIMIT_POLICY, 'hook.yaml': BROKEN_HOOK, 'big.yaml': BIG },
		commands: [
			'kubectl apply -f policy.yaml',
			'kubectl get validatingadmissionpolicy,validatingadmissionpolicybinding',
			'kubectl apply -f big.yaml',
			'kubectl create configmap limits --from-literal=max=3',
			'kubectl apply -f big.yaml',
			'kubectl create deployment small --image=nginx:1.27 --replicas=2',
			'kubectl create deployment big --image=nginx:1.27 --replicas=4',
			'kubectl scale deployment small --replicas=3',
			`kubectl patch deployment small -p '{"spec":{"replicas":7}}'`,
			'kubectl create namespace free',
			'kubectl apply -f big.yaml -n free',
			`kubectl patch validatingadmissionpolicybinding replicas-default --type=merge -p '{"spec":{"validationActions":["Warn"]}}'`,
			'kubectl apply -f big.yaml',
			'kubectl apply -f hook.yaml',
			'kubectl get validatingwebhookconfigurations',
			'kubectl run web --image=nginx:1.27',
			'kubectl run web --image=nginx:1.27 --dry-run=server',
			'kubectl run web --image=nginx:1.27 -n kube-system',
			'kubectl delete pod web -n kube-system --force --grace-period=0',
			'kubectl delete validatingwebhookconfiguration broken',
			'kubectl run web --image=nginx:1.27',
			'kubectl delete -f policy.yaml',
		],
	},
];
