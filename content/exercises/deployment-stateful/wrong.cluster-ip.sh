# fails: names/headless
# A Service with an address of its own.
kubectl get statefulset cache -n data -o yaml | sed -e 's/cache/ring/g' -e 's/replicas: 4/replicas: 3/' -e 's/nginx:1.26/nginx:1.27/' \
  -e '/resourceVersion:/d' -e '/uid:/d' -e '/creationTimestamp:/d' | kubectl create -f -
kubectl create service clusterip ring -n data --tcp=80:80
kubectl rollout status statefulset/ring -n data --timeout=180s
