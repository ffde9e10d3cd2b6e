# fails: sidecar/first, claim/survives
# A container beside the other, and a volume that goes with the Pod.
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      volumes:
        - { name: logs, emptyDir: {} }
      containers:
        - name: @{shipper}
          image: busybox:1.36
          command: [tail, -n, "+1", -F, /var/log/@{app}/@{app}.log]
          volumeMounts: [{ name: logs, mountPath: /var/log/@{app} }]
        - name: @{app}
          volumeMounts: [{ name: logs, mountPath: /var/log/@{app} }]
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
