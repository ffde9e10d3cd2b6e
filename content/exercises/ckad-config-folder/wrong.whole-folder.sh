# fails: make/data, make/fixed, mount/files
# Everything is in it, and everything is mounted, as it comes.
kubectl create configmap @{config} -n @{namespace} --from-file=/opt/work/folder/conf
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"template":{"spec":{"volumes":[{"name":"conf","configMap":{"name":"@{config}"}}],
  "containers":[{"name":"web","volumeMounts":[{"name":"conf","mountPath":"/etc/nginx/conf.d"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
