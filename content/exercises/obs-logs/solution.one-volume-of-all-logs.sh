# The key gets the name that the program wants; the sidecar is an ordinary container; the agent sees all of /var/log.
for pod in $(kubectl get pods -n shop -l app=orders -o name); do kubectl logs -n shop "$pod" | sed -n 's/^ERROR order \([0-9]*\) rejected.*/\1/p'; done | sort -u > /root/order.txt

kubectl get configmap billing-config -n shop -o yaml | sed 's/rate\.csv/rates.csv/' | kubectl replace -f -
kubectl rollout restart deployment/billing -n shop

kubectl patch deployment legacy -n shop --patch '
spec:
  template:
    spec:
      containers:
        - name: legacy
          volumeMounts: [{ name: shared, mountPath: /var/log/legacy }]
        - name: tail
          image: busybox:1.36
          command: [sh, -c, "until [ -f /logs/batch.log ]; do sleep 1; done; exec tail -n+1 -f /logs/batch.log"]
          volumeMounts: [{ name: shared, mountPath: /logs, readOnly: true }]
      volumes: [{ name: shared, emptyDir: {} }]
'

kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: logging
spec:
  selector:
    matchLabels: { name: agent }
  template:
    metadata:
      labels: { name: agent }
    spec:
      tolerations:
        - operator: Exists
      containers:
        - name: agent
          image: busybox:1.36
          args: [sleep, infinity]
          volumeMounts:
            - { name: varlog, mountPath: /var/log, readOnly: true }
      volumes:
        - name: varlog
          hostPath: { path: /var/log, type: Directory }
YAML
kubectl rollout status deployment/billing -n shop --timeout=120s
kubectl rollout status deployment/legacy -n shop --timeout=120s
kubectl rollout status daemonset/agent -n logging --timeout=120s
sleep 15
