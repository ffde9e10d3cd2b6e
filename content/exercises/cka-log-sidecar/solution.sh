kubectl patch deployment @{app} -n @{namespace} -p '
spec:
  template:
    spec:
      initContainers:
        - name: @{sidecar}
          image: busybox:1.36
          restartPolicy: Always
          command: [tail, -n+1, -F, /var/log/app/@{file}]
          volumeMounts:
            - name: logs
              mountPath: /var/log/app
'
kubectl logs @{crashed} -n @{namespace} --previous --tail=1 > /opt/answers/output/previous.txt
kubectl logs @{pair} -n @{namespace} --all-containers | grep ERROR > /opt/answers/output/errors.txt
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
