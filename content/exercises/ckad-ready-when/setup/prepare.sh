mkdir -p /opt/lab
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{rpc}', namespace: '@{namespace}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{rpc}' } }
  template:
    metadata: { labels: { app: '@{rpc}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: rpc
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [grpc-health-checking, '--port=@{rpcPort}', '--http-port=8080', '--service=@{service}']
          ports: [{ name: grpc, containerPort: @{rpcPort} }]
          readinessProbe: @{fault.probe}
---
apiVersion: v1
kind: Service
metadata: { name: '@{rpc}', namespace: '@{namespace}' }
spec:
  selector: { app: '@{rpc}' }
  ports: [{ port: @{rpcPort} }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{worker}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{worker}' } }
  template:
    metadata: { labels: { app: '@{worker}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: worker
          image: busybox:1.36
          command: [sh, -c, 'mkdir -p /run/@{worker}; sleep 3; touch /run/@{worker}/@{flag}; while true; do sleep 10; done']
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{line}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{line}' } }
  template:
    metadata: { labels: { app: '@{line}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: line
          image: busybox:1.36
          command: [sh, -c, 'echo warming up; sleep 25; echo open; exec httpd -f -p @{open}']
YAML
for name in @{worker} @{line}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl get deployment @{line} -n @{namespace} -o json | jq -S '.spec.template.spec.containers[0] | [.image, .command]' > /opt/lab/program.json
sleep 30
