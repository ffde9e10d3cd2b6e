// One or more objects of each kind of the groups but core, with every field that `kubectl describe` has a word for.

export const WORKLOADS = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  annotations: {kubernetes.io/change-cause: first, note: "two\\nlines"}
  labels: {app: shop, tier: front}
spec:
  replicas: 0
  minReadySeconds: 5
  revisionHistoryLimit: 3
  progressDeadlineSeconds: 60
  strategy: {type: Recreate}
  selector:
    matchLabels: {app: shop}
    matchExpressions: [{key: tier, operator: In, values: [front, back]}]
  template:
    metadata:
      labels: {app: shop, tier: front}
      annotations: {checksum: abc}
    spec:
      serviceAccountName: default
      nodeSelector: {disk: ssd, zone: a}
      priorityClassName: system-cluster-critical
      tolerations:
      - {key: gpu, operator: Exists, effect: NoSchedule}
      - {key: slow, value: "yes", effect: NoExecute, tolerationSeconds: 30}
      topologySpreadConstraints:
      - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: shop}}}
      - {maxSkew: 2, topologyKey: host, whenUnsatisfiable: DoNotSchedule}
      initContainers:
      - {name: wait, image: "busybox:1.36", command: [sh, -c, "sleep 1\\necho done"], args: [a, b]}
      - {name: sidecar, image: "busybox:1.36", restartPolicy: Always, ports: [{containerPort: 9090, name: metrics, protocol: UDP}]}
      containers:
      - name: web
        image: nginx:1.27
        workingDir: /srv
        ports: [{containerPort: 80, name: http}, {containerPort: 443, hostPort: 8443}]
        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi, cpu: "1"}}
        livenessProbe: {httpGet: {path: /live, port: http, scheme: HTTPS, host: example.com}, initialDelaySeconds: 5, timeoutSeconds: 2}
        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 7}
        startupProbe: {exec: {command: [cat, /ready]}, failureThreshold: 30}
        env:
        - {name: PLAIN, value: "a b"}
        - {name: MULTI, value: "one\\ntwo"}
        - {name: EMPTY}
        - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
        - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
        - {name: KEY, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}
        - {name: CONF, valueFrom: {configMapKeyRef: {name: c, key: k}}}
        envFrom: [{configMapRef: {name: c}, prefix: C_}, {secretRef: {name: s, optional: true}}]
        volumeMounts:
        - {name: conf, mountPath: /conf, readOnly: true}
        - {name: data, mountPath: /data, subPath: web}
      - {name: grpc, image: "busybox:1.36", livenessProbe: {grpc: {port: 5000, service: health}}, volumeDevices: [{name: claim, devicePath: /dev/a}]}
      volumes:
      - {name: conf, configMap: {name: c, optional: true, defaultMode: 256, items: [{key: a, path: b}]}}
      - {name: data, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - {name: claim, persistentVolumeClaim: {claimName: pvc}}
      - {name: host, hostPath: {path: /var, type: Directory}}
      - {name: sec, secret: {secretName: s}}
      - {name: down, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}, {path: cpu, resourceFieldRef: {containerName: web, resource: limits.cpu}}]}}
      - {name: all, projected: {sources: [{secret: {name: s}}, {configMap: {name: c}}, {downwardAPI: {items: []}}, {serviceAccountToken: {path: t, expirationSeconds: 600}}]}}
      - {name: net, nfs: {server: nfs.example.com, path: /exports}}
      - {name: eph, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, annotations: {owner: team}}
spec:
  replicas: 0
  serviceName: db
  podManagementPolicy: Parallel
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: db, image: "redis:7.2", volumeMounts: [{name: data, mountPath: /data}]}]
  volumeClaimTemplates:
  - metadata: {name: data, labels: {kind: fast}, annotations: {a: b}}
    spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 2Gi}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {type: OnDelete}
  template:
    metadata: {labels: {app: agent}}
    spec: {nodeSelector: {nowhere: "true"}, hostNetwork: true, containers: [{name: agent, image: "busybox:1.36", args: [sleep, "9"]}]}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: bare}
spec:
  replicas: 0
  selector: {matchExpressions: [{key: app, operator: Exists}]}
  template:
    metadata: {labels: {app: bare}}
    spec: {containers: [{name: a, image: "nginx:1.27"}, {name: b, image: "busybox:1.36"}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: indexed}
spec:
  suspend: true
  completionMode: Indexed
  completions: 4
  parallelism: 2
  backoffLimitPerIndex: 1
  maxFailedIndexes: 2
  activeDeadlineSeconds: 90
  ttlSecondsAfterFinished: 100
  podReplacementPolicy: Failed
  successPolicy: {rules: [{succeededIndexes: "0,2-3", succeededCount: 2}]}
  podFailurePolicy: {rules: [{action: FailIndex, onExitCodes: {operator: In, values: [3]}}]}
  template: {spec: {restartPolicy: Never, containers: [{name: main, image: "busybox:1.36"}]}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, labels: {app: nightly}}
spec:
  schedule: "30 3 * * 1-5"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 200
  successfulJobsHistoryLimit: 0
  suspend: true
  jobTemplate: {spec: {parallelism: 2, completions: 3, activeDeadlineSeconds: 10, template: {spec: {restartPolicy: OnFailure, containers: [{name: main, image: "busybox:1.36", command: [date]}]}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: most}
spec: {minAvailable: 50%, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: shop}, matchExpressions: [{key: tier, operator: NotIn, values: [x]}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: few}
spec: {maxUnavailable: 1}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: every, annotations: {a: b}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  minReplicas: 2
  maxReplicas: 9
  metrics:
  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
  - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 100Mi}}}
  - {type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 60}}}
  - {type: Pods, pods: {metric: {name: requests, selector: {matchLabels: {verb: get}}}, target: {type: AverageValue, averageValue: 1500m}}}
  - {type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: shop}, metric: {name: hits}, target: {type: Value, value: 2k}}}
  - {type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: "30"}}}
  behavior:
    scaleUp: {stabilizationWindowSeconds: 30, policies: [{type: Pods, value: 2, periodSeconds: 60}]}
    scaleDown: {selectPolicy: Disabled, policies: [{type: Percent, value: 10, periodSeconds: 60}]}
`;

export const NETWORK = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: front, annotations: {nginx.ingress.kubernetes.io/rewrite-target: /}}
spec:
  ingressClassName: nginx
  defaultBackend: {service: {name: default-http-backend, port: {number: 80}}}
  tls: [{hosts: [a.example, b.example], secretName: cert}, {hosts: [c.example]}]
  rules:
  - {host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: a, port: {name: http}}}}, {path: /x, pathType: Exact, backend: {service: {name: b, port: {number: 8080}}}}]}}
  - {host: "*.b.example", http: {paths: [{pathType: ImplementationSpecific, backend: {resource: {apiGroup: k8s.example.com, kind: Bucket, name: static}}}]}}
  - {host: c.example, http: {paths: [{path: /c, pathType: Prefix, backend: {service: {name: c, port: {number: 1}}}}]}}
  - {http: {paths: [{path: /any, pathType: Prefix, backend: {service: {name: c, port: {number: 1}}}}]}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: plain}
spec: {defaultBackend: {service: {name: nothing, port: {number: 80}}}}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
spec: {controller: k8s.io/ingress-nginx, parameters: {apiGroup: k8s.example.com, kind: Parameters, name: external, scope: Namespace, namespace: infra}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all, labels: {a: b}}
spec:
  podSelector: {matchLabels: {role: db}, matchExpressions: [{key: env, operator: In, values: [prod]}]}
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - {ipBlock: {cidr: 172.17.0.0/16, except: [172.17.1.0/24, 172.17.2.0/24]}}
    - {namespaceSelector: {matchLabels: {project: x}}}
    - {podSelector: {matchLabels: {role: web}}, namespaceSelector: {}}
    ports: [{port: 6379}, {protocol: UDP, port: dns}, {port: 100, endPort: 200}, {protocol: SCTP}]
  - {}
  egress:
  - {to: [{podSelector: {}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: quiet}
spec: {podSelector: {}, policyTypes: [Egress]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: outside, labels: {kubernetes.io/service-name: outside}}
addressType: IPv4
ports: [{name: http, port: 80, appProtocol: http}, {name: "", protocol: UDP, port: 53}]
endpoints:
- {addresses: [192.0.2.1, 192.0.2.2], conditions: {ready: true, serving: true, terminating: false}, hostname: one, nodeName: node01, zone: a, hints: {forZones: [{name: a}, {name: b}]}, targetRef: {kind: Pod, name: p, namespace: default}}
- {addresses: [192.0.2.3], conditions: {ready: false}}
- {addresses: [192.0.2.4]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: empty}
addressType: IPv6
endpoints: []
`;

export const CLUSTER = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: collected, labels: {a: b}, annotations: {c: d}}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {collect: "true"}}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: everything}
rules:
- {apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}
- {apiGroups: ["", apps], resources: [pods, deployments], verbs: [watch]}
- {apiGroups: [apps], resources: [deployments], resourceNames: [a, b], verbs: ["*"]}
- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
- {nonResourceURLs: [/healthz, "/metrics/*"], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: none}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: mixed, annotations: {a: b}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: User, name: jane}, {kind: Group, name: devs}, {kind: ServiceAccount, name: bot, namespace: default}, {kind: User, name: joe}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: nobody}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: collected}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true", a: b}}
provisioner: example.com/disk
parameters: {type: ssd, fs: ext4}
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: true
mountOptions: [debug, ro]
allowedTopologies:
- matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [a, b]}, {key: rack, values: [r1]}]
- matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [c]}]
---
apiVersion: storage.k8s.io/v1
kind: CSINode
metadata: {name: node09}
spec: {drivers: [{name: a.example.com, nodeID: n9, topologyKeys: [zone, rack], allocatable: {count: 5}}, {name: b.example.com, nodeID: m9}]}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: urgent, annotations: {a: b}}
value: 1000
preemptionPolicy: Never
description: "for what cannot wait"
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: leader}
spec: {holderIdentity: me, leaseDurationSeconds: 15, leaseTransitions: 2}
---
apiVersion: v1
kind: Event
metadata: {name: told}
involvedObject: {kind: Pod, name: web, namespace: default, fieldPath: "spec.containers{web}"}
type: Warning
reason: Odd
message: " it happened "
count: 3
source: {component: me, host: node01}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: old}
spec:
  replicas: 0
  template: {metadata: {labels: {app: old}}, spec: {containers: [{name: old, image: "nginx:1.27"}]}}
`;
