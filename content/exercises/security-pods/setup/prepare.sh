for ns in team safe edge demo; do kubectl create namespace $ns; done
kubectl label namespace demo pod-security.kubernetes.io/enforce=restricted
kubectl create deployment api -n safe --image=busybox:1.36 --replicas=2 -- sleep infinity
kubectl rollout status deployment/api -n safe --timeout=120s
kubectl label namespace safe pod-security.kubernetes.io/enforce=restricted
kubectl delete pods -n safe -l app=api --now
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: router, namespace: edge }
spec:
  selector: { matchLabels: { app: router } }
  template:
    metadata: { labels: { app: router } }
    spec:
      containers: [{ name: router, image: 'busybox:1.36', command: [sleep, infinity], securityContext: { privileged: true } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: thumbs, namespace: edge }
spec:
  selector: { matchLabels: { app: thumbs } }
  template:
    metadata: { labels: { app: thumbs } }
    spec:
      containers:
        - name: thumbs
          image: busybox:1.36
          command: [sh, -c, 'mkdir -p /var/cache/thumbs && date > /var/cache/thumbs/started && sleep infinity']
          securityContext: { readOnlyRootFilesystem: true }
YAML
kubectl rollout status deployment/router -n edge --timeout=120s
sleep 20
