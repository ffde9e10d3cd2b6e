# fails: shipper/sidecar, nightly/complete
# Without restartPolicy: Always it is an init container that never ends, and nothing after it begins.
kubectl patch deployment api --namespace=shop --patch '
spec:
  template:
    spec:
      volumes: [{ name: logs, emptyDir: {} }]
      initContainers:
        - name: log-shipper
          image: busybox:1.36
          command: [tail, -n, "+1", -F, /var/log/api/orders.log]
          volumeMounts: [{ name: logs, mountPath: /var/log/api }]
      containers:
        - name: api
          volumeMounts: [{ name: logs, mountPath: /var/log/api }]
'
sleep 60
