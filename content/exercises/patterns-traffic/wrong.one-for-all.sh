# fails: slow/report
# The timeout stands for the whole server: the report is cut off too.
kubectl get configmap front -n shop -o yaml | sed 's/listen 80;/listen 80; proxy_read_timeout 1s;/' | kubectl apply -f -
kubectl rollout restart deployment/front -n shop
kubectl rollout status deployment/front -n shop --timeout=120s
