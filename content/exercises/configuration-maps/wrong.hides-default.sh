# fails: one-file/both, one-file/default-page
# A volume over the directory hides what the image had there.
kubectl create configmap status -n web --from-file=/root/status.conf
kubectl patch deployment proxy -n web -p '{"spec":{"template":{"spec":{"volumes":[{"name":"status","configMap":{"name":"status"}}],"containers":[{"name":"nginx","volumeMounts":[{"name":"status","mountPath":"/etc/nginx/conf.d"}]}]}}}}'
kubectl rollout status deployment/proxy -n web --timeout=120s
sleep 10
