# fails: sidecar/lines, sidecar/goes-on
# Each container has a file system of its own.
kubectl patch deployment legacy -n shop --patch '
spec:
  template:
    spec:
      containers:
        - name: tail
          image: busybox:1.36
          command: [sh, -c, "touch /tmp/none; tail -F /var/log/legacy/batch.log"]
'
kubectl rollout status deployment/legacy -n shop --timeout=120s
sleep 15
