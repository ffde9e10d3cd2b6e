# fails: create/greeting, create/requests, create/answers
# The value stands in the Deployment; the port of the nodes is any; the limit is set instead of the request.
kubectl create namespace quay
kubectl create configmap web-settings -n quay --from-literal=GREETING=ahoy
kubectl create deployment web -n quay --image=nginx:1.27 --replicas=3
kubectl set env deployment/web -n quay GREETING=ahoy
kubectl set resources deployment web -n quay --requests=memory=50Mi
kubectl expose deployment web -n quay --port=80 --type=NodePort
kubectl rollout status deployment/web -n quay --timeout=120s
