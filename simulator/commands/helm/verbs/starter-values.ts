/** values.yaml of a new chart. */
export const STARTER_VALUES = `# What the templates of <CHARTNAME> are given unless somebody says otherwise.
# It is YAML, and the names are yours to choose.

# How many Pods there are: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/
replicaCount: 1

# What they run: https://kubernetes.io/docs/concepts/containers/images/
image:
  repository: nginx
  # When it is pulled.
  pullPolicy: IfNotPresent
  # The chart's appVersion when this is empty.
  tag: ""

# Secrets for a private registry: https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
imagePullSecrets: []
# Instead of the chart's name, and of the whole name.
nameOverride: ""
fullnameOverride: ""

# Who the Pods are: https://kubernetes.io/docs/concepts/security/service-accounts/
serviceAccount:
  # Whether there is a service account of their own
  create: true
  # Whether its credentials are mounted
  automount: true
  # Its annotations
  annotations: {}
  # Its name: made of the release's and the chart's when this is empty and it is created
  name: ""

# Annotations of the Pods: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
podAnnotations: {}
# Labels of the Pods: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
podLabels: {}

podSecurityContext: {}
  # fsGroup: 2000

securityContext: {}
  # capabilities:
  #   drop:
  #   - ALL
  # readOnlyRootFilesystem: true
  # runAsNonRoot: true
  # runAsUser: 1000

# How they are reached: https://kubernetes.io/docs/concepts/services-networking/service/
service:
  # https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
  type: ClusterIP
  # https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
  port: 80

# How they are reached from outside: https://kubernetes.io/docs/concepts/services-networking/ingress/
ingress:
  enabled: false
  className: ""
  annotations: {}
    # kubernetes.io/ingress.class: nginx
    # kubernetes.io/tls-acme: "true"
  hosts:
    - host: chart-example.local
      paths:
        - path: /
          pathType: ImplementationSpecific
  tls: []
  #  - secretName: chart-example-tls
  #    hosts:
  #      - chart-example.local

# The same through the Gateway API (https://gateway-api.sigs.k8s.io/guides/), where the cluster has it
httpRoute:
  # Whether there is a route
  enabled: false
  # Its annotations
  annotations: {}
  # The Gateways it is attached to
  parentRefs:
  - name: gateway
    sectionName: http
    # namespace: default
  # The hosts it is for
  hostnames:
  - chart-example.local
  # What is matched, and filtered
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /headers
  #   filters:
  #   - type: RequestHeaderModifier
  #     requestHeaderModifier:
  #       set:
  #       - name: My-Overwrite-Header
  #         value: this-is-the-only-value
  #       remove:
  #       - User-Agent

resources: {}
  # Left to whoever installs the chart. To limit what a Pod takes, write these lines without the marks and take the
  # braces behind 'resources:' away.
  # limits:
  #   cpu: 100m
  #   memory: 128Mi
  # requests:
  #   cpu: 100m
  #   memory: 128Mi

# Whether they are well: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
livenessProbe:
  httpGet:
    path: /
    port: http
readinessProbe:
  httpGet:
    path: /
    port: http

# How many there are under load: https://kubernetes.io/docs/concepts/workloads/autoscaling/
autoscaling:
  enabled: false
  minReplicas: 1
  maxReplicas: 100
  targetCPUUtilizationPercentage: 80
  # targetMemoryUtilizationPercentage: 80

# Further volumes of the Pods
volumes: []
# - name: foo
#   secret:
#     secretName: mysecret
#     optional: false

# And where they are mounted
volumeMounts: []
# - name: foo
#   mountPath: "/etc/foo"
#   readOnly: true

nodeSelector: {}

tolerations: []

affinity: {}
`;
