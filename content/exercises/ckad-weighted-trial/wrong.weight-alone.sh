# fails: trial/header, end/only-new
# No header; and the trial's Service goes before its Ingress.
kubectl create deployment @{app}-next -n @{namespace} --image=gcr.io/google-samples/hello-app:2.0 --replicas=@{replicas}
kubectl expose deployment @{app}-next -n @{namespace} --port=80 --target-port=8080
kubectl create ingress @{app}-next -n @{namespace} --class=nginx --rule='@{host}/*=@{app}-next:80' \
  --annotation nginx.ingress.kubernetes.io/canary=true --annotation nginx.ingress.kubernetes.io/canary-weight=@{weight}
kubectl delete deployment,service,ingress @{front}-trial -n @{namespace}
sleep 30
