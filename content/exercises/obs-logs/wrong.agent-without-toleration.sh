# fails: agent/everywhere, agent/read-only
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: logging }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      containers:
        - name: agent
          image: busybox:1.36
          command: [sleep, infinity]
          volumeMounts: [{ name: pods, mountPath: /var/log/pods }]
      volumes: [{ name: pods, hostPath: { path: /var/log/pods } }]
YAML
kubectl rollout status daemonset/agent -n logging --timeout=120s
