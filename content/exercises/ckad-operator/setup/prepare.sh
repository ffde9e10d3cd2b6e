kubectl apply -f - <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: '@{thing.plural}.@{thing.group}' }
spec:
  group: '@{thing.group}'
  scope: Namespaced
  names: { kind: '@{thing.kind}', plural: '@{thing.plural}', singular: '@{thing.singular}' }
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns:
        - { name: Schedule, type: string, jsonPath: .spec.schedule }
        - { name: Claim, type: string, jsonPath: .spec.source.claim }
      schema:
        openAPIV3Schema:
          type: object
          description: Copies what is on a claim at fixed times.
          properties:
            spec:
              type: object
              description: What is copied, when and how.
              required: [schedule, source]
              properties:
                schedule: { type: string, pattern: '^(\S+ ){4}\S+$', description: 'When copies are made, as a CronJob says it.' }
                source:
                  type: object
                  description: What is copied.
                  required: [claim]
                  properties:
                    claim: { type: string, description: The PersistentVolumeClaim. }
                keep: { type: integer, minimum: 1, maximum: 30, default: 3, description: How many copies are kept. }
                method:
                  type: string
                  enum: [full, incremental, snapshot]
                  default: full
                  description: 'full copies everything, incremental what has changed, snapshot takes one of the storage.'
---
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: '@{claim}', namespace: '@{namespace}' }
spec: { storageClassName: none, accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: main
          image: curlimages/curl:8.10.1
          command:
            - sh
            - -c
            - |
              while true; do
                code=$(curl -sk -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" \
                  https://kubernetes.default.svc/apis/@{thing.group}/v1/namespaces/@{namespace}/@{thing.plural})
                echo "list: $code"
                sleep 5
              done
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{web}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{web}' } }
  template:
    metadata: { labels: { app: '@{web}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{ name: web, image: 'nginx:1.27' }]
YAML
for name in @{app} @{web}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
sleep 10
