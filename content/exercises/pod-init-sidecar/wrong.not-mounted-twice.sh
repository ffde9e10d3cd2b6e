# fails: shipper/lines
# The application still writes into its own file system.
kubectl patch deployment api --namespace=shop --patch '
spec:
  template:
    spec:
      volumes: [{ name: logs, emptyDir: {} }]
      initContainers:
        - name: log-shipper
          image: busybox:1.36
          restartPolicy: Always
          command: [tail, -n, "+1", -F, /var/log/api/orders.log]
          volumeMounts: [{ name: logs, mountPath: /var/log/api }]
'
kubectl rollout status deployment/api --namespace=shop --timeout=120s
sleep 10
