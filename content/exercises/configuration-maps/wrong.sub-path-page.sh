# fails: page/follows
# A file mounted with subPath never changes.
kubectl create configmap page -n web --from-file=/root/index.html
kubectl patch deployment site -n web -p '{"spec":{"template":{"spec":{"volumes":[{"name":"page","configMap":{"name":"page"}}],"containers":[{"name":"nginx","volumeMounts":[{"name":"page","mountPath":"/usr/share/nginx/html/index.html","subPath":"index.html"}]}]}}}}'
kubectl rollout status deployment/site -n web --timeout=120s
sleep 10
