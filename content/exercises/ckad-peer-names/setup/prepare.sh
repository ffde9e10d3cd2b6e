mkdir -p /opt/lab
kubectl create namespace @{namespace}
kubectl create namespace @{other}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: '@{peers}', namespace: '@{namespace}' }
spec: @{fault.spec}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: '@{group}', namespace: '@{namespace}' }
spec:
  serviceName: '@{peers}'
  replicas: 3
  podManagementPolicy: Parallel
  selector: { matchLabels: { app: '@{group}' } }
  template:
    metadata: { labels: { app: '@{group}', role: member } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: member
          image: busybox:1.36
          command: [sh, -c, 'while true; do sleep 10; done']
          readinessProbe:
            exec: { command: [sh, -c, 'for n in 0 1 2; do nslookup @{group}-$n.@{peers}.@{namespace}.svc.cluster.local || { echo "no address of @{group}-$n.@{peers}"; exit 1; }; done'] }
            timeoutSeconds: 8
            periodSeconds: 10
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{cart}', namespace: '@{namespace}' }
spec:
  replicas: 4
  selector: { matchLabels: { app: '@{cart}' } }
  template:
    metadata: { labels: { app: '@{cart}' } }
    spec:
      containers: [{ name: main, image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: [netexec, --http-port=8080] }]
---
apiVersion: v1
kind: Service
metadata: { name: '@{cart}', namespace: '@{namespace}' }
spec: { selector: { app: '@{cart}' }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{far}', namespace: '@{other}' }
spec:
  replicas: 1
  selector: { matchLabels: { app: '@{far}' } }
  template:
    metadata: { labels: { app: '@{far}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{ name: main, image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: [netexec, --http-port=8080] }]
---
apiVersion: v1
kind: Service
metadata: { name: '@{far}', namespace: '@{other}' }
spec: { selector: { app: '@{far}' }, ports: [{ port: 8080 }] }
YAML
kubectl run client -n @{namespace} --image=busybox:1.36 -- sleep 1000000
kubectl rollout status deployment/@{cart} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{far} -n @{other} --timeout=120s
kubectl wait -n @{namespace} --for=condition=Ready pod/client --timeout=60s
sleep 20
kubectl get statefulset @{group} -n @{namespace} -o json | jq -S -c '[.metadata.uid, .metadata.generation, .spec]' > /opt/lab/statefulset.json
