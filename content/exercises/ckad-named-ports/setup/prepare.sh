mkdir -p /opt/lab
kubectl create namespace @{namespace}
kubectl create namespace @{there}
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - { name: pages, image: 'hashicorp/http-echo:1.0', args: ['-listen=:8080', '-text=pages'], ports: [{ name: web, containerPort: 8080 }] }
        - { name: numbers, image: 'hashicorp/http-echo:1.0', args: ['-listen=:9105', '-text=numbers'], ports: [{ name: stats, containerPort: 9105 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{empty}', namespace: '@{namespace}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{empty}' } }
  template:
    metadata: { labels: { app: '@{empty}' } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - { name: main, image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: [netexec, --http-port=8080], ports: [{ name: main, containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: '@{empty}', namespace: '@{namespace}' }
spec:
  selector: @{fault.selector}
  ports: [{ port: 80, targetPort: @{fault.target} }]
---
apiVersion: v1
kind: Pod
metadata: { name: '@{real}', namespace: '@{there}', labels: { app: '@{real}' } }
spec:
  terminationGracePeriodSeconds: 1
  containers: [{ name: main, image: 'hashicorp/http-echo:1.0', args: ['-listen=:8000', '-text=far away'] }]
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: '@{namespace}', labels: { run: client } }
spec:
  terminationGracePeriodSeconds: 1
  containers: [{ name: main, image: 'busybox:1.36', command: [sleep, '1000000'] }]
YAML
kubectl create service clusterip @{real} -n @{there} --tcp=8000:8000
for name in @{app} @{empty}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
kubectl wait -n @{there} --for=condition=Ready pod --all --timeout=60s
kubectl wait -n @{namespace} --for=condition=Ready pod/client --timeout=60s
kubectl get deployments -n @{namespace} -o json | jq -S -c '.items[] | [.metadata.name, .metadata.uid, .spec.template]' > /opt/lab/deployments.txt
