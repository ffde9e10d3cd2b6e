mkdir -p /opt/lab /opt/work/fit
install -d -m 0777 /opt/answers/fit
for name in @{namespace} @{other} @{third}; do kubectl create namespace $name; done
cat > /opt/work/fit/@{pod}.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: @{pod}
  namespace: @{namespace}
  labels:
    app: @{pod}
spec:
  containers:
    - name: web
      image: nginx:1.27
      resources:
        requests:
          cpu: @{fault.requestCpu}
          memory: @{fault.requestMemory}
        limits:
          cpu: @{fault.limitCpu}
          memory: @{fault.limitMemory}
YAML
chmod 777 /opt/work/fit && chmod 666 /opt/work/fit/@{pod}.yaml
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: LimitRange
metadata: { name: bounds, namespace: '@{namespace}' }
spec:
  limits:
    - type: Container
      min: { cpu: 10m, memory: 16Mi }
      max: { cpu: 500m, memory: 512Mi }
      defaultRequest: { cpu: 20m, memory: 32Mi }
      default: { cpu: 40m, memory: 64Mi }
      maxLimitRequestRatio: { cpu: '4', memory: '2' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{other}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 1
      initContainers: [{ name: first, image: 'busybox:1.36', command: ['true'] }]
      containers:
        - { name: main, image: 'nginx:1.27', resources: { requests: { cpu: 50m, memory: 32Mi } } }
        - { name: side, image: 'busybox:1.36', command: [sleep, '1000000'] }
---
apiVersion: v1
kind: Pod
metadata: { name: '@{names.none}', namespace: '@{third}' }
spec: { terminationGracePeriodSeconds: 1, containers: [{ name: main, image: 'busybox:1.36', command: [sleep, '1000000'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: '@{names.empty}', namespace: '@{third}' }
spec:
  terminationGracePeriodSeconds: 1
  priorityClassName: system-cluster-critical
  containers:
    - { name: main, image: 'busybox:1.36', command: [sleep, '1000000'], resources: { limits: {}, requests: {} } }
    - { name: side, image: 'busybox:1.36', command: [sleep, '1000000'] }
---
apiVersion: v1
kind: Pod
metadata: { name: '@{names.some}', namespace: '@{third}' }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - { name: main, image: 'busybox:1.36', command: [sleep, '1000000'] }
    - { name: side, image: 'busybox:1.36', command: [sleep, '1000000'], resources: { requests: { memory: 1Mi } } }
---
apiVersion: v1
kind: Pod
metadata: { name: '@{names.all}', namespace: '@{third}' }
spec:
  terminationGracePeriodSeconds: 1
  containers: [{ name: main, image: 'busybox:1.36', command: [sleep, '1000000'], resources: { limits: { cpu: 10m, memory: 16Mi } } }]
YAML
kubectl rollout status deployment/@{app} -n @{other} --timeout=60s
kubectl get limitrange -n @{namespace} -o json | jq -S -c '.items[] | [.metadata.name, .metadata.uid, .spec]' > /opt/lab/rules.txt
