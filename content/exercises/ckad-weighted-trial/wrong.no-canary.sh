# fails: trial/share, trial/header
# Without `canary` it is a second Ingress for the same host.
kubectl create deployment @{app}-next -n @{namespace} --image=gcr.io/google-samples/hello-app:2.0 --replicas=@{replicas}
kubectl expose deployment @{app}-next -n @{namespace} --port=80 --target-port=8080
kubectl create ingress @{app}-next -n @{namespace} --class=nginx --rule='@{host}/*=@{app}-next:80' \
  --annotation nginx.ingress.kubernetes.io/canary-weight=@{weight} --annotation nginx.ingress.kubernetes.io/canary-by-header=@{header}
sleep 30
