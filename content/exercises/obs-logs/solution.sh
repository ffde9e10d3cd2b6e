kubectl logs -n shop -l app=orders --tail=-1 | grep -m 1 -o 'order [0-9]* rejected' | cut -d' ' -f2 > /root/order.txt

kubectl patch deployment billing -n shop --type=json -p '[{"op":"add","path":"/spec/template/spec/volumes/0/configMap/items","value":[{"key":"rate.csv","path":"rates.csv"}]}]'

kubectl patch deployment legacy -n shop --patch '
spec:
  template:
    spec:
      initContainers:
        - name: tail
          image: busybox:1.36
          restartPolicy: Always
          command: [sh, -c, "tail -n+1 -F /var/log/legacy/batch.log"]
          volumeMounts:
            - { name: log, mountPath: /var/log/legacy }
      containers:
        - name: legacy
          volumeMounts:
            - { name: log, mountPath: /var/log/legacy }
      volumes:
        - name: log
          emptyDir: {}
'

kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: logging
spec:
  selector:
    matchLabels: { app: agent }
  template:
    metadata:
      labels: { app: agent }
    spec:
      tolerations:
        - { key: node-role.kubernetes.io/control-plane, operator: Exists, effect: NoSchedule }
      containers:
        - name: agent
          image: busybox:1.36
          command: [sh, -c, "tail -n+1 -F /var/log/pods/*/*/*.log"]
          volumeMounts:
            - { name: pods, mountPath: /var/log/pods, readOnly: true }
      volumes:
        - name: pods
          hostPath: { path: /var/log/pods }
YAML
kubectl rollout status deployment/billing -n shop --timeout=120s
kubectl rollout status deployment/legacy -n shop --timeout=120s
kubectl rollout status daemonset/agent -n logging --timeout=120s
sleep 15
