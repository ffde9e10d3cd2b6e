# fails: relay/answers
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"template":{"spec":{"volumes":[{"name":"conf","configMap":{"name":"@{relay}"}}],
  "initContainers":[{"name":"@{relay}","image":"nginx:1.27","restartPolicy":"Always","volumeMounts":[{"name":"conf","mountPath":"/etc/nginx/conf.d"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
