# fails: shipper/sidecar
# It works, but as a second main container: it neither starts first nor ends last.
kubectl patch deployment api --namespace=shop --patch '
spec:
  template:
    spec:
      volumes: [{ name: logs, emptyDir: {} }]
      containers:
        - name: api
          volumeMounts: [{ name: logs, mountPath: /var/log/api }]
        - name: log-shipper
          image: busybox:1.36
          command: [tail, -n, "+1", -F, /var/log/api/orders.log]
          volumeMounts: [{ name: logs, mountPath: /var/log/api }]
'
kubectl rollout status deployment/api --namespace=shop --timeout=120s
sleep 10
