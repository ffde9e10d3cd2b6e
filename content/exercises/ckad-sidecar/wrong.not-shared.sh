# fails: sidecar/shows
# Both have the path, but only one of them the volume.
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      initContainers:
        - name: @{shipper}
          image: busybox:1.36
          restartPolicy: Always
          command: [sh, -c, "mkdir -p /var/log/@{app}; touch /var/log/@{app}/@{app}.log; exec tail -n +1 -f /var/log/@{app}/@{app}.log"]
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
