# fails: relay/held-back
# Nothing holds the application back until the other one listens.
kubectl get configmap @{relay} -n @{namespace} -o yaml | sed -E 's#listen [0-9]+;#listen @{port};#; s#http://rates[.a-z]*:8080#http://rates.@{other}:8080#' | kubectl replace -f -
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"template":{"spec":{"volumes":[{"name":"conf","configMap":{"name":"@{relay}"}}],
  "initContainers":[{"name":"@{relay}","image":"nginx:1.27","restartPolicy":"Always","volumeMounts":[{"name":"conf","mountPath":"/etc/nginx/conf.d"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
