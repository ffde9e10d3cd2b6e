mkdir -p /opt/lab
kubectl create namespace @{namespace}
kubectl create namespace @{other}
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{front}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{front}' } }
  template:
    metadata: { labels: { app: '@{front}', tier: web } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - { name: web, image: 'nginx:1.27' }
        - { name: admin, image: 'hashicorp/http-echo:1.0', args: ['-listen=:8081', '-text=admin'] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{back}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{back}' } }
  template:
    metadata: { labels: { app: '@{back}', tier: api } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - { name: main, image: 'hashicorp/http-echo:1.0', args: ['-listen=:8080', '-text=@{back} main'] }
        - { name: metrics, image: 'hashicorp/http-echo:1.0', args: ['-listen=:@{metrics.port}', '-text=@{back} metrics'] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: attic, namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: attic } }
  template:
    metadata: { labels: { app: attic } }
    spec:
      containers:
        - { name: main, image: 'hashicorp/http-echo:1.0', args: ['-listen=:8080', '-text=attic'] }
        - { name: metrics, image: 'hashicorp/http-echo:1.0', args: ['-listen=:@{metrics.port}', '-text=attic'] }
        - { name: web, image: 'nginx:1.27' }
---
apiVersion: v1
kind: Service
metadata: { name: '@{front}', namespace: '@{namespace}' }
spec: { selector: { app: '@{front}' }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: '@{back}', namespace: '@{namespace}' }
spec: { selector: { app: '@{back}' }, ports: [{ port: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: open, namespace: default }
spec:
  selector: { matchLabels: { app: open } }
  template:
    metadata: { labels: { app: open } }
    spec: { containers: [{ name: main, image: 'nginx:1.27' }] }
---
apiVersion: v1
kind: Service
metadata: { name: open, namespace: default }
spec: { selector: { app: open }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: earlier, namespace: '@{namespace}' }
spec: @{fault.spec}
YAML
for namespace in default @{other}; do kubectl run client -n $namespace --image=busybox:1.36 -- sleep 1000000; done
for name in @{front} @{back} attic; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl rollout status deployment/open --timeout=120s
for namespace in default @{other}; do kubectl wait -n $namespace --for=condition=Ready pod/client --timeout=60s; done
kubectl get deployments -A -o json | jq -c '.items[] | select(.metadata.namespace != "kube-system") | [.metadata.name, .spec.template.metadata.labels]' > /opt/lab/labels.txt
